import { z } from 'zod';
import { everyTurnViolation, formatOfRows } from './format.js';

const Text = z.string().min(1);

/**
 * LLaMA-Factory's alpaca (formats.md 1), which trains on the answers in `history` too. The question is the instruction; `input`
 * stays empty, because readers join the two.
 */
const AlpacaRow = z.strictObject({
  instruction: Text,
  input: z.literal(''),
  output: Text,
  system: Text,
  history: z.array(z.tuple([Text, Text])),
});

export const alpaca = formatOfRows<z.infer<typeof AlpacaRow>>({
  name: 'alpaca',
  schema: AlpacaRow,
  toRow({ system, turns, question, answer }) {
    const texts = turns.slice(0, -2).map(({ text }) => text);
    const history = texts.flatMap((text, k): [string, string][] => (k % 2 === 0 ? [[text, texts[k + 1] ?? '']] : []));
    return { instruction: question, input: '', output: answer, system, history };
  },
  // Readers of JSON learn from the first rows what a history is; from empty ones they cannot.
  isFirst: ({ history }) => history.length > 0,
  features: [
    ...['instruction', 'input', 'output', 'system'].map((name) => ({ name, dtype: 'string' })),
    { name: 'history', sequence: { sequence: 'string' } },
  ],
  violation: everyTurnViolation,
  llamaFactory: {
    columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system', history: 'history' },
  },
});
