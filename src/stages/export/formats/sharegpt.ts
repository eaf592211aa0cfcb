import { z } from 'zod';
import { commonViolation, formatOfRows } from './format.js';

const Turn = z.strictObject({ from: z.enum(['human', 'gpt']), value: z.string().min(1) });

/** LLaMA-Factory's sharegpt (formats.md 1): human and gpt in turn, the human first, the system text in a column of its own. */
const ShareGptRow = z.strictObject({ conversations: z.array(Turn).min(2), system: z.string().min(1) });

const SIDES = { user: 'human', role: 'gpt' } as const;

export const sharegpt = formatOfRows<z.infer<typeof ShareGptRow>>({
  name: 'sharegpt',
  schema: ShareGptRow,
  toRow: ({ system, turns }) => ({
    conversations: turns.map(({ by, text }) => ({ from: SIDES[by], value: text })),
    system,
  }),
  violation: commonViolation,
  llamaFactory: { formatting: 'sharegpt', columns: { messages: 'conversations', system: 'system' } },
});
