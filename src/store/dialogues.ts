import { existsSync } from 'node:fs';
import { DialogueLine } from '../records.js';
import { type FilePart, readRows } from './jsonl.js';
import { readLines } from './lines.js';

/** Lines of the named scripts, in order. */
export type Dialogues = (scripts: readonly string[]) => DialogueLine[];

/**
 * Opens dialogues.jsonl, where the lines of a script stand together: remembers where each script begins and ends, and reads
 * one when it is asked for, so that memory holds the scripts of one role at a time.
 */
export function openDialogues(file: string): Dialogues {
  const places = new Map<string, FilePart>();
  if (existsSync(file)) {
    for (const { bytes, line, offset } of readLines(file)) {
      const script = scriptOf(bytes);
      if (script === undefined) continue;
      const place = places.get(script);
      if (place) place.to = offset + bytes.length + 1;
      else places.set(script, { from: offset, to: offset + bytes.length + 1, firstLine: line });
    }
  }
  return (scripts) =>
    scripts.flatMap((script) => {
      const place = places.get(script);
      return place ? [...readRows(file, DialogueLine, place)] : [];
    });
}

/** The script's name without parsing the rest: it is the first key of every row. A row that is broken shows when it is read. */
function scriptOf(bytes: Buffer): string | undefined {
  const match = /^\{"script":("(?:[^"\\]|\\.)*")/.exec(bytes.toString('utf8'));
  return match?.[1] === undefined ? undefined : (JSON.parse(match[1]) as string);
}
