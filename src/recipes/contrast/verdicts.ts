import { signsOf } from '../../quality/signs.js';
import { givesAway, shareHeld } from './holds.js';
import type { AskedQuestion, ContrastRow } from './row.js';
import type { ContrastSettings } from './settings.js';
import { tellFact } from './shown.js';

type Limits = Pick<ContrastSettings, 'minHeld' | 'mustSayUnknown'>;
type Asked = Pick<AskedQuestion, 'question' | 'evidence'>;
type Row = Pick<ContrastRow, 'label' | 'language'>;

const quoted = (facts: AskedQuestion['evidence']) => facts.map((fact) => `"${tellFact(fact)}"`).join(', ');

/** What talks of models, programs or training, in words that the question does not have. */
function modelTalk(answer: string, question: string, language: ContrastRow['language']): string | undefined {
  const { talksOfModels = [] } = signsOf(language);
  for (const pattern of talksOfModels) {
    const all = new RegExp(pattern, `${pattern.flags}g`);
    const matches = (text: string) => [...text.matchAll(all)].map(([match]) => match);
    const asked = new Set(matches(question).map((match) => match.toLowerCase()));
    const found = matches(answer).find((match) => !asked.has(match.toLowerCase()));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with what a role says to a question that it can answer: it must hold one of the facts that are asked for. */
function faultOfOwn({ question, evidence }: Asked, answer: string, minHeld: number): string | undefined {
  const shares = evidence.map((fact) => shareHeld(answer, fact, question) ?? 1);
  return Math.max(...shares) >= minHeld ? undefined : `does not hold ${quoted(evidence)}`;
}

/** What is wrong with what a role says to a question that it cannot answer: no fact of the other, and it does not know. */
function faultOfOther(
  { question, evidence }: Asked,
  answer: string,
  language: ContrastRow['language'],
  mustSayUnknown: boolean,
): string | undefined {
  const told = evidence.filter((fact) => givesAway(answer, fact, { question, language }));
  if (told.length > 0) return `knows ${quoted(told)}`;
  const { saysUnknown } = signsOf(language);
  const isUnknown = !mustSayUnknown || !saysUnknown || saysUnknown.test(answer);
  return isUnknown ? undefined : 'does not say that it does not know';
}

/** Why an answer is not what its label says, or steps out of the role; undefined where it is fine. */
export function faultOfAnswer(
  asked: Asked,
  answer: string,
  { label, language }: Row,
  { minHeld, mustSayUnknown }: Limits,
): string | undefined {
  const talk = modelTalk(answer, asked.question, language);
  if (talk !== undefined) return `talks of "${talk}"`;
  return label === 0 ? faultOfOwn(asked, answer, minHeld) : faultOfOther(asked, answer, language, mustSayUnknown);
}
