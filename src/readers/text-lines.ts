import { rememberSome } from '../text/remember-some.js';

/** Longer lines hardly come again; names on lines of their own are shorter (our choice). */
const SHORT = 24;

const shared = rememberSome((line) => line, SHORT);

/** The lines of a text. Of short ones that are the same only one is held: a file of nothing but names has millions of them. */
export function linesOf(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    lines.push(shared(text.slice(from, end)));
    from = end + 1;
  }
  lines.push(text.slice(from));
  return lines;
}

/** Lines of a script and the number in the file, from 1, of each of them. Two lists, since a large script has millions of lines. */
export interface NumberedLines {
  texts: readonly string[];
  numbers: readonly number[];
}
