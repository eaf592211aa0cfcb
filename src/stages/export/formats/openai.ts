import { z } from 'zod';
import { toWeighedMessages } from '../../../training/messages.js';
import { dialogueViolation, formatOfRows } from './format.js';

const Message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().min(1),
  weight: z.literal([0, 1]).optional(),
});

/** OpenAI's fine-tuning with a weight on each answer (formats.md 4). */
const OpenAiRow = z.strictObject({ messages: z.array(Message).min(3) });

export const openai = formatOfRows<z.infer<typeof OpenAiRow>>({
  name: 'openai',
  schema: OpenAiRow,
  toRow: (sample) => ({ messages: toWeighedMessages(sample) }),
  violation: dialogueViolation,
});
