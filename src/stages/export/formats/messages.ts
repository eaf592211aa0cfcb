import { z } from 'zod';
import { toMessages } from '../../../training/messages.js';
import { everyTurnViolation, formatOfRows } from './format.js';

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) });

/** What TRL and OpenAI's fine-tuning read (formats.md 3 and 4). No other key: OpenAI's checker flags it. */
const MessagesRow = z.strictObject({ messages: z.array(Message).min(3) });

/** How LLaMA-Factory finds who speaks. */
const TURN_TAGS = {
  role_tag: 'role',
  content_tag: 'content',
  user_tag: 'user',
  assistant_tag: 'assistant',
  system_tag: 'system',
};

export const messages = formatOfRows<z.infer<typeof MessagesRow>>({
  name: 'messages',
  schema: MessagesRow,
  toRow: (sample) => ({ messages: toMessages(sample) }),
  violation: everyTurnViolation,
  llamaFactory: { formatting: 'sharegpt', columns: { messages: 'messages' }, tags: TURN_TAGS },
});
