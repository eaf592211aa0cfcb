import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { UserError } from '../errors.js';
import type { DataFolder } from './data-folder.js';
import { folderError, readError, specialError } from './faults.js';
import { byCodeUnits } from './find-files.js';

/** What belongs at a path: a file, or a folder of which some entries are ours. */
interface Place {
  path: string;
  kind: 'file' | 'folder';
  /** What belongs at an entry of the folder; undefined where it is none of ours. */
  entry?(path: string): Place | undefined;
}

const file = (path: string): Place => ({ path, kind: 'file' });
const folderOf = (path: string, entry: Place['entry']): Place => ({ path, kind: 'folder', ...(entry && { entry }) });

/** Files of a kind in a folder. */
const filesLike = (pattern: RegExp) => (path: string) => (pattern.test(basename(path)) ? file(path) : undefined);

const RESULTS = /^(?:predictions\.jsonl|rankings\.jsonl?|results\.(?:json|csv|md))$/;

/** Recipes, each of which has a file of rows. */
type Named = readonly { name: string }[];

/** All that rolellm reads and writes in a data folder, but for what is in folders that are exchanged as a whole. */
function placesOf(data: DataFolder, recipes: Named): Place[] {
  const files = [
    data.profiles,
    data.dialogues,
    data.instructions,
    data.knowledge,
    data.audit,
    ...recipes.map(({ name }) => data.rows(name)),
    data.filtered,
    data.rejected,
    data.judged,
    data.review,
    data.manifest,
    data.hashes,
    data.opencompass,
    ...['lock', 'tuned-model.json', 'written.json'].map((name) => join(data.root, name)),
  ];
  return [
    ...files.map(file),
    folderOf(data.calls, filesLike(/\.jsonl$/)),
    folderOf(join(data.root, 'batches'), (path) => folderOf(path, filesLike(/\.jsonl?$/))),
    folderOf(join(data.root, 'eval'), (path) => folderOf(path, filesLike(RESULTS))),
    folderOf(data.report, filesLike(/^index\.html$/)),
    folderOf(data.rocit, filesLike(/^(?:train|test)\.jsonl$/)),
    folderOf(join(data.root, 'lock.guard'), undefined),
  ];
}

/**
 * Looks at what is in a data folder before anything is read or written there. The folder itself may be a link; nothing in it may
 * lead out of it, but for the export, which `checkExchange` looks at. Throws UserError where a link leads out, where a folder
 * stands in the place of a file or a file in that of a folder, and where a pipe, socket or device stands.
 */
export function checkDataFolder(data: DataFolder, recipes: Named): void {
  try {
    const found = statSync(data.root, { throwIfNoEntry: false });
    if (!found) return;
    if (!found.isDirectory()) throw fileInTheWay(data.root);
    const root = realpathSync(data.root);
    for (const place of placesOf(data, recipes)) checkPlace(place, root);
  } catch (thrown) {
    throw readError(thrown, data.root);
  }
}

function checkPlace({ path, kind, entry }: Place, root: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isSymbolicLink()) checkLink(path, root);
  const real = statSync(path);
  if (kind === 'file') {
    if (real.isDirectory()) throw folderInTheWay(path);
    if (!real.isFile()) throw specialError(path, real);
    return;
  }
  if (!real.isDirectory()) throw fileInTheWay(path);
  if (!entry) return;
  for (const name of readdirSync(path).sort(byCodeUnits)) {
    const place = entry(join(path, name));
    if (place && isOurs(place)) checkPlace(place, root);
  }
}

/** A user's own notes between our folders are none of our business. */
function isOurs({ path, kind }: Place): boolean {
  return kind === 'file' || !lstatSync(path).isFile();
}

function checkLink(path: string, root: string): void {
  const target = statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : undefined;
  if (target?.startsWith(root + sep)) return;
  throw new UserError(`this link leads out of the data folder, to ${target ?? 'nothing'}`, {
    file: path,
    advice: 'Replace the link with the file or folder itself, or delete the link.',
  });
}

function folderInTheWay(path: string): UserError {
  const { message } = folderError(path);
  return new UserError(message, { file: path, advice: 'A file of rolellm belongs here: move the folder.' });
}

function fileInTheWay(path: string): UserError {
  return new UserError('this is a file, not a folder', {
    file: path,
    advice: 'A folder of rolellm belongs here: move the file.',
  });
}
