import { existsSync, lstatSync, renameSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { hashFile, writeFileAtomically } from './atomic.js';
import { writeError } from './faults.js';
import { readManifest } from './manifest.js';
import { readNamedFile } from './read-file.js';

/**
 * data/written.json: the latest SHA-256 of each file that rolellm writes where people keep files of their own, by its path in the
 * data folder. Several of each, because a run may end between the record and the file.
 */
const Written = z.record(z.string(), z.array(z.string()));
type Written = z.infer<typeof Written>;

const KEPT_HASHES = 4;

const recordOf = (root: string) => join(root, 'written.json');
const nameIn = (root: string, file: string) => relative(resolve(root), resolve(file)).replaceAll('\\', '/');

function readWritten(root: string): Written {
  if (!existsSync(recordOf(root))) return hashesOfManifest(root);
  try {
    return Written.parse(JSON.parse(readNamedFile(recordOf(root)).toString('utf8')));
  } catch {
    // A record that cannot be read shows no file to be ours: then all are moved aside, and nothing is lost.
    return {};
  }
}

function writeWritten(root: string, written: Written): void {
  const sorted = Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileAtomically(recordOf(root), [`${JSON.stringify(sorted, null, 2)}\n`]);
}

/** Earlier versions kept no record of their own; the manifest has part of what the stages wrote. */
function hashesOfManifest(root: string): Written {
  const { stages } = readManifest(join(root, 'manifest.json'));
  const outputs = Object.values(stages).flatMap((stage) => Object.entries(stage.outputs));
  return Object.fromEntries(outputs.map(([file, hash]) => [nameIn(root, file), [hash]]));
}

/**
 * Claims files that are about to be written or removed, each with the SHA-256 that it will have (undefined where it goes). One
 * that is there already and is not as rolellm wrote it was made or changed by the user: it is moved aside. Returns a line for
 * each of those. Throws UserError where that is not allowed.
 */
export function claimFiles(root: string, files: ReadonlyMap<string, string | undefined>): string[] {
  const written = readWritten(root);
  const lines: string[] = [];
  for (const [file, next] of files) {
    const known = written[nameIn(root, file)] ?? [];
    const found = lstatSync(file, { throwIfNoEntry: false })?.isFile() ? hashFile(file) : undefined;
    if (found !== undefined && found !== next && !known.includes(found)) {
      lines.push(`${file} was made or changed by you: it is now ${moveAside(file)}`);
    }
    if (next !== undefined) {
      written[nameIn(root, file)] = [...known.filter((hash) => hash !== next), next].slice(-KEPT_HASHES);
    }
  }
  writeWritten(root, written);
  return lines;
}

/** Keeps in mind which files of a folder are ours, by their paths in it. */
export function rememberFiles(root: string, folder: string, paths: readonly string[]): void {
  const written = readWritten(root);
  for (const path of paths) written[nameIn(root, join(folder, path))] ??= [];
  writeWritten(root, written);
}

/** The paths in a folder of all files that rolellm ever wrote there; none where it kept no record. */
export function rememberedFiles(root: string, folder: string): ReadonlySet<string> {
  const above = `${nameIn(root, folder)}/`;
  const names = Object.keys(readWritten(root)).filter((name) => name.startsWith(above));
  return new Set(names.map((name) => name.slice(above.length)));
}

/** As claimFiles, for the files of these names in a folder that `beside` takes the place of. */
export function claimFolder(root: string, folder: string, beside: string, names: readonly string[]): string[] {
  return claimFiles(root, new Map(names.map((name) => [join(folder, name), hashFile(join(beside, name))])));
}

/** Renames a file to the first free `NAME.kept`. Returns that. Throws UserError where that is not allowed. */
export function moveAside(file: string): string {
  let kept = `${file}.kept`;
  for (let number = 2; lstatSync(kept, { throwIfNoEntry: false }); number += 1) kept = `${file}.kept-${number}`;
  try {
    renameSync(file, kept);
  } catch (thrown) {
    throw writeError(thrown, file);
  }
  return kept;
}
