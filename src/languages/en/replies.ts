import type { Said } from '../offline.js';
import { EVERYDAY } from './everyday.js';

/** How a sentence that asks begins, perhaps behind a name or an interjection: not `You, who want it?` */
const ASKS =
  /^(?:(?!(?:You|I|He|She|It|We|They|That|This)\b)(?:\p{Lu}[\p{L}'’.]*(?: \p{Lu}[\p{L}'’.]*)*|and|but|so|then|now|pray|please|sir|my \w+)[,:] )*(?:what(?!,)|who|whom|whose|which|where|when|why|how|do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|should|may|might|must|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|can't|cannot|won't|wouldn't|shouldn't|art|dost|hast|wilt|didst|canst)\b/iu;

const contentWords = ({ words }: Said) => words.filter((word) => !EVERYDAY.has(word));

/** Whether a question says by itself what it is about. */
export function isPlain(question: Said): boolean {
  return ASKS.test(question.text) && contentWords(question).length > 0;
}

/** A question that wants yes or no begins with a verb. */
const WANTS_YES_OR_NO =
  /^(?:\p{L}+, )?(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|should|may|might|must|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|can't|won't|wouldn't|art|dost|hast|wilt|didst|canst)\b/iu;
const YES_OR_NO =
  /^(?:(?:oh|ah|o|why|well|but|thanks|indeed|my \w+|sir|madam)[,!.]? )*(?:yes|no|ay|aye|nay|not|never|none|nothing|certainly|of course|indeed|quite|rather|perhaps|i (?:do|did|am|have|had|was|will|can|could|would|shall|should|must|may|think|believe|hope|fear|suppose|know|don't|didn't|haven't|can't|cannot|won't|never)|true|by no means|exactly|just|impossible|with pleasure|he (?:is|was|did|does|has)|she (?:is|was|did|does|has)|they (?:are|were|did|do|have)|it (?:is|was|does|did)|we (?:are|have|do|did|were))\b/i;

/** Whether a reply takes up what was asked, or says yes or no where a question wants that. */
export function isAnswer(answer: Said, question: Said, first: string): boolean {
  const asked = new Set(contentWords(question));
  const takesItUp = contentWords(answer).some((word) => asked.has(word));
  if (WANTS_YES_OR_NO.test(question.text)) return takesItUp || YES_OR_NO.test(answer.text);
  return takesItUp || !first.endsWith('!');
}
