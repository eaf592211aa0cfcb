import { z } from 'zod';
import { markupViolation, renderMarkup } from '../../../training/markup.js';
import { untilTrainedTurns } from '../../../turns.js';
import { dialogueViolation, formatOfManyRows } from './format.js';

/** The paper's markup as TRL's prompt-completion rows (formats.md 3), whose loss is on the completion alone. */
const RocitRow = z.strictObject({ prompt: z.string().min(1), completion: z.string().min(1) });

/** A row for each turn that is trained on. */
export const rocit = formatOfManyRows<z.infer<typeof RocitRow>>({
  name: 'rocit',
  schema: RocitRow,
  toRows: (sample) => untilTrainedTurns(sample).map((dialogue) => renderMarkup(dialogue)),
  violation: (sample) => dialogueViolation(sample) ?? markupViolation(sample),
});
