import { z } from 'zod';
import { toPromptCompletion } from '../../../training/messages.js';
import { untilTrainedTurns } from '../../../turns.js';
import { dialogueViolation, formatOfManyRows } from './format.js';

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) });

/** TRL's prompt-completion rows of messages (formats.md 3), whose loss is on the completion alone. */
const TurnRow = z.strictObject({ prompt: z.array(Message).min(2), completion: z.array(Message).length(1) });

/** A row for each turn that is trained on: what stands before it, and the turn. */
export const turns = formatOfManyRows<z.infer<typeof TurnRow>>({
  name: 'turns',
  schema: TurnRow,
  toRows: (sample) => untilTrainedTurns(sample).map(toPromptCompletion),
  violation: dialogueViolation,
});
