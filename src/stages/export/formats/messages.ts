import { z } from 'zod';
import { commonViolation, type RowFormat } from './format.js';

const Turn = <Role extends string>(role: Role) => z.strictObject({ role: z.literal(role), content: z.string().min(1) });

/** What TRL and OpenAI's fine-tuning read (formats.md 3 and 4). No other key: OpenAI's checker flags it. */
const MessagesRow = z.strictObject({ messages: z.tuple([Turn('system'), Turn('user'), Turn('assistant')]) });

export const messages: RowFormat<z.infer<typeof MessagesRow>> = {
  name: 'messages',
  schema: MessagesRow,
  toRow: ({ system, question, answer }) => ({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  }),
  violation: commonViolation,
};
