import { relative, sep } from 'node:path';
import { asRecorded, ROW_FORMAT, type StageRecord } from '../store/manifest.js';
import { VERSION } from '../version.js';
import { type Basis, changedKeys, changedSettings } from './basis.js';

/** SHA-256 of a file; undefined where it is not there. */
export type HashOf = (file: string) => string | undefined;

/**
 * Why a stage's files are not what its inputs and settings of now would give, in a few words; undefined where they are. A stage
 * without a basis is judged by its files alone.
 */
export function findChange(record: StageRecord, basis: Basis | undefined, hashOf: HashOf): string | undefined {
  return (
    (basis && findChangedBasis(record, basis)) ??
    findChangedInput(record, basis?.inputs ?? Object.keys(record.inputs), hashOf) ??
    findChangedOutput(record, hashOf) ??
    findOutdated(record)
  );
}

function findChangedBasis(record: StageRecord, basis: Basis): string | undefined {
  if (record.program !== VERSION || record.row_format !== ROW_FORMAT)
    return `made by ${record.program && record.program !== VERSION ? `version ${record.program}` : 'an earlier version'}`;
  const settings = changedSettings(record, basis);
  if (settings.length > 0) return `changed settings: ${settings.join(', ')}`;
  const texts = changedKeys(record.texts, basis.texts);
  return texts.length > 0 ? `changed: ${texts.join(', ')}` : undefined;
}

function findChangedInput(record: StageRecord, now: readonly string[], hashOf: HashOf): string | undefined {
  const read = new Set(now.map(asRecorded));
  const paths = new Set([...Object.keys(record.inputs), ...read]);
  const changed = [...paths].find((path) => (read.has(path) ? hashOf(path) : undefined) !== record.inputs[path]);
  if (changed === undefined) return undefined;
  if (record.inputs[changed] === undefined) return `new: ${changed}`;
  if (!read.has(changed)) return `no longer read: ${changed}`;
  return hashOf(changed) === undefined ? `gone: ${changed}` : `changed: ${changed}`;
}

function findChangedOutput({ outputs }: StageRecord, hashOf: HashOf): string | undefined {
  const [changed] = Object.entries(outputs).find(([path, hash]) => hashOf(path) !== hash) ?? [];
  if (changed === undefined) return undefined;
  return hashOf(changed) === undefined ? `gone: ${changed}` : `changed by hand or damaged: ${changed}`;
}

function findOutdated({ outdated = [] }: StageRecord): string | undefined {
  return outdated.length > 0 ? `kept from an earlier run by --only: ${outdated.join(', ')}` : undefined;
}

/** A record with the paths of its data folder as they are here: it may have been named otherwise, or moved. */
export function recordIn(root: string, record: StageRecord): StageRecord {
  if (record.root === undefined || record.root === root) return record;
  const from = record.root;
  const rename = (path: string) => {
    const inside = relative(from, path);
    return inside.split(sep)[0] === '..' ? path : asRecorded(`${root}/${inside}`);
  };
  const all = (hashes: Record<string, string>) =>
    Object.fromEntries(Object.entries(hashes).map(([path, hash]) => [rename(path), hash]));
  return { ...record, inputs: all(record.inputs), outputs: all(record.outputs) };
}
