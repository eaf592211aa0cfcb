import { askAll, type Work } from '../../llm/work.js';
import { renderSystem } from '../../prompts/system-instruction.js';
import { firstSentences } from '../../text/first-sentences.js';
import { countRefusal } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { askAnswer } from './answers.js';
import {
  askQuestions,
  faultOfQuestion,
  isSameQuestion,
  type Pair,
  type PairQuestion,
  type Shared,
} from './questions.js';
import type { AskedQuestion, ContrastRow, Label } from './row.js';
import { type ContrastSettings, OWN } from './settings.js';
import type { KnownRole } from './shown.js';
import { faultOfAnswer } from './verdicts.js';

/** A pair with the questions that fit it, how many did not and why, and the requests that they came from. */
interface AskedPair {
  pair: Pair;
  /** Its place among the pairs of the role that asks, from 0. */
  place: number;
  questions: PairQuestion[];
  refused: Map<string, number>;
  requests: string[];
}

/** A role of a pair, and all that makes its row. */
interface Side {
  label: Label;
  role: KnownRole;
  other: KnownRole;
  asked: AskedPair;
}

/** Takes those questions of a reply that fit the pair, as many as are missing; one that the role was asked beside another is not asked again. */
function takeQuestions(
  { pair, questions, refused }: AskedPair,
  given: readonly PairQuestion[],
  count: number,
  all: readonly AskedPair[],
): void {
  const isThere = ({ question }: PairQuestion) =>
    all.some((one) => one.questions.some((known) => isSameQuestion(known.question, question)));
  for (const question of given) {
    if (questions.length === count) return;
    const fault = isThere(question) ? 'asked-twice' : faultOfQuestion(question, pair);
    if (fault === undefined) questions.push(question);
    else countRefusal(refused, fault);
  }
}

/** Asks the pairs of one role for questions, again and again while some are missing, at most so often as the settings say. */
function* makeQuestions(pairs: readonly Pair[], count: number, rounds: number, shared: Shared) {
  const all = pairs.map((pair, place): AskedPair => {
    return { pair, place, questions: [], refused: new Map(), requests: [] };
  });
  for (let round = 0; round < rounds; round += 1) {
    const open = all.filter(({ questions }) => questions.length < count);
    if (open.length === 0) break;
    const asks = open.map(({ pair }) => askQuestions(pair, { count, round }, shared));
    const readings = yield* askAll(asks);
    for (const [k, asked] of open.entries()) {
      const reading = readings[k];
      if (!reading?.ok) continue;
      asked.requests.push(asks[k]?.request.id ?? '');
      takeQuestions(asked, reading.value, count, all);
    }
  }
  return all;
}

/** The system text that is exported: who the role is in a few words, and nothing that is known of it beside (papers.md 2). */
function introduce({ profile }: KnownRole, { introductionWords }: ContrastSettings, { prompts }: Shared): string {
  const { description_second_person, language } = profile;
  return renderSystem(prompts, profile, firstSentences(description_second_person, introductionWords, language));
}

/** Asks both sides. Each request is made once: a role hears the same question of two askers as two samples. */
const requestAnswers = ({ role, label, asked }: Side, shared: Shared) =>
  asked.questions.map((question) => askAnswer(role, question, label === 0 ? 0 : asked.place + 1, shared));

/** What a role said to the questions of a pair. */
function judgeAnswers(
  { label, role, asked }: Side,
  answers: readonly { request: string; text: string | null }[],
  own: ContrastSettings,
): AskedQuestion[] {
  return asked.questions.map(({ facts, ...question }, k) => {
    const { request = '', text = null } = answers[k] ?? {};
    const evidence = facts.map(({ property, value }) => ({ property, value }));
    const about = { label, language: role.profile.language };
    const fault = text === null ? undefined : faultOfAnswer({ ...question, evidence }, text, about, own);
    return { ...question, evidence, answer: text, fault: fault ?? null, request };
  });
}

/**
 * The pairs of one role: questions about what is known of it, put to it and to the other of each pair. Gives the rows of those roles
 * that `isWanted` names; its own also where no question could be made, to tell why.
 */
export function* askPairs(
  pairs: readonly Pair[],
  count: number,
  isWanted: (role: string) => boolean,
  shared: Shared,
): Work<ContrastRow> {
  const own = ownSettings(OWN, shared.settings);
  const made = yield* makeQuestions(pairs, count, own.rounds, shared);
  const sides = made
    .flatMap((asked): Side[] => [
      { label: 0, role: asked.pair.asker, other: asked.pair.other, asked },
      { label: 1, role: asked.pair.other, other: asked.pair.asker, asked },
    ])
    .filter(({ role, label, asked }) => isWanted(role.profile.role) && (label === 0 || asked.questions.length > 0))
    .filter(({ asked }) => asked.requests.length > 0);
  const asks = sides.map((side) => requestAnswers(side, shared));
  const readings = sides.length === 0 ? [] : yield* askAll(asks.flat());
  let next = 0;
  return sides.map((side, k): ContrastRow => {
    const { label, role, other, asked } = side;
    const answers = (asks[k] ?? []).map(({ request }) => {
      const reading = readings[next++];
      return { request: request.id, text: reading?.ok ? reading.value : null };
    });
    const refused = label === 0 ? [...asked.refused].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
    return {
      id: `${(asked.requests[0] ?? '').slice(0, 16)}-${label}`,
      role: role.profile.role,
      language: role.profile.language,
      other: other.profile.role,
      label,
      system: introduce(role, own, shared),
      asked: judgeAnswers(side, answers, own),
      refused_questions: Object.fromEntries(refused),
      requests: asked.requests,
      model: shared.model.name,
    };
  });
}
