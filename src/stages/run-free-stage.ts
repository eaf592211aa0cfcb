import { recordStage, type StageRecord } from '../store/manifest.js';
import { type Basis, beginRecord, hashFiles } from './basis.js';
import type { FreeContext } from './context.js';

/** What a stage knows when its files are in place: them, the main one first, and what else its record says. */
export type Made = { outputs: readonly string[]; rows: number } & Partial<Omit<StageRecord, 'outputs' | 'state'>>;

/** A stage that asks no model. */
interface FreeStage {
  name: string;
  basis: Basis;
  /** The roles that `--only` leaves as they were. */
  keptRoles?: readonly string[];
  /** Writes its files. Where it throws, those of an earlier run must stay as they were. */
  work(): Made | Promise<Made>;
}

/**
 * Runs a stage that asks no model, and returns its record. While it works the manifest says that it is running, so that a run
 * that failed or was killed is known to be interrupted.
 */
export async function runFreeStage(
  { name, basis, keptRoles: roles = [], work }: FreeStage,
  context: FreeContext,
): Promise<StageRecord> {
  const { manifest } = context.data;
  const begun = beginRecord(name, basis, context, null, { roles });
  recordStage(manifest, name, begun);
  const { outputs, ...says } = await work();
  const record: StageRecord = { ...begun, ...says, outputs: hashFiles(outputs) };
  record.state = record.missing.length > 0 ? 'short' : 'done';
  recordStage(manifest, name, record);
  return record;
}
