import { looksLikeCue, speakersOf, withoutParentheticals } from './screenplay-cues.js';

/** Two who speak at once, side by side: both cues and the columns where they begin. */
export interface DualCues {
  left: { cue: string; column: number };
  right: { cue: string; column: number };
}

/** Blanks between two columns of print, at least (our choice). */
const SIDE_BY_SIDE = /^(\s*)(\S(?:.*?\S)??)(\s{4,})(\S.*)$/;

/** The two cues of a line on which two speak at once; undefined where it is none. */
export function dualCues(line: string): DualCues | undefined {
  if (line.length > 160) return undefined;
  const [, indent, left, gap, right] = SIDE_BY_SIDE.exec(line) ?? [];
  if (left === undefined || !looksLikeCue(left) || !looksLikeCue(right!)) return undefined;
  if (/^[\s\d]*$/.test(left) || /^\(/.test(right!)) return undefined;
  const column = indent!.length;
  return { left: { cue: left, column }, right: { cue: right!, column: column + left.length + gap!.length } };
}

/** What the two say in the lines below their cues, up to the first empty line. */
export function readDual(
  { left, right }: DualCues,
  lines: readonly string[],
  from: number,
): { lines: { speaker: string; content: string }[]; end: number } {
  const said: { left: string[]; right: string[] } = { left: [], right: [] };
  let end = from;
  for (; end < lines.length && lines[end]!.trim() !== ''; end++) {
    for (const chunk of lines[end]!.slice(0, 400).matchAll(/\S+(?: {1,2}\S+)*/g)) {
      (chunk.index > left.column + 2 ? said.right : said.left).push(chunk[0]);
    }
  }
  return {
    lines: [
      { speaker: speakersOf(left.cue), content: withoutParentheticals(said.left) },
      { speaker: speakersOf(right.cue), content: withoutParentheticals(said.right) },
    ],
    end,
  };
}
