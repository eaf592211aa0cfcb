import type { Dialogue } from '../turns.js';
import { type Rendered, renderMarkup } from './markup.js';

/** Cuts texts into the model's tokens and puts them together again. */
export interface ModelTokens {
  encode(text: string): number[];
  decode(tokens: number[]): string;
}

/** What became of a dialogue: whole, cut, or without room for its first answer. */
export type Cut<Whole extends Dialogue> = { dialogue: Whole; isCut: boolean } | { tooLong: number };

/** Least tokens of an answer that are worth training on. Our choice. */
const LEAST_ANSWER = 8;

const count = (tokens: ModelTokens, { prompt, completion }: Rendered) =>
  tokens.encode(prompt).length + tokens.encode(completion).length;

/** The dialogue with another last turn. */
function endingWith<Whole extends Dialogue>(dialogue: Whole, text: string): Whole {
  const turns = dialogue.turns.map((turn, k) => (k === dialogue.turns.length - 1 ? { ...turn, text } : turn));
  return { ...dialogue, turns };
}

/** Cuts the last turn of a dialogue so that the whole has `most` tokens; undefined where too little of it would be left. */
function cutLastTurn<Whole extends Dialogue>(dialogue: Whole, most: number, tokens: ModelTokens): Whole | undefined {
  const length = count(tokens, renderMarkup(dialogue));
  const answer = tokens.encode(dialogue.turns.at(-1)?.text ?? '');
  // Tokens of a part may be other than those of the whole: one is taken away until it fits.
  for (let kept = answer.length - (length - most); kept >= LEAST_ANSWER; kept -= 1) {
    const text = tokens
      .decode(answer.slice(0, kept))
      .replace(/\uFFFD+$/, '')
      .trimEnd();
    const shorter = endingWith(dialogue, text);
    if (count(tokens, renderMarkup(shorter)) <= most) return shorter;
  }
  return undefined;
}

/**
 * Cuts a dialogue so that it has at most `most` tokens of the model in the paper's markup: it ends with the first answer that has no
 * room, cut, or where too little of that would be left, with the one before. A dialogue whose first answer has no room is told,
 * with its prompt's length.
 */
export function cutToLength<Whole extends Dialogue>(dialogue: Whole, most: number, tokens: ModelTokens): Cut<Whole> {
  if (count(tokens, renderMarkup(dialogue)) <= most) return { dialogue, isCut: false };
  let fitting: Whole | undefined;
  for (const [k, { trained }] of dialogue.turns.entries()) {
    if (!trained) continue;
    const until = { ...dialogue, turns: dialogue.turns.slice(0, k + 1) };
    const rendered = renderMarkup(until);
    if (count(tokens, rendered) <= most) {
      fitting = until;
      continue;
    }
    const shorter = cutLastTurn(until, most, tokens) ?? fitting;
    if (shorter) return { dialogue: shorter, isCut: true };
    return { tooLong: count(tokens, rendered) - tokens.encode(until.turns.at(-1)?.text ?? '').length };
  }
  return { dialogue: fitting ?? dialogue, isCut: fitting !== undefined };
}
