import { cueOf, endsInTitle } from './play-cues.js';
import { canBeName } from './spoken-label.js';

/** A line of a script and its number in the file, from 1. */
export interface NumberedLine {
  text: string;
  number: number;
}

const SHOUTED = String.raw`\p{Lu}[\p{Lu}\d'’#-]*(?: (?:\p{Lu}[\p{Lu}\d'’#-]*|#?\d{1,2})){0,3}`;
const TITLED = String.raw`\p{Lu}[\p{L}\d'’-]*(?: \p{Lu}[\p{L}\d'’-]*){0,2}`;
/** A name before its colon, or in capitals before its full stop, a direction between; in bold or not. */
const CUE = String.raw`\*{0,2}((?:${SHOUTED})(?=\s*[[(.:：])|(?:${TITLED})(?=\s*(?:[[(][^()[\]]{1,40}[\])]\s*)?[:：]))\s*(?:[[(][^()[\]]{1,40}[\])]\s*)?[.:：]\*{0,2}`;
const AT_START = new RegExp(String.raw`^\s*(?:[-*•] |\d{1,3}[.)] )?${CUE}(?=\s|$)`, 'u');
/** A cue is no longer (our choice), and stands behind some words at least. */
const LOOK_AT = 100;
const MOST_BEFORE = 5;
const LONGEST_TITLE = 8;
/** Behind words and before words. */
const WITHIN = new RegExp(String.raw`(?<=\S[ \t]{1,4})${CUE}(?= +\S)`, 'gu');

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);
const isShouted = (name: string) => !/\p{Ll}/u.test(name);

/** A cue within a line: its name, where it begins, and whether a colon follows. */
interface Within {
  name: string;
  at: number;
  hasColon: boolean;
  /** It stands behind the end of a sentence, and not in its midst. */
  isBehindEnd: boolean;
}

/** Whether quotation marks are open at the end of words. */
function isInQuotes(before: string): boolean {
  const times = (sign: string) => before.split(sign).length - 1;
  return times('"') % 2 === 1 || times('“') > times('”');
}

/** What stands within a line as a cue would, if its name could be one. */
function cuesWithin(text: string): Within[] {
  if (!/[.:：]/.test(text.slice(MOST_BEFORE))) return [];
  return [...text.matchAll(WITHIN)].flatMap((found) => {
    const [cue, name] = found;
    if (endsInTitle(text.slice(Math.max(0, found.index - LONGEST_TITLE), found.index).replaceAll('*', ' '))) return [];
    if (!canBeName(name!) || cueOf(text.slice(found.index, found.index + LOOK_AT), 'blank')?.name === undefined)
      return [];
    const before = text.slice(0, found.index);
    const isBehindEnd = /[.!?…"”’)\]—–-]\s+$/.test(before.slice(-6));
    const hasColon = /[:：]/.test(cue);
    const isBehindCue =
      hasColon && isShouted(name!) && (AT_START.exec(text.slice(0, LOOK_AT))?.[0].length ?? text.length) <= found.index;
    if (isInQuotes(before) || !(isBehindEnd || isBehindCue)) return [];
    return [{ name: name!, at: found.index, hasColon, isBehindEnd }];
  });
}

/**
 * Whether a cue within a line is one. Who speaks at the beginning of another line does so here too; others do in a script that
 * often has several speeches on a line, or where the names are in capitals.
 */
function isCueIn(lines: readonly NumberedLine[]): (cue: Within) => boolean {
  const starting = new Map<string, number>();
  const within = new Map<string, number>();
  let filled = 0;
  for (const { text } of lines) {
    if (text.trim() === '') continue;
    filled += 1;
    const first = AT_START.exec(text.slice(0, LOOK_AT))?.[1];
    if (first !== undefined) count(starting, first);
    for (const { name, hasColon } of cuesWithin(text)) if (hasColon) count(within, name);
  }
  const found = [...within.values()].reduce((sum, times) => sum + times, 0);
  const known = [...within].reduce((sum, [name, times]) => sum + (starting.has(name) ? times : 0), 0);
  const isHabit = known > 1 || found >= filled;
  const shouts = [...starting].some(([name, times]) => isShouted(name) && (times > 1 || filled < 3));
  return ({ name, hasColon, isBehindEnd }) => {
    if (!isBehindEnd) return starting.has(name) || (shouts && within.get(name)! > 1);
    if (!hasColon) return isShouted(name) && (starting.get(name) ?? 0) > 0;
    return starting.has(name) || isHabit || (shouts && isShouted(name));
  };
}

/** Lines that hold several speeches, `SARAH: Is it out? TOM: It is.`, cut so that each begins a line. */
export function cutJoinedCues(lines: readonly NumberedLine[]): NumberedLine[] {
  const isCue = isCueIn(lines);
  return lines.flatMap((line) => {
    const cuts = cuesWithin(line.text).filter(isCue);
    if (cuts.length === 0) return [line];
    const edges = [0, ...cuts.map(({ at }) => at), line.text.length];
    return edges.slice(1).map((to, k) => ({ text: line.text.slice(edges[k], to).trimEnd(), number: line.number }));
  });
}
