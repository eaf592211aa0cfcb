import type { NumberedLines } from './text-lines.js';

/** A number on a line of its own: of a page, a verse or a subtitle. */
const NUMBER = /^[-–—[({]?\s?(\d{1,4})\s?[-–—\])}]?$/;
/** So many that count on number pages or speeches (our choice). */
const FEWEST = 3;

/** The number that stands alone on a line. */
const numberIn = (line: string): string | undefined => NUMBER.exec(line.trim())?.[1];

/** The last line with words before `at`. */
function wordsAbove(lines: readonly string[], at: number): string {
  for (let above = at - 1; above >= 0; above -= 1) if (lines[above]!.trim() !== '') return lines[above]!;
  return '';
}

/** Whether numbers count on, none right below another: who counts aloud says them in a row. */
function countOn(lines: readonly string[], places: readonly number[]): boolean {
  const numbers = places.map((at) => Number(numberIn(lines[at]!)));
  let steps = 0;
  for (let k = 1; k < places.length; k += 1) {
    const isNext = numberIn(wordsAbove(lines, places[k]!)) !== undefined;
    if (numbers[k]! > numbers[k - 1]! && !isNext) steps += 1;
  }
  return numbers.length >= FEWEST && steps * 10 >= (numbers.length - 1) * 9;
}

/** A name in capitals, whose speech may be a number. */
const isName = (line: string) => /\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line);

/**
 * The lines without numbers that stand alone between speeches: they count on through the script, or stand behind the end of a
 * sentence. `TOM` and below it `7` is what Tom says.
 */
export function withoutNumberLines(lines: NumberedLines): NumberedLines {
  const { texts, numbers } = lines;
  const places: number[] = [];
  for (const [at, text] of texts.entries()) if (numberIn(text) !== undefined) places.push(at);
  if (places.length === 0) return lines;
  const isCounted = countOn(texts, places);
  const dropped = new Uint8Array(texts.length);
  for (const at of places) {
    const above = wordsAbove(texts, at);
    if (isCounted || above === '' || (!isName(above) && /[.!?…"”’)\]—–-][*_]*\s*$/.test(above))) dropped[at] = 1;
  }
  const isKept = (_: unknown, at: number) => !dropped[at];
  return { texts: texts.filter(isKept), numbers: numbers.filter(isKept) };
}
