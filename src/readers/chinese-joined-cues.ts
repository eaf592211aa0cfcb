import { callsPerson } from './chinese-persons.js';
import { isLabel } from './labels.js';
import type { NumberedLines } from './text-lines.js';

/** A name before its colon and words that no quotation mark opens: with one it would be a novel. */
const CUE = String.raw`([\p{Script=Han}A-Za-z·]{1,6}|[\p{Script=Han}]{1,4}\d)(?:[（(][^（）()]{1,20}[）)])?[：:](?=[ 　]*[^\s　“「『"])`;
const AT_START = new RegExp(String.raw`^[ \t　]*${CUE}`, 'u');
/** Behind the end of a sentence. */
const WITHIN = new RegExp(`(?<=[。！？…!?）)][ 　]{0,2})${CUE}`, 'gu');
/** A name is no further from the beginning of the line (our choice). */
const LOOK_AT = 60;
/** Alone on a line a number is that of a page or a speech. */
const NUMBER = /^\s*\d{1,4}\s*$/;

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);

/** The names that stand before speeches within lines. */
function namesWithin(lines: readonly string[]): ReadonlySet<string> {
  const starting = new Map<string, number>();
  const within = new Map<string, number>();
  for (const line of lines) {
    const first = AT_START.exec(line.slice(0, LOOK_AT))?.[1];
    if (first === undefined) continue;
    count(starting, first);
    for (const [, name] of line.matchAll(WITHIN)) count(within, name!);
  }
  const isName = ([name, times]: [string, number]) =>
    !isLabel(name) && (starting.has(name) || times > 1 || callsPerson(name));
  return new Set([...within].filter(isName).map(([name]) => name));
}

/** `（旦云）` within a line, as plays of the Yuan have it, which are printed without breaks. */
const SUNG = /(?<=\S)(?=[（(][\p{Script=Han}，、 ]{1,24}(?:云|唱|白|念)[）)])/u;
const withoutBreaks = (line: string) => (line.includes('云') ? line.split(SUNG) : [line]);

/** The lines of a Chinese play, each speech at the beginning of one: `甲：……。乙：……。` is two. Numbers alone on a line go. */
export function chineseLines(text: string): NumberedLines {
  const lines = text.split('\n');
  const names = namesWithin(lines);
  const texts: string[] = [];
  const numbers: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (NUMBER.test(line)) continue;
    if (names.size === 0 || !AT_START.test(line.slice(0, LOOK_AT))) {
      for (const piece of withoutBreaks(line)) {
        texts.push(piece);
        numbers.push(at + 1);
      }
      continue;
    }
    const cuts = [...line.matchAll(WITHIN)].filter(([, name]) => names.has(name!)).map(({ index }) => index);
    const edges = [0, ...cuts, line.length];
    for (const [k, to] of edges.slice(1).entries()) {
      texts.push(cuts.length === 0 ? line : line.slice(edges[k], to));
      numbers.push(at + 1);
    }
  }
  return { texts, numbers };
}
