import type { Turn } from './records.js';

/** The turns of a sample of one question and one answer. */
export const askedAndAnswered = (question: string, answer: string): Turn[] => [
  { by: 'user', speaker: null, text: question, trained: false },
  { by: 'role', speaker: null, text: answer, trained: true },
];

/** A system text and the turns that follow it. */
export interface Dialogue {
  system: string;
  turns: readonly Turn[];
}

/** A dialogue as far as each turn of the role that is to be learnt: its last turn. What stands before it is what it answers. */
export const untilTrainedTurns = <Whole extends Dialogue>(dialogue: Whole): Whole[] =>
  dialogue.turns.flatMap(({ trained }, k) => (trained ? [{ ...dialogue, turns: dialogue.turns.slice(0, k + 1) }] : []));

/** The texts of a dialogue, each by what it is called. */
export function namedTexts({ system, turns }: Dialogue): [string, string][] {
  const nameOf = (k: number) => (turns.length > 2 ? `turn ${k + 1}` : k === 0 ? 'question' : 'answer');
  return [['system instruction', system], ...turns.map(({ text }, k): [string, string] => [nameOf(k), text])];
}

/** What the last turn of a sample answers: the turn before it. */
export const questionOf = ({ turns }: Pick<Dialogue, 'turns'>): string => turns.at(-2)?.text ?? '';

/** The last turn of a sample, the role's. */
export const answerOf = ({ turns }: Pick<Dialogue, 'turns'>): string => turns.at(-1)?.text ?? '';
