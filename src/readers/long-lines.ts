import { UserError } from '../errors.js';

/** Lines of so many signs are what an expression may fail on (our choice; those that failed had eight million and more). */
const LONG = 1_000_000;

/** The number of the longest line of a text, from 1, and how long it is. */
function longestLine(text: string): { number: number; length: number } {
  let longest = { number: 1, length: 0 };
  let from = 0;
  for (let number = 1; from <= text.length; number++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (to - from > longest.length) longest = { number, length: to - from };
    from = to + 1;
  }
  return longest;
}

/**
 * Reads a text. An expression may run out of the engine's memory on a line of many megabytes, which is a RangeError: that is said
 * of the line, and is no bug that a user would report.
 */
export function refusingLongLines<Result>(text: string, file: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    const { number, length } = longestLine(text);
    if (length < LONG) throw thrown;
    throw new UserError(`this line has ${length} characters, too many to be read at once`, {
      file,
      line: number,
      advice: 'Break it where sentences or speeches end.',
      cause: thrown,
    });
  }
}
