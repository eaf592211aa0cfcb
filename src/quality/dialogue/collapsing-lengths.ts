import { countWords } from '../../text/words.js';
import type { DialogueCheck } from './check.js';

/** Fewer turns show no trend. Our choice, as the two below. */
const LEAST_TURNS = 6;
/** The last half is so much shorter than the first, … */
const SHARE_LEFT = 0.2;
/** … and no turn of it has more words than this. */
const SHORT_WORDS = 3;

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Refuses the turn from which on a role that spoke in sentences has nothing left but a few words: what a model gives that has run dry. */
export const collapsingLengths: DialogueCheck = {
  name: 'collapsing-lengths',
  run({ turns }) {
    const trained = turns.flatMap(({ trained: isTrained, text }, turn) =>
      isTrained ? [{ turn, words: countWords(text) }] : [],
    );
    if (trained.length < LEAST_TURNS) return undefined;
    const half = Math.ceil(trained.length / 2);
    const [first, last] = [trained.slice(0, half), trained.slice(half)].map((part) => part.map(({ words }) => words));
    const isShort = (last as number[]).every((words) => words <= SHORT_WORDS);
    if (!isShort || mean(last as number[]) > SHARE_LEFT * mean(first as number[])) return undefined;
    const told = `${(last as number[]).join(', ')} words after ${Math.round(mean(first as number[]))} on average`;
    return { turn: (trained[half] as { turn: number }).turn, evidence: told };
  },
};
