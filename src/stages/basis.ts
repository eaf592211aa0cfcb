import { givenWindow, type Settings } from '../config.js';
import { languageCodes } from '../languages/index.js';
import type { Prompts } from '../prompts/load.js';
import type { Recipe } from '../recipes/recipe.js';
import { hashFile } from '../store/atomic.js';
import type { DataFolder } from '../store/data-folder.js';
import { asRecorded, ROW_FORMAT, readManifest, type StageRecord } from '../store/manifest.js';
import { VERSION } from '../version.js';

/** What a stage's rows are made from, beside the model's replies. */
export interface Basis {
  /** The settings that decide its rows. */
  settings: Record<string, unknown>;
  /** The files that it reads. */
  inputs: readonly string[];
  /** SHA-256 of the shipped texts that it uses, above all prompts, by name. */
  texts: Record<string, string>;
}

/** What a basis is found from. */
export interface Grounds {
  settings: Settings;
  data: DataFolder;
  prompts: Prompts;
  recipes: readonly Recipe[];
}

export type BasisOf = (grounds: Grounds) => Basis;

/** The context window that the settings give, for the basis of what asks a model: where none is given, nothing is recorded. */
export function windowBasis(settings: Settings): { contextWindow?: number } {
  const contextWindow = givenWindow(settings);
  return contextWindow === undefined ? {} : { contextWindow };
}

/** SHA-256 of prompts, in all languages. */
export function promptTexts(prompts: Prompts, ids: readonly string[]): Record<string, string> {
  const named = ids.flatMap((id) =>
    languageCodes.flatMap((language) => (prompts.has(id, language) ? prompts(id, language) : [])),
  );
  return Object.fromEntries(named.map(({ language, id, sha256 }) => [`${language}/${id}`, sha256]));
}

/** SHA-256 of each file that is there, by its path as records name it. */
export function hashFiles(files: readonly string[]): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const file of files) {
    const hash = hashFile(file);
    if (hash !== undefined) hashes[asRecorded(file)] = hash;
  }
  return hashes;
}

/** A stage's record before anything is counted. */
export function emptyRecord(settings: Record<string, unknown>, inputs: readonly string[]): StageRecord {
  return {
    state: 'running',
    row_format: ROW_FORMAT,
    model: null,
    settings,
    inputs: hashFiles(inputs),
    outputs: {},
    planned: 0,
    done: 0,
    failed: 0,
    waiting: 0,
    entered: null,
    accepted: null,
    refused: null,
    rows: 0,
    prompt_tokens: 0,
    cached_tokens: 0,
    completion_tokens: 0,
    cost: null,
    missing: [],
    notes: [],
  };
}

/** What a record says beside the basis: which flags were given, and who wrote the rows. */
interface Begun {
  settings: Settings;
  data: DataFolder;
  given?: Record<string, unknown>;
  plugins?: Readonly<Record<string, string>> | undefined;
}

/** The record of a stage that begins: all that its rows are made from, and what `--only` leaves as it was. */
export function beginRecord(
  stage: string,
  basis: Basis,
  { settings, data, given = {}, plugins }: Begun,
  model: string | null = null,
  kept: { roles: readonly string[]; named?: readonly string[] } = { roles: [] },
): StageRecord {
  const { stages } = readManifest(data.manifest);
  const record: StageRecord = {
    ...emptyRecord(basis.settings, basis.inputs),
    model,
    root: asRecorded(data.root),
    given,
    texts: { ...basis.texts, ...plugins },
    program: VERSION,
  };
  if (!settings.only) return record;
  const earlier = stages[stage];
  record.partial = { only: settings.only, before: earlier?.outputs ?? {} };
  record.outdated = outdatedRoles(record, earlier, Object.values(stages), kept);
  return record;
}

/** Values that JSON cannot tell apart are the same. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Keys of two records with other values, those within objects too. */
export function changedKeys(one: unknown, other: unknown, at = ''): string[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other) ? [] : [at];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => changedKeys(one[key], other[key], at === '' ? key : `${at}.${key}`));
}

/** Which settings are no longer what a record says. */
export const changedSettings = (record: StageRecord, basis: Pick<Basis, 'settings'>): string[] =>
  changedKeys(plain(record.settings), plain(basis.settings));

/** Kept roles whose rows were made from something else than what the record says. */
function outdatedRoles(
  record: StageRecord,
  earlier: StageRecord | undefined,
  all: readonly StageRecord[],
  { roles, named = [] }: { roles: readonly string[]; named?: readonly string[] },
): string[] {
  const isSame =
    earlier !== undefined &&
    earlier.state !== 'running' &&
    earlier.program === record.program &&
    earlier.model === record.model &&
    changedSettings(earlier, record).length === 0 &&
    changedKeys(earlier.texts, record.texts).length === 0;
  if (!isSame) return [...roles];
  const ofThem = new Set(named.map(asRecorded));
  const paths = [...new Set([...Object.keys(earlier.inputs), ...Object.keys(record.inputs)])];
  const isTheirs = (path: string) => ofThem.has(path) || isChangedByOnly(path, earlier, record, all);
  const differs = paths.some((path) => earlier.inputs[path] !== record.inputs[path] && !isTheirs(path));
  return differs ? [...roles] : (earlier.outdated ?? []).filter((role) => roles.includes(role));
}

/** Whether a file has changed only because an earlier stage has just made the same roles again. */
function isChangedByOnly(path: string, earlier: StageRecord, now: StageRecord, all: readonly StageRecord[]): boolean {
  return all.some(
    ({ outputs, partial }) =>
      partial !== undefined &&
      outputs[path] === now.inputs[path] &&
      partial.before[path] === earlier.inputs[path] &&
      partial.only.every((role) => now.partial?.only.includes(role)),
  );
}
