import { type Rendered, renderMarkup, type Turn } from './markup.js';

/** Cuts texts into the model's tokens and puts them together again. */
export interface ModelTokens {
  encode(text: string): number[];
  decode(tokens: number[]): string;
}

/** What became of a sample: whole, its answer cut, or without room for an answer. */
export type Cut = { turn: Turn; isCut: boolean } | { tooLong: number };

/** Least tokens of an answer that are worth training on. Our choice. */
const LEAST_ANSWER = 8;

const count = (tokens: ModelTokens, { prompt, completion }: Rendered) =>
  tokens.encode(prompt).length + tokens.encode(completion).length;

/**
 * Cuts a sample's answer so that system, question and answer in the paper's markup are at most `most` tokens of the model. A
 * sample whose prompt leaves no room for an answer is told, with the prompt's length.
 */
export function cutToLength(turn: Turn, most: number, tokens: ModelTokens): Cut {
  const rendered = renderMarkup(turn);
  const length = count(tokens, rendered);
  if (length <= most) return { turn, isCut: false };
  const answer = tokens.encode(turn.answer);
  const room = answer.length - (length - most);
  if (room < LEAST_ANSWER) return { tooLong: length - answer.length };
  // Tokens of a part may be other than those of the whole: one is taken away until it fits.
  for (let kept = room; kept >= LEAST_ANSWER; kept -= 1) {
    const shorter = {
      ...turn,
      answer: tokens
        .decode(answer.slice(0, kept))
        .replace(/\uFFFD+$/, '')
        .trimEnd(),
    };
    if (count(tokens, renderMarkup(shorter)) <= most) return { turn: shorter, isCut: true };
  }
  return { tooLong: length - answer.length };
}
