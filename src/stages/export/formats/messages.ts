import { z } from 'zod';
import { commonViolation, type RowFormat } from './format.js';

const Turn = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) });

/** What TRL and OpenAI's fine-tuning read (formats.md 3 and 4). No other key: OpenAI's checker flags it. */
const MessagesRow = z.strictObject({ messages: z.array(Turn).min(3) });

const SIDES = { user: 'user', role: 'assistant' } as const;

export const messages: RowFormat<z.infer<typeof MessagesRow>> = {
  name: 'messages',
  schema: MessagesRow,
  toRow: ({ system, turns }) => ({
    messages: [
      { role: 'system', content: system },
      ...turns.map(({ by, text }) => ({ role: SIDES[by], content: text })),
    ],
  }),
  violation: commonViolation,
};
