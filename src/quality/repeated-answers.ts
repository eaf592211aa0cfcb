import { languageOf } from '../languages/index.js';
import { normaliseForComparison } from '../text/duplicates.js';
import { ALIKE_ANSWERS, createTextFinder } from '../text/near-texts.js';
import { normalisedWords } from '../text/normalise.js';
import type { CheckedTurn } from './check.js';
import type { RepeatCheck, RepeatRefusal } from './duplicates.js';
import { isShown } from './signs.js';

/** How many questions may have a short answer in common. Our choice. */
const TIMES = 3;

/** Whether sense lets a short answer come as often as it likes: yes or no, or one of the things that the question names. */
function answersBySense({ question, answer, language }: CheckedTurn): boolean {
  const words = normalisedWords(answer);
  if (words.length > languageOf(language).limits.yesOrNo) return false;
  // A role may say yes as often as it is asked.
  if (isShown('asksYesOrNo', question, language) && isShown('saysYesOrNo', answer, language)) return true;
  const asked = new Set(normalisedWords(question));
  return words.every((word) => asked.has(word));
}

/**
 * Refuses an answer that its role has given to another question before: the same but for case and punctuation, or nearly, word
 * for word. Responses to one instruction are not compared here. Short answers may come back, as often as sense has it (`Yes.`),
 * else three times. The first one stays; a verdict never depends on what comes later. One of these for each role and set.
 */
export function createAnswerCheck(): RepeatCheck {
  const finder = createTextFinder(ALIKE_ANSWERS);
  const questions: string[] = [];
  const short = new Map<string, { first: string; times: number }>();

  function refuse(question: string): RepeatRefusal {
    return { check: 'repeated-answer', evidence: `was the answer to: ${question}` };
  }

  function checkShort(answer: CheckedTurn): RepeatRefusal | undefined {
    const key = normaliseForComparison(answer.answer);
    const earlier = short.get(key) ?? { first: answer.question, times: 0 };
    if (earlier.times >= TIMES) return refuse(earlier.first);
    short.set(key, { ...earlier, times: earlier.times + 1 });
    return undefined;
  }

  return (answer) => {
    if (answersBySense(answer)) return undefined;
    if (normalisedWords(answer.answer).length <= languageOf(answer.language).limits.commonAnswer)
      return checkShort(answer);
    const words = finder.read(answer.answer);
    const earlier = finder
      .alike(words)
      .map(({ kept }) => kept)
      .sort((a, b) => a - b)
      .find((kept) => questions[kept] !== answer.question);
    if (earlier !== undefined) return refuse(questions[earlier] as string);
    finder.keep(words);
    questions.push(answer.question);
    return undefined;
  };
}
