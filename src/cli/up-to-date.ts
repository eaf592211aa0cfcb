import type { Settings } from '../config.js';
import { UserError } from '../errors.js';
import type { Prompts } from '../prompts/load.js';
import type { Recipe } from '../recipes/recipe.js';
import type { Basis } from '../stages/basis.js';
import { findChange, recordIn } from '../stages/changes.js';
import type { DataFolder } from '../store/data-folder.js';
import type { FileHashes } from '../store/file-hashes.js';
import type { StageRecord } from '../store/manifest.js';
import type { Stage } from './stage.js';

/** What it takes to tell whether a stage has anything to do. */
export interface Now {
  settings: Settings;
  data: DataFolder;
  prompts: Prompts;
  recipes: readonly Recipe[];
  plugins: Readonly<Record<string, string>>;
  hashes: FileHashes;
}

/** A stage's basis; the reason where its inputs cannot be read. */
function findBasis(stage: Stage, now: Now): Basis | undefined | { fault: string } {
  try {
    const basis = stage.basis?.(now);
    return basis && { ...basis, texts: { ...basis.texts, ...now.plugins } };
  } catch (thrown) {
    if (thrown instanceof UserError) return { fault: thrown.toLine() };
    throw thrown;
  }
}

/** Why a stage's files are not what it would make now; undefined where they are. */
export function whyNotCurrent(stage: Stage, record: StageRecord, now: Now): string | undefined {
  const basis = findBasis(stage, now);
  if (basis && 'fault' in basis) return basis.fault;
  return findChange(recordIn(now.data.root, record), basis, now.hashes.of);
}

/** Whether a stage came to its end and would make the same again, so that it need not run. */
export function hasNothingToDo(stage: Stage, record: StageRecord | undefined, now: Now): boolean {
  if (!stage.basis || !record || record.state === 'running' || record.failed > 0) return false;
  const journal = now.data.journal(stage.name);
  if (stage.asks && now.hashes.of(journal) !== record.journal) return false;
  return whyNotCurrent(stage, record, now) === undefined;
}

/**
 * Looks at a stage's inputs before it runs. The returned function remembers what it recorded of all that it read and wrote, so
 * that the next run need not read it again; an input that was touched meanwhile is read again.
 */
export function watchHashes(stage: Stage, now: Now): (record: StageRecord) => void {
  const basis = findBasis(stage, now);
  const isUntouched = now.hashes.watch(basis && 'inputs' in basis ? basis.inputs : []);
  return ({ inputs, outputs, journal }) => {
    const untouched = Object.entries(inputs).filter(([file]) => isUntouched(file));
    now.hashes.learn({ ...Object.fromEntries(untouched), ...outputs });
    if (journal !== undefined) now.hashes.learn({ [now.data.journal(stage.name)]: journal });
  };
}
