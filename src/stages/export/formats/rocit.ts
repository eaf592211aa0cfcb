import { z } from 'zod';
import { markupViolation, renderMarkup } from '../../../training/markup.js';
import { exchangeViolation, formatOfRows } from './format.js';

/** The paper's markup as TRL's prompt-completion rows (formats.md 3), whose loss is on the completion alone. */
const RocitRow = z.strictObject({ prompt: z.string().min(1), completion: z.string().min(1) });

export const rocit = formatOfRows<z.infer<typeof RocitRow>>({
  name: 'rocit',
  schema: RocitRow,
  toRow: (sample) => renderMarkup(sample),
  violation: (sample) => exchangeViolation(sample) ?? markupViolation(sample),
});
