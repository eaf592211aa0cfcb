import { SPLIT_FOLDERS } from '../../../rolebench/layout.js';
import type { Format } from './format.js';

/** A format as it is listed: its name, and its code, which is loaded when it is needed. */
interface ListedFormat {
  /** As `--format` and the settings have it. */
  name: string;
  /** The folders of an export that show that it was written; one of its name where none are given. */
  folders?: readonly string[];
  load(): Promise<Format>;
}

/** The format that tells what is known of roles. */
export const WIKI_ROLE_EVAL = 'wikiroleeval';

/** What `export` writes, in this order. A new format is a file beside this one and a line here. */
const listedFormats: readonly ListedFormat[] = [
  { name: 'rolebench', folders: SPLIT_FOLDERS, load: async () => (await import('./rolebench.js')).rolebench },
  { name: 'messages', load: async () => (await import('./messages.js')).messages },
  { name: 'openai', load: async () => (await import('./openai.js')).openai },
  { name: 'axolotl', load: async () => (await import('./axolotl.js')).axolotl },
  { name: 'turns', load: async () => (await import('./turns.js')).turns },
  { name: 'sharegpt', load: async () => (await import('./sharegpt.js')).sharegpt },
  { name: 'sharegpt-turns', load: async () => (await import('./sharegpt-turns.js')).sharegptTurns },
  { name: 'alpaca', load: async () => (await import('./alpaca.js')).alpaca },
  { name: 'dpo', load: async () => (await import('./dpo.js')).dpo },
  { name: 'rocit', load: async () => (await import('./rocit.js')).rocit },
  { name: 'parquet', load: async () => (await import('./parquet.js')).parquet },
  { name: 'coser', load: async () => (await import('./coser.js')).coser },
  { name: WIKI_ROLE_EVAL, load: async () => (await import('./wikiroleeval.js')).wikiroleeval },
  { name: 'cards', load: async () => (await import('./cards.js')).cards },
];

export const formatNames: readonly string[] = listedFormats.map(({ name }) => name);

/** What is wrong with the name of a format; nothing where there is one. */
export const faultOfFormat = (name: string): string | undefined =>
  formatNames.includes(name) ? undefined : `must be ${formatNames.join(' or ')}`;

/** The formats that were asked for, and those whose folders are there already. */
export const chooseFormats = (asked: readonly string[] | undefined, isThere: (folder: string) => boolean): string[] =>
  listedFormats
    .filter(({ name, folders = [name] }) => (asked?.includes(name) ?? true) || folders.some(isThere))
    .map(({ name }) => name);

/** Loads formats by their names, in the order of the list. */
export async function loadFormats(names: readonly string[]): Promise<ReadonlyMap<string, Format>> {
  const chosen = listedFormats.filter(({ name }) => names.includes(name));
  return new Map(await Promise.all(chosen.map(async ({ name, load }) => [name, await load()] as const)));
}
