import { z } from 'zod';
import { toTrainMessages } from '../../../training/messages.js';
import { dialogueViolation, formatOfRows } from './format.js';

const Message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().min(1),
  train: z.boolean(),
});

/** Axolotl's chat_template with `message_field_training: train` (formats.md 2). */
const AxolotlRow = z.strictObject({ messages: z.array(Message).min(3) });

export const axolotl = formatOfRows<z.infer<typeof AxolotlRow>>({
  name: 'axolotl',
  schema: AxolotlRow,
  toRow: (sample) => ({ messages: toTrainMessages(sample) }),
  violation: dialogueViolation,
});
