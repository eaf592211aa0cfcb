import type { Sample, Turn } from './records.js';

/** The turns of a sample of one question and one answer. */
export const askedAndAnswered = (question: string, answer: string): Turn[] => [
  { by: 'user', speaker: null, text: question, trained: false },
  { by: 'role', speaker: null, text: answer, trained: true },
];

/** What the last turn of a sample answers: the turn before it. */
export const questionOf = ({ turns }: Pick<Sample, 'turns'>): string => turns.at(-2)?.text ?? '';

/** The last turn of a sample, the role's. */
export const answerOf = ({ turns }: Pick<Sample, 'turns'>): string => turns.at(-1)?.text ?? '';
