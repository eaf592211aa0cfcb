import { type Features, gauge, readFeatures } from './features.js';
import { createNearFinder, dice, type NearFinder, overlap, type Weights } from './near-finder.js';
import { normalisedWords } from './normalise.js';

/** From which similarity on two answers are one. Our choice: a word more or less in ten, none in place of another. */
export const ALIKE_ANSWERS = 0.85;

/** What is compared of a text: its words, all alike, and what they say, which is read only where the words are alike. */
interface TextFeatures extends Weights {
  text: string;
  content(): Features;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of normalisedWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function readText(text: string): TextFeatures {
  let content: Features | undefined;
  return {
    text,
    weights: countWords(text),
    total: normalisedWords(text).length,
    content() {
      content ??= readFeatures(text);
      return content;
    },
  };
}

/** A text that stays. Its words are counted again when it is compared, which is seldom: counted, they are ten times the text. */
function toKept({ text, total }: TextFeatures): TextFeatures {
  return {
    text,
    total,
    get weights() {
      return countWords(text);
    },
    content: () => readFeatures(text),
  };
}

/**
 * Finds texts that are nearly the same word for word. Their words are compared twice, all alike (`I love you` is not `You love
 * me`) and by what they say, as questions are (`I found the lamp` is not `I found the rope`); the smaller similarity counts.
 */
export function createTextFinder(threshold: number): NearFinder<TextFeatures> {
  function compare(left: TextFeatures, right: TextFeatures): number {
    const words = dice(left, right);
    if (words < threshold) return words;
    const [ours, theirs] = [left.content(), right.content()];
    return Math.min(words, gauge(overlap(ours, theirs), ours, theirs));
  }
  const finder = createNearFinder({ threshold, read: readText, compare });
  return { ...finder, keep: (features) => finder.keep(toKept(features)) };
}
