import { squeeze } from './words.js';

/** Words whose full stop does not end a sentence. */
const ABBREVIATIONS =
  /(?:^|[\s("“‘'[])(?:mr|mrs|ms|dr|st|prof|capt|col|gen|lt|sgt|rev|hon|messrs|mme|mlle|no|vol|esq|etc|viz|i\.e|e\.g|[a-z])\.$/i;

const ENGLISH_END = /[.!?…]+["”’')\]]*(?=\s|$)/g;
const CHINESE_END = /[。！？…]+[”’」』）]*/g;

function splitAfter(text: string, ends: RegExp, endsHere: (before: string, after: string) => boolean): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (!endsHere(text.slice(start, end), text.slice(end))) continue;
    sentences.push(text.slice(start, end).trim());
    start = end;
  }
  const rest = text.slice(start).trim();
  if (rest !== '') sentences.push(rest);
  return sentences.filter((sentence) => sentence !== '');
}

/**
 * Sentences of a text, in order, each with its closing punctuation; what follows the last full stop is a sentence too.
 * English abbreviations (`Mr.`, single initials) and dots inside a sentence (`. . .` before a lower-case word) do not split.
 */
export function splitSentences(text: string): string[] {
  const line = squeeze(text);
  if (/\p{Script=Han}/u.test(line)) return splitAfter(line, CHINESE_END, () => true);
  return splitAfter(line, ENGLISH_END, (before, after) => {
    if (/\.$/.test(before) && ABBREVIATIONS.test(before)) return false;
    return !/^\s*[\p{Ll}.]/u.test(after);
  });
}
