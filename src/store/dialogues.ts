import { DialogueLine } from '../records.js';
import { keysOf, openRowGroups } from './row-groups.js';

/** Lines of the named scripts, in order. */
export type Dialogues = (scripts: readonly string[]) => DialogueLine[];

/**
 * Opens dialogues.jsonl: remembers where the lines of each script are, and reads one when it is asked for, so that memory holds
 * the scripts of one role at a time. A script's lines come in their own order, whatever the file's is.
 */
export function openDialogues(file: string): Dialogues {
  const lines = openRowGroups(file, DialogueLine, scriptOf);
  const linesOf = (script: string) => [...lines.read(script)].sort((a, b) => a.diag_id - b.diag_id);
  return (scripts) => scripts.flatMap(linesOf);
}

const byScript = keysOf('script');

/** The script's name, without parsing the rest where it is the first key, as in every row that we write. */
function scriptOf(bytes: Buffer): string | undefined {
  const match = /^\{"script":("(?:[^"\\]|\\.)*")/.exec(bytes.toString('utf8'));
  return match?.[1] === undefined ? byScript(bytes) : (JSON.parse(match[1]) as string);
}

/** Lines without those of held-out scenes: what profiles are written from and questions are asked about. */
export const withoutHeldOut = (lines: readonly DialogueLine[]): DialogueLine[] =>
  lines.filter(({ held_out }) => held_out === undefined);
