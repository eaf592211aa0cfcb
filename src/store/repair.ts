import { closeSync, fsyncSync } from 'node:fs';
import { append, openToAppend } from './append.js';
import { openAtomicFile } from './atomic.js';
import { writeError } from './faults.js';
import { readJournalHead } from './journal-line.js';
import { readLines } from './lines.js';
import { kindOf } from './read-file.js';

/** A line that was taken out of a journal. */
export interface DamagedLine {
  line: number;
  /** What is wrong with it. */
  damage: string;
}

/** Where the damaged lines of a journal are kept; no file of this name is read as a journal. */
export const damagedFile = (journal: string): string => `${journal}.damaged`;

/**
 * Moves the damaged lines of a journal into the file beside it, so that their requests count as never answered. Returns them;
 * a journal without damage is not touched. Throws UserError where that cannot be written.
 */
export function repairJournal(file: string): DamagedLine[] {
  const found = findDamage(file);
  if (found.length === 0) return found;
  const isDamaged = new Set(found.map(({ line }) => line));
  const mended = openAtomicFile(file);
  const aside = openToAppend(damagedFile(file));
  try {
    for (const { bytes, line, complete } of readLines(file)) {
      if (!complete) break;
      if (!isDamaged.has(line)) mended.write(`${bytes.toString('utf8')}\n`);
      else append(aside, Buffer.concat([bytes, Buffer.from('\n')]));
    }
    fsyncSync(aside);
  } catch (thrown) {
    mended.discard();
    throw writeError(thrown, damagedFile(file));
  } finally {
    closeSync(aside);
  }
  mended.commit();
  return found;
}

function findDamage(file: string): DamagedLine[] {
  if (kindOf(file) !== 'file') return [];
  const found: DamagedLine[] = [];
  for (const { bytes, line, complete } of readLines(file)) {
    const entry = readJournalHead(bytes);
    if (complete && 'damage' in entry) found.push({ line, damage: entry.damage });
  }
  return found;
}
