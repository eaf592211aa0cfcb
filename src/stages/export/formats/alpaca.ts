import { z } from 'zod';
import { exchangeViolation, formatOfRows } from './format.js';

const Text = z.string().min(1);

/** LLaMA-Factory's alpaca (formats.md 1). The question is the instruction; `input` stays empty, because readers join the two. */
const AlpacaRow = z.strictObject({ instruction: Text, input: z.literal(''), output: Text, system: Text });

export const alpaca = formatOfRows<z.infer<typeof AlpacaRow>>({
  name: 'alpaca',
  schema: AlpacaRow,
  toRow: ({ system, question, answer }) => ({ instruction: question, input: '', output: answer, system }),
  violation: exchangeViolation,
  llamaFactory: { columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system' } },
});
