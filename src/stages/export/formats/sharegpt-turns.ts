import { toShareGpt } from '../../../training/messages.js';
import { untilTrainedTurns } from '../../../turns.js';
import { dialogueViolation, formatOfManyRows, SHAREGPT_COLUMNS, ShareGptRow } from './format.js';

/** LLaMA-Factory's sharegpt with a row for each turn that is trained on, its last: `mask_history: true` leaves the others out of the loss. */
export const sharegptTurns = formatOfManyRows<ShareGptRow>({
  name: 'sharegpt-turns',
  schema: ShareGptRow,
  toRows: (sample) => untilTrainedTurns(sample).map(toShareGpt),
  violation: dialogueViolation,
  llamaFactory: SHAREGPT_COLUMNS,
});
