/** Quotation marks that open, each with those that close what it opened. */
const MARKS: readonly RegExp[] = [
  /“([^“”]+)”/gu,
  /"([^"]+)"/gu,
  /「([^「」]+)」/gu,
  /『([^『』]+)』/gu,
  /«([^«»]+)»/gu,
  /(?<![\p{L}\p{N}])‘((?:[^‘’]|’(?=\p{L}))+)’(?!\p{L})/gu,
];

/** A quotation of fewer letters may be a title or a single word. Our choice: three short English words. */
const LEAST_LETTERS = { latin: 12, han: 5 };

function isLong(text: string): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters >= (/\p{Script=Han}/u.test(text) ? LEAST_LETTERS.han : LEAST_LETTERS.latin);
}

/** What a question quotes of a script: the cue that it is made of, whatever stands around it. */
export function cuesOf(question: string): string[] {
  const quoted = MARKS.flatMap((mark) => [...question.matchAll(mark)].map(([, text]) => (text as string).trim()));
  return [...new Set(quoted.filter(isLong))];
}
