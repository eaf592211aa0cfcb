import { join } from 'node:path';
import { RejectedSample, Sample } from '../../src/records.js';
import { answerOf, askedAndAnswered, questionOf } from '../../src/turns.js';
import { rowsOf } from './cli.js';

/** The recipe and a kind of the questions about roles, and of the general instructions. */
export const SPECIFIC = { recipe: 'context-instruct', kind: 'script_based' } as const;
export const GENERAL = { recipe: 'rolegpt', kind: 'general' } as const;

/** A sample of one question and one answer; a general one where nothing else is said. */
export function sampleOf(question: string, answer: string, more: Partial<Sample> = {}): Sample {
  return Sample.parse({
    id: 'a-0',
    ...GENERAL,
    role: 'Keeper',
    language: 'en',
    system: null,
    turns: askedAndAnswered(question, answer),
    rejected: null,
    requests: ['r'],
    segment: null,
    confidence: null,
    category: null,
    source: null,
    raw_answer: null,
    grounding: null,
    model: 'test',
    ...more,
  });
}

const withTexts = <Row extends Sample>(row: Row) => ({ ...row, question: questionOf(row), answer: answerOf(row) });

/** What the filter of a working folder kept, and what it refused, with question and answer. */
export const keptIn = (folder: string) =>
  rowsOf(join(folder, 'data/filtered.jsonl')).map((row) => withTexts(Sample.parse(row)));
export const refusedIn = (folder: string) =>
  rowsOf(join(folder, 'data/rejected.jsonl')).map((row) => withTexts(RejectedSample.parse(row)));

/** A row of the filter many times, each with an id and a question of its own, as lines of a file. */
export function manyOf(row: Sample, count: number, name: string, questionOfRow: (k: number) => string): string {
  const { question: _, answer: __, ...sample } = withTexts(row);
  const lines = Array.from({ length: count }, (_, k) =>
    JSON.stringify({ ...sample, id: `${name}${k}`, turns: askedAndAnswered(questionOfRow(k), answerOf(row)) }),
  );
  return `${lines.join('\n')}\n`;
}

/** Whether a sample is about its role. */
export const isSpecific = ({ recipe }: Pick<Sample, 'recipe'>): boolean => recipe === SPECIFIC.recipe;
