import { cueOf, endsInTitle } from './play-cues.js';
import { canBeName } from './spoken-label.js';
import type { NumberedLines } from './text-lines.js';

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
 * often has several speeches on a line, or where the names are in capitals. `cued`: becomes 1 for lines that have such a cue.
 */
function isCueIn(lines: readonly string[], cued: Uint8Array): (cue: Within) => boolean {
  const starting = new Map<string, number>();
  const within = new Map<string, number>();
  let filled = 0;
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    filled += 1;
    const first = AT_START.exec(text.slice(0, LOOK_AT))?.[1];
    if (first !== undefined) count(starting, first);
    for (const { name, hasColon } of cuesWithin(text)) {
      cued[at] = 1;
      if (hasColon) count(within, name);
    }
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
export function cutJoinedCues(lines: NumberedLines): NumberedLines {
  const cued = new Uint8Array(lines.texts.length);
  const isCue = isCueIn(lines.texts, cued);
  if (!cued.includes(1)) return lines;
  const texts: string[] = [];
  const numbers: number[] = [];
  const push = (text: string, number: number) => {
    texts.push(text);
    numbers.push(number);
  };
  for (const [at, text] of lines.texts.entries()) {
    const number = lines.numbers[at]!;
    const cuts = cued[at] ? cuesWithin(text).filter(isCue) : [];
    if (cuts.length === 0) push(text, number);
    else {
      const edges = [0, ...cuts.map((cut) => cut.at), text.length];
      for (const [k, to] of edges.slice(1).entries()) push(text.slice(edges[k], to).trimEnd(), number);
    }
  }
  return { texts, numbers };
}
