import { isLabel } from './labels.js';
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

/** `Characters: OTTO, WREN` says who is in one scene; a list of the whole play stands below its heading. */
const opensCast = (words: string) => CAST.test(words) && !/[:：]\s*\S/.test(words);

/** A list of who is in a scene is no longer (our choice). */
const LONGEST_SCENE_LIST = 12;

/** Index of the line after a list of a scene's persons that stands below its label, up to an empty line: `IDA: a nurse`. */
export function endOfSceneList(lines: readonly string[], label: number): number {
  if (!opensCast(withoutMarkup(lines[label]!))) return label + 1;
  let end = label + 1;
  while (end < lines.length && lines[end]!.trim() !== '') {
    const line = lines[end]!.trim();
    if (end - label > LONGEST_SCENE_LIST || line.length > 80 || /[?!…]["”’]?$/.test(line) || isHeading(line))
      return label + 1;
    end++;
  }
  return end < lines.length ? end : label + 1;
}

/** Headings of cast lists that stand above more than one scene. */
function repeatedLabels(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeats = new Set<string>();
  for (const line of lines) {
    if (line.length > 100) continue;
    const words = withoutMarkup(line);
    if (!opensCast(words)) continue;
    if (seen.has(words)) repeats.add(words);
    seen.add(words);
  }
  return repeats;
}

/** Whether words are said below a cue or on its line, other than in a list of names. */
function followsSpeech(lines: readonly string[], at: number): boolean {
  return /[:.][*_]{0,3}\s+\S/.test(lines[at]!) || /[a-z].*[.!?]["”’]?$/.test(lines[at + 1]?.trim() ?? '');
}

/** Whom the list below line `from` names, and where it ends: at a heading, or where someone speaks. */
function castOf(
  lines: readonly string[],
  from: number,
  isSpeech: (at: number) => boolean,
): { end: number; cast: string[] } {
  const cast: string[] = [];
  const limit = Math.min(lines.length, from + CAST_LIMIT);
  for (let i = from + 1; i < limit; i++) {
    if (isHeading(lines[i]!) || isSpeech(i)) return { end: i, cast };
    const name = castName(lines[i]!);
    if (name) cast.push(name);
  }
  return entriesBelow(lines, from);
}

/** An entry of a list that looks like a cue: `AGNES: a widow, fifty.` */
const ENTRY =
  /^[*_]{0,3}((?:\p{Lu}[\p{L}'’.-]*)(?:\s(?:\p{Lu}[\p{L}'’.-]*|of|the|and))*)[*_]{0,3}\s*[:,–—-]\s*[*_]{0,3}\s*(\S.*)$/u;
/** What somebody is, and no sentence that is said. */
const DESCRIBES = /^(?:an?|the|her|his|their|in (?:his|her|their)|aged?|late|mid|early|\d|\p{Ll})/iu;

/** So far behind a list its names are looked for (our choice). */
const LOOK_BEHIND = 1_000;

/** The entries right below a heading, each of another name, where no heading ends the list and the same names speak behind it. */
function entriesBelow(lines: readonly string[], from: number): { end: number; cast: string[] } {
  const cast: string[] = [];
  let end = from + 1;
  for (let i = from + 1; i < Math.min(lines.length, from + CAST_LIMIT); i++) {
    if (lines[i]!.trim() === '') continue;
    const [, name, what] = ENTRY.exec(lines[i]!.trim()) ?? [];
    const isBelow = cast.length === 0 || lines[i - 1]!.trim() !== '' || DESCRIBES.test(what ?? '');
    if (name === undefined || cast.includes(name) || /[?!…]["”’]?$/.test(what!) || !isBelow || isLabel(name)) break;
    cast.push(name);
    end = i + 1;
  }
  const speaksAgain = cast.some((name) =>
    lines.slice(end, end + LOOK_BEHIND).some((line) => line.startsWith(name) && /^[.:]/.test(line.slice(name.length))),
  );
  return cast.length > 1 && speaksAgain ? { end, cast } : { end: from + 1, cast: [] };
}

/** The same; where such a list stands above every scene, it ends with its paragraph. */
function castAt(
  lines: readonly string[],
  from: number,
  isSpeech: (at: number) => boolean,
  repeats: ReadonlySet<string>,
): { end: number; cast: string[] } {
  const { end, cast } = castOf(lines, from, isSpeech);
  const isRepeated = repeats.has(withoutMarkup(lines[from]!));
  return { end: isRepeated ? Math.max(end, endOfSceneList(lines, from)) : end, cast };
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
export function findFront(
  lines: readonly string[],
  isCueAt: (at: number) => boolean,
  isInlineCue: (at: number) => boolean = () => false,
  isOwnCue: (at: number) => boolean = () => false,
): PlayFront {
  let from = 0;
  let cast: string[] = [];
  const repeats = repeatedLabels(lines);
  const isSpeech = (at: number) => repeats.size > 0 && isCueAt(at) && followsSpeech(lines, at);
  const isSpoken = (before: readonly number[]) =>
    before.length > 1 || (before.length === 1 && followsSpeech(lines, before[0]!));
  const cues: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    const words = withoutMarkup(lines[i]!);
    if (cues.length < 8 && CONTENTS.test(words)) {
      from = i + 1;
      cues.length = 0;
    } else if (cues.length < 8 && opensCast(words) && !(repeats.has(words) && isSpoken(cues))) {
      const list = castAt(lines, i, isSpeech, repeats);
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
  const opens = (at: number) => isInlineCue(at) || (isOwnCue(at) && at > titleAt(lines) && saysBelow(lines, at));
  return { start: openingHeading(lines, first, from) ?? firstOfRow(first, from, opens), cast };
}

/** Speeches of one line that follow each other are no further apart (our choice). */
const NEAR = 6;

/** Index of the first line with words: a title stands there. */
const titleAt = (lines: readonly string[]) => lines.findIndex((line) => line.trim() !== '');

/** Whether a whole sentence stands right below. */
const saysBelow = (lines: readonly string[], at: number) => /\p{Ll}.*[.!?…]["”’]?$/u.test(lines[at + 1]?.trim() ?? '');

/** Index of the first cue before `at` from which on they follow each other: who opens a scene may speak but once. */
function firstOfRow(at: number, from: number, isCue: (at: number) => boolean): number {
  let first = at;
  for (let i = at - 1; i >= from && first - i <= NEAR; i--) if (isCue(i)) first = i;
  return first;
}
