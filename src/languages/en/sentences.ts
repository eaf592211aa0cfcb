import { splitAfter } from '../split-after.js';

/** Words whose full stop does not end a sentence. */
const ABBREVIATIONS =
  /(?:^|[\s("“‘'[])(?:mr|mrs|ms|dr|st|prof|capt|col|gen|lt|sgt|rev|hon|messrs|mme|mlle|no|vol|esq|etc|viz|i\.e|e\.g|[a-z])\.$/i;

const END = /[.!?…]+["”’')\]]*(?=\s|$)/g;

/** Abbreviations (`Mr.`, single initials) and dots inside a sentence (`. . .` before a lower-case word) do not split. */
export function splitSentences(line: string): string[] {
  return splitAfter(line, END, (before, after) => {
    if (/\.$/.test(before) && ABBREVIATIONS.test(before)) return false;
    return !/^\s*[\p{Ll}.]/u.test(after);
  });
}
