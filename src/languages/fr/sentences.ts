import { splitAfter } from '../split-after.js';

/** Words whose full stop does not end a sentence: titles, short forms and single initials. */
const ABBREVIATIONS =
  /(?:^|[\s("“«‘'’[])(?:mm|mmes?|mlles?|mgr|me|dr|pr|prof|st|ste|cf|p|pp|chap|vol|art|fig|ex|éd|etc|av|apr|env|n|no|r\.p|j\.-c|s\.m|[a-z])\.$/iu;

/** A closing guillemet stands behind a space, an opening quotation mark of English too: only the first belongs to what ends. */
const END = /[.!?…]+(?:["”’)\]]|\s?»)*(?=\s|$)/g;

/** `M. Loyal`, `Ah ! monsieur` and `« Venez ! » dit-il` are one sentence: what goes on in small letters does not begin another. */
export function splitSentences(line: string): string[] {
  return splitAfter(line, END, (before, after) => {
    if (/\.$/.test(before) && ABBREVIATIONS.test(before)) return false;
    return !/^\s*[\p{Ll}.]/u.test(after);
  });
}
