import { isHeading, opensAct, withoutMarkup } from './play-headings.js';

const CAST =
  /^(?:the )?(?:dramatis person(?:æ|ae|a|ages)|persons? (?:of|in|represented)\b.*|characters\b.{0,40}|cast\b.{0,20}|personages|people of the play)\W*$/i;
const CONTENTS = /^(?:table of )?contents\W*$/i;
const CAST_LIMIT = 150;

/** Where a play begins, and whom its cast list names. Indexes of lines, from 0. */
export interface PlayFront {
  start: number;
  cast: string[];
}

/** The name at the begin of a line of a cast list: what stands before its comma, full stop or dash. */
function castName(line: string): string | undefined {
  const words = withoutMarkup(line).replace(/^[-•]\s*/, '');
  const name = /^((?:\p{Lu}[\p{L}'’.-]*)(?:\s(?:\p{Lu}[\p{L}'’.-]*|of|the|and))*)/u.exec(words)?.[1];
  return name?.replace(/[.\s]+$/, '');
}

function castOf(lines: readonly string[], from: number): { end: number; cast: string[] } {
  const cast: string[] = [];
  const limit = Math.min(lines.length, from + CAST_LIMIT);
  for (let i = from + 1; i < limit; i++) {
    if (isHeading(lines[i]!)) return { end: i, cast };
    const name = castName(lines[i]!);
    if (name) cast.push(name);
  }
  return { end: from + 1, cast: [] };
}

/** Index of the heading that the first speeches stand under: the act's where act and scene follow each other. */
function openingHeading(lines: readonly string[], firstCue: number, from: number): number | undefined {
  let found: number | undefined;
  for (let i = firstCue; i >= from; i--) {
    if (!isHeading(lines[i]!)) continue;
    if (found === undefined) found = i;
    else if (found - i > 6) return found;
    else found = i;
    if (opensAct(lines[i]!)) return found;
  }
  return found;
}

/**
 * Where the play itself begins behind title, table of contents, preface and cast list. `isCueAt` says whether a line is the
 * cue of someone who speaks more than once; the play begins at the heading (or without one at the first speech) from which
 * on cues follow each other.
 */
export function findFront(lines: readonly string[], isCueAt: (at: number) => boolean): PlayFront {
  let from = 0;
  let cast: string[] = [];
  const cues: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    const words = withoutMarkup(lines[i]!);
    if (cues.length < 8 && CONTENTS.test(words)) {
      from = i + 1;
      cues.length = 0;
    } else if (cues.length < 8 && CAST.test(words)) {
      const list = castOf(lines, i);
      if (list.cast.length > 0) {
        cast = [...cast, ...list.cast];
        from = Math.max(from, list.end);
        cues.length = 0;
        i = list.end - 1;
      }
    } else if (isCueAt(i)) cues.push(i);
    if (cues.length >= 8) break;
  }
  const first = cues.find((at, k) => k + 2 >= cues.length || cues[k + 2]! - at < 120);
  if (first === undefined) return { start: lines.length, cast };
  return { start: openingHeading(lines, first, from) ?? first, cast };
}
