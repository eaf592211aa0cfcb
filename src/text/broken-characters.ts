/** Characters that never belong in a text; tabs and line breaks do. Joiners and marks of direction such as U+200F do too. */
const BROKEN = /(?![\t\n\r])\p{Cc}|\p{Surrogate}|\uFFFD/u;
const CONTROL_OR_HALF = /(?![\t\n\r])\p{Cc}|\p{Surrogate}/gu;
const BIDI = /[\u202A-\u202E\u2066-\u2069]/u;
const ANY_BIDI = new RegExp(BIDI, 'gu');

const EMBEDDING_END = '\u202C';
const ISOLATE_END = '\u2069';
const EMBEDDINGS = '\u202A\u202B\u202D\u202E';

const codeOf = (character: string) =>
  `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}`;

/** The first mark that turns the direction of writing and is not ended, or ends what nothing began. */
function unbalancedMark(text: string): string | undefined {
  const open: string[] = [];
  for (const [mark] of text.matchAll(ANY_BIDI)) {
    if (mark !== EMBEDDING_END && mark !== ISOLATE_END) {
      open.push(mark);
      continue;
    }
    const began = open.pop();
    const fits = began !== undefined && EMBEDDINGS.includes(began) === (mark === EMBEDDING_END);
    if (!fits) return mark;
  }
  return open[0];
}

/**
 * What in a text cannot be shown or stored: half a character (a lone surrogate), a control character, U+FFFD in the place of a
 * character that was lost, or a mark of direction that is not balanced. Undefined where there is nothing of it.
 */
export function findBrokenCharacter(text: string): string | undefined {
  const found = BROKEN.exec(text)?.[0];
  if (found !== undefined) {
    const code = codeOf(found);
    if (found === '\uFFFD') return `a character that was lost (${code})`;
    return /\p{Cc}/u.test(found) ? `a control character (${code})` : `half a character (${code})`;
  }
  const mark = BIDI.test(text) ? unbalancedMark(text) : undefined;
  return mark && `a mark of direction that is not balanced (${codeOf(mark)})`;
}

/** The text without control characters, half characters and unbalanced marks. U+FFFD stays: it tells that something was lost. */
export function withoutBrokenCharacters(text: string): string {
  const rest = text.replace(CONTROL_OR_HALF, '');
  return BIDI.test(rest) && unbalancedMark(rest) !== undefined ? rest.replace(ANY_BIDI, '') : rest;
}
