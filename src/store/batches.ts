import { existsSync, openAsBlob, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.js';
import { openAtomicFile, writeFileAtomically } from './atomic.js';
import { byCodeUnits } from './find-files.js';
import { readRows } from './jsonl.js';

/** One call of a batch: which requests it asks, and what it may cost. */
export const BatchCall = z.strictObject({
  custom_id: z.string(),
  ids: z.array(z.string()).min(1),
  prompt: z.string(),
  features: z.array(z.string()),
  /** Replies that the journal held to its first request when it was asked: more of them mean that this one was journaled. */
  tries: z.int().min(0),
  /** US dollars at worst; 0 where no price is known. */
  worst: z.number().min(0),
});
export type BatchCall = z.infer<typeof BatchCall>;

const State = z.strictObject({ key: z.string(), batch_id: z.string().nullable() });

/** A batch on its way: its files stay until its results are in the journal. */
export interface StoredBatch {
  /** Stands in the batch's metadata at the server, so that it is found again whatever happened between. */
  key: string;
  /** Null until the server has named it. */
  batch_id: string | null;
}

/** A batch that is being written. */
export interface BatchWriter {
  /** How much is in it. */
  size(): { calls: number; bytes: number };
  add(line: string, call: BatchCall): void;
  /** Puts it on the disk: from now on it is found again. */
  commit(): StoredBatch;
  discard(): void;
}

const paths = (folder: string, key: string) => ({
  input: join(folder, `${key}.input.jsonl`),
  calls: join(folder, `${key}.calls.jsonl`),
  state: join(folder, `${key}.json`),
});

/** Batches whose results are not in the journal yet, in the order of their keys. */
export function readBatches(folder: string): StoredBatch[] {
  if (!existsSync(folder)) return [];
  const states = readdirSync(folder).filter((name) => /^[^.]+\.json$/.test(name));
  return states
    .sort(byCodeUnits)
    .flatMap((name) => [...readRows(join(folder, name), State)].map(checkKey(folder, name)));
}

/** A key names files: one that is not the name of its own file could lead anywhere. */
const checkKey = (folder: string, name: string) => (batch: StoredBatch) => {
  if (`${batch.key}.json` === name) return batch;
  const advice = 'Delete this file. The requests of its batch are then sent again.';
  throw new UserError('the key in this file is not its name', { file: join(folder, name), advice });
};

/** The file that says what the server calls a batch; without it the batch is forgotten. */
export const batchFile = (folder: string, key: string): string => paths(folder, key).state;

/** Begins a batch: a file for the server and one that says what its calls are. */
export function writeBatch(folder: string, key: string): BatchWriter {
  const { input, calls, state } = paths(folder, key);
  const [inputFile, callsFile] = [openAtomicFile(input), openAtomicFile(calls)];
  const size = { calls: 0, bytes: 0 };
  return {
    size: () => ({ ...size }),
    add(line, call) {
      inputFile.write(`${line}\n`);
      callsFile.write(`${JSON.stringify(BatchCall.parse(call))}\n`);
      size.calls += 1;
      size.bytes += Buffer.byteLength(line) + 1;
    },
    commit() {
      inputFile.commit();
      callsFile.commit();
      const stored = { key, batch_id: null };
      writeFileAtomically(state, [`${JSON.stringify(stored)}\n`]);
      return stored;
    },
    discard() {
      inputFile.discard();
      callsFile.discard();
    },
  };
}

/** Writes down what the server calls the batch. */
export function nameBatch(folder: string, key: string, batch_id: string): StoredBatch {
  writeFileAtomically(paths(folder, key).state, [`${JSON.stringify({ key, batch_id })}\n`]);
  return { key, batch_id };
}

/** The calls of a batch by their names. */
export function readBatchCalls(folder: string, key: string): Map<string, BatchCall> {
  const calls = new Map<string, BatchCall>();
  for (const call of readRows(paths(folder, key).calls, BatchCall)) calls.set(call.custom_id, call);
  return calls;
}

/** The file for the server, which is read only when it is sent. */
export const openBatchInput = (folder: string, key: string): Promise<Blob> => openAsBlob(paths(folder, key).input);

/** Removes a batch whose results are in the journal: first its state, so that half a batch is never found. */
export function removeBatch(folder: string, key: string): void {
  const { input, calls, state } = paths(folder, key);
  for (const file of [state, input, calls]) rmSync(file, { force: true });
}
