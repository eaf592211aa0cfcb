import { lstatSync } from 'node:fs';
import { hashOf } from './atomic.js';
import { readNamedFile } from './read-file.js';
import { moveAside } from './written.js';

const SIGNATURE = /<!-- written by rolellm; SHA-256 of all before this line: ([0-9a-f]{64}) -->\n?$/;

/** A page with a last line by which it is known to be ours and unchanged, whatever became of the folder around it. */
export const sign = (page: string): string =>
  `${page}<!-- written by rolellm; SHA-256 of all before this line: ${hashOf(page)} -->\n`;

/**
 * Moves a page aside that the user made or changed: it has no signature, or one that does not match. `isEarlier` knows pages of
 * versions that did not sign. Returns a line that says so; undefined where there is none to move.
 */
export function claimPage(file: string, isEarlier: (page: string) => boolean): string | undefined {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const page = readNamedFile(file).toString('utf8');
  const signed = SIGNATURE.exec(page);
  const isOurs = signed ? hashOf(page.slice(0, signed.index)) === signed[1] : isEarlier(page);
  return isOurs ? undefined : `${file} was made or changed by you: it is now ${moveAside(file)}`;
}
