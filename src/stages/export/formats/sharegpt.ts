import { toShareGpt } from '../../../training/messages.js';
import { everyTurnViolation, formatOfRows, SHAREGPT_COLUMNS, ShareGptRow } from './format.js';

/** LLaMA-Factory's sharegpt (formats.md 1), which trains on each turn of gpt. */
export const sharegpt = formatOfRows<ShareGptRow>({
  name: 'sharegpt',
  schema: ShareGptRow,
  toRow: toShareGpt,
  violation: everyTurnViolation,
  llamaFactory: SHAREGPT_COLUMNS,
});
