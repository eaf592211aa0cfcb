import { z } from 'zod';
import { commonViolation, type RowFormat } from './format.js';

const Turn = <From extends string>(from: From) => z.strictObject({ from: z.literal(from), value: z.string().min(1) });

/** LLaMA-Factory's sharegpt (formats.md 1): human and gpt in turn, the human first, the system text in a column of its own. */
const ShareGptRow = z.strictObject({ conversations: z.tuple([Turn('human'), Turn('gpt')]), system: z.string().min(1) });

export const sharegpt: RowFormat<z.infer<typeof ShareGptRow>> = {
  name: 'sharegpt',
  schema: ShareGptRow,
  toRow: ({ system, question, answer }) => ({
    conversations: [
      { from: 'human', value: question },
      { from: 'gpt', value: answer },
    ],
    system,
  }),
  violation: commonViolation,
};
