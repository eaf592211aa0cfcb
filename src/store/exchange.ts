import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.js';
import { writeError } from './faults.js';
import { makeFolder, syncFolder } from './folders.js';
import { isMount, mountsBelow } from './mounts.js';

/** A folder that is written anew as a whole. */
export interface ExchangedFolder {
  folder: string;
  /** What of it is ours: names at its top, and files below by their paths with `/`. Anything else is the user's and stays. */
  isOwn(path: string): boolean;
  /** Whether the folder may be a link, or a disk that is mounted: then what is in it must say that it was ours before. */
  holdsEarlier?(folder: string): boolean;
}

const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** Names that a new disk has of itself. */
const OF_THE_DISK = ['lost+found', '.Trashes', '.fseventsd', '.Spotlight-V100', 'System Volume Information'];

function refuse(file: string, what: string, advice: string): never {
  throw new UserError(what, { file, advice });
}

/** Where the folder really is: itself, or what it links to, which must be ours already or empty. Throws UserError. */
function findTarget({ folder, isOwn, holdsEarlier }: ExchangedFolder): { target: string; isElsewhere: boolean } {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) return { target: folder, isElsewhere: false };
  const itLinks = found.isSymbolicLink();
  if (itLinks && !existsSync(folder))
    refuse(folder, 'this link leads to nothing', 'Make the folder that it names, or remove the link.');
  const target = itLinks ? realpathSync(folder) : folder;
  if (!lstatSync(target).isDirectory()) refuse(folder, 'this must be a folder', 'Move what stands there.');
  const isElsewhere = itLinks || isMount(target);
  if (!isElsewhere) return { target, isElsewhere };
  const what = itLinks ? `this link leads to ${target}` : 'this is a disk that is mounted here';
  if (!holdsEarlier) refuse(folder, what, 'Put a folder in its place.');
  const names = readdirSync(target).filter((name) => !OF_THE_DISK.includes(name) && !isLeftover(name));
  if (names.length > 0 && !holdsEarlier(target)) {
    refuse(
      folder,
      `${what}, which holds ${names.sort()[0]} and no earlier export`,
      'Let it lead to an empty folder or to an earlier export, or remove it.',
    );
  }
  for (const name of names.filter(isOwn)) checkOwn(join(target, name));
  return { target, isElsewhere };
}

/** What is ours goes: it may not be a link or hold a disk, whose files would go with it. */
function checkOwn(path: string): void {
  if (isLink(path))
    refuse(path, `this link leads to ${linkTarget(path)}, and links are not followed here`, 'Remove it.');
  const [mount] = isMount(path) ? [path] : mountsBelow(path);
  if (mount !== undefined) refuse(mount, 'this is a disk that is mounted where files are replaced', 'Unmount it.');
}

function linkTarget(path: string): string {
  return existsSync(path) ? realpathSync(path) : 'nothing';
}

/** Throws UserError where the folder cannot be replaced: it leads to the user's own files, or what is ours is not. */
export function checkExchange(exchanged: ExchangedFolder): void {
  const { folder, isOwn } = exchanged;
  try {
    const { target } = findTarget(exchanged);
    for (const path of [`${folder}.tmp`, `${folder}.old`]) if (isLink(path)) checkOwn(path);
    if (!existsSync(target)) return;
    for (const name of readdirSync(target).filter(isOwn)) checkOwn(join(target, name));
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

/**
 * Writes a whole folder anew: `write` fills one beside it, which takes its place when it is complete. What the old one has
 * that is not our own stays. Returns what of our own is gone. Throws UserError where that is not allowed; where `write`
 * throws, the old folder stays.
 */
export function replaceFolder(exchanged: ExchangedFolder, write: (beside: string) => void): string[] {
  const { folder, isOwn } = exchanged;
  checkExchange(exchanged);
  try {
    const { target, isElsewhere } = findTarget(exchanged);
    const isFixed = isElsewhere || mountsBelow(target).length > 0;
    return isFixed ? exchangeInside(target, isOwn, write) : exchangeWhole(folder, isOwn, write);
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

/** Fills an empty folder; where that fails it goes. */
function fill(beside: string, write: (beside: string) => void): void {
  rmSync(beside, { recursive: true, force: true });
  makeFolder(dirname(beside));
  mkdirSync(beside);
  try {
    write(beside);
  } catch (thrown) {
    rmSync(beside, { recursive: true, force: true });
    throw thrown;
  }
}

/** Moves every entry of `from` that `to` does not have, but for our own; `above` is what leads to `from`. */
function moveOthers(from: string, to: string, isOwn: (path: string) => boolean, above = ''): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [path, here, there] = [`${above}${entry.name}`, join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && (above !== '' || isOwn(path))) moveOthers(here, there, isOwn, `${path}/`);
    else if (!isOwn(path) && !existsSync(there)) {
      makeFolder(to);
      renameSync(here, there);
    }
  }
}

/** The usual way: two renames, so that a reader finds the old folder or the new one. */
function exchangeWhole(folder: string, isOwn: (name: string) => boolean, write: (beside: string) => void): string[] {
  const [beside, old] = [`${folder}.tmp`, `${folder}.old`];
  /** The old folder gives up what is not our own, and goes; also one that an interrupted run has left. */
  function clearOld(): void {
    if (!existsSync(old)) return;
    if (!existsSync(folder)) renameSync(old, folder);
    else {
      moveOthers(old, folder, isOwn);
      rmSync(old, { recursive: true, force: true });
    }
  }
  clearOld();
  fill(beside, write);
  const before = existsSync(folder) ? readdirSync(folder).filter(isOwn).sort() : [];
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(beside, folder);
  syncFolder(dirname(folder));
  clearOld();
  return before.filter((name) => !existsSync(join(folder, name)));
}

const [NEW, OLD] = ['.rolellm.tmp', '.rolellm.old'];
const isLeftover = (name: string) => name === NEW || name === OLD;

/** For a folder that cannot be renamed: what is in it is exchanged, entry by entry, on its own disk. */
function exchangeInside(target: string, isOwn: (name: string) => boolean, write: (beside: string) => void): string[] {
  const [beside, old] = [join(target, NEW), join(target, OLD)];
  rmSync(old, { recursive: true, force: true });
  fill(beside, write);
  mkdirSync(old);
  const before = readdirSync(target).filter(isOwn).sort();
  for (const name of before) renameSync(join(target, name), join(old, name));
  for (const name of readdirSync(beside)) renameSync(join(beside, name), join(target, name));
  rmdirSync(beside);
  moveOthers(old, target, isOwn);
  syncFolder(target);
  rmSync(old, { recursive: true, force: true });
  return before.filter((name) => !existsSync(join(target, name)));
}
