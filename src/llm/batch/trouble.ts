import { UserError } from '../../errors.js';
import { batchFile, type StoredBatch } from '../../store/batches.js';

/** One batch cannot go on, and the others can: they are collected before the run ends with this. */
export class BatchTrouble extends UserError {}

/** The server does not take the batch: nothing of it was begun, nothing is to pay. */
export class BatchRefused extends BatchTrouble {}

/** Trouble with a batch that stays where it is until the user decides; only they know whether its replies still matter. */
export function stuck(folder: string, { key }: StoredBatch, what: string, first: string): BatchTrouble {
  return new BatchTrouble(what, {
    file: batchFile(folder, key),
    advice: `${first} To give up the batch and pay for its requests again, delete this file.`,
  });
}
