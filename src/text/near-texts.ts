import { type Features, gauge, readFeatures } from './features.js';
import { createNearFinder, dice, type NearFinder, overlap, type Weights } from './near-finder.js';
import { normalisedWords } from './normalise.js';

/** From which similarity on two answers are one. Our choice: a word more or less in ten, none in place of another. */
export const ALIKE_ANSWERS = 0.85;

interface AnswerFeatures extends Weights {
  content: Features;
}

function readAnswer(text: string): AnswerFeatures {
  const words = normalisedWords(text);
  const weights = new Map<string, number>();
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + 1);
  return { weights, total: words.length, content: readFeatures(text) };
}

/**
 * Finds texts that are nearly the same word for word. Their words are compared twice, all alike (`I love you` is not `You love
 * me`) and by what they say, as questions are (`I found the lamp` is not `I found the rope`); the smaller similarity counts.
 */
export function createTextFinder(threshold: number): NearFinder<AnswerFeatures> {
  const compare = (left: AnswerFeatures, right: AnswerFeatures) =>
    Math.min(dice(left, right), gauge(overlap(left.content, right.content), left.content, right.content));
  return createNearFinder({ threshold, read: readAnswer, compare });
}
