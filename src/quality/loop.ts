import { findLoopAtEnd } from '../text/loops.js';
import { normalisedWords } from '../text/normalise.js';
import type { Check } from './check.js';
import { cutEvidence } from './patterns.js';
import { isShown } from './signs.js';

/** Longest stretch, in words (Chinese: characters), of which repetitions are looked for. Our choice, as the two below. */
const LONGEST_STRETCH = 20;
/** So many times in a row is a loop, … */
const FEWEST_TIMES = 4;
/** … if it goes on for so many words: `Never, never, never, never, never!` is Lear's. */
const FEWEST_WORDS = 16;
/** A sentence of so many words that comes again and again, though not in a row. */
const SENTENCE_WORDS = 5;
const SENTENCE_TIMES = 3;

const ASKS_TO_REPEAT =
  /\brepeat\w*|\btimes\b|\bover and over\b|\brefrain\b|\bchorus\b|\bsong\b|\bpoem\b|重复|[遍次]|歌|诗/i;

/** A stretch that follows itself so often that it is a loop. */
function findLoop(words: readonly string[]): string | undefined {
  if (words.length < FEWEST_WORDS) return undefined;
  const longest = Math.min(LONGEST_STRETCH, Math.floor(words.length / FEWEST_TIMES));
  for (let period = 1; period <= longest; period += 1) {
    let same = 0;
    for (let at = period; at < words.length; at += 1) {
      same = words[at] === words[at - period] ? same + 1 : 0;
      const length = same + period;
      if (length >= FEWEST_WORDS && length >= period * FEWEST_TIMES) {
        return words.slice(at + 1 - length, at + 1 - length + period).join(' ');
      }
    }
  }
  return undefined;
}

/** A sentence that stands in the text again and again. */
function findRepeatedSentence(text: string): string | undefined {
  const sentences = text.split(/[.!?。！？\n]+/);
  if (sentences.length < SENTENCE_TIMES) return undefined;
  const times = new Map<string, number>();
  for (const sentence of sentences) {
    const key = sentence.trim().toLowerCase();
    if (key.length < 2 * SENTENCE_WORDS) continue;
    const count = (times.get(key) ?? 0) + 1;
    if (count >= SENTENCE_TIMES && normalisedWords(key).length >= SENTENCE_WORDS) return sentence.trim();
    times.set(key, count);
  }
  return undefined;
}

/** Refuses answers in which the model went round in circles: a stretch or a sentence that comes again and again. */
export const loop: Check = {
  name: 'loop',
  run({ question, answer, language }) {
    // The last also finds what is longer than a sentence, and words that no space parts.
    const stretch = findLoop(normalisedWords(answer)) ?? findRepeatedSentence(answer) ?? findLoopAtEnd(answer);
    if (stretch === undefined || ASKS_TO_REPEAT.test(question)) return undefined;
    if (isShown('asksToRepeat', question, language)) return undefined;
    return { evidence: `again and again: ${cutEvidence(stretch)}` };
  },
};
