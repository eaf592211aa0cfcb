import { sep } from 'node:path';
import glob from 'fast-glob';
import { messageOf, UserError } from '../errors.js';
import { readError } from './faults.js';

/** Strings in the order of their code units: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Patterns that the braces of one may stand for. Our choice: more than anybody writes, few enough to try in no time. */
const MOST_ALTERNATIVES = 1000;

/** Absolute paths of the files that a glob matches in a folder, in the order of their code units. */
export function findFiles(pattern: string, folder: string): string[] {
  if (countAlternatives(pattern) > MOST_ALTERNATIVES) {
    throw patternError(pattern, `its braces stand for more than ${MOST_ALTERNATIVES} patterns`);
  }
  try {
    return glob.sync(pattern.split(sep).join('/'), { cwd: folder, absolute: true }).sort(byCodeUnits);
  } catch (thrown) {
    const error = readError(thrown, folder);
    // The library's own errors are about the pattern.
    throw error instanceof UserError ? error : patternError(pattern, messageOf(thrown));
  }
}

function patternError(pattern: string, why: string): UserError {
  const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern;
  return new UserError(`the pattern "${shown}" cannot be used: ${why}`, { advice: 'Name the files, or use * and ?.' });
}

/** How many patterns `{a,b}` and `{1..9}` stand for; one where there are none. */
export function countAlternatives(pattern: string): number {
  /** Groups that are open: the alternatives that ended in each, and those of the one that goes on. */
  const open = [{ ended: 0, current: 1, from: 0 }];
  for (const { 0: mark, index } of pattern.matchAll(/\\.|[{},]/gs)) {
    const group = open.at(-1) as (typeof open)[number];
    if (mark === '{') open.push({ ended: 0, current: 1, from: index + 1 });
    else if (mark === ',' && open.length > 1) Object.assign(group, { ended: group.ended + group.current, current: 1 });
    else if (mark === '}' && open.length > 1) {
      open.pop();
      const outer = open.at(-1) as (typeof open)[number];
      outer.current *= rangeOf(pattern.slice(group.from, index)) ?? group.ended + group.current;
    }
  }
  return open.reduce((product, { current }) => product * current, 1);
}

/** How many values `1..9` or `1..9..2` has; undefined where the text is no range. */
function rangeOf(text: string): number | undefined {
  const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (!range) return undefined;
  const [, first, last, step = '1'] = range;
  return Math.abs(Number(last) - Number(first)) / Math.max(1, Math.abs(Number(step))) + 1;
}
