/** Speeches written as the items of a list: `- **Anna:** Yes.`, `* Anna: Yes.`, `1. Anna: Yes.`, `> **Anna:** Yes.` */

const BULLET = /^[-*+•>] +/;
const NUMBER = /^[[(]?(\d{1,4})(?:[.)\]][.:]?|:)?[ \t]+/;
/** What speeches of a list begin with: a name before its colon, or words in bold. */
const SPEECH = /^(?:(?:\*\*|__)\S|[\p{Lu}\d][^:：.!?]{0,40}[:：](?:\s|$))/u;

/** So many items are speeches of a list (our choice), and at least half of its items are. */
const FEWEST = 3;

/** Whether an item begins a speech. */
const isSpeech = (line: string, mark: RegExp) => mark.test(line) && SPEECH.test(line.replace(mark, ''));

/** Whether a script's lines that bear a mark are mostly speeches. */
function areSpeeches(lines: readonly string[], mark: RegExp): boolean {
  let items = 0;
  let speeches = 0;
  for (const line of lines) {
    if (!mark.test(line)) continue;
    items++;
    if (isSpeech(line, mark)) speeches++;
  }
  return speeches >= FEWEST && speeches * 2 >= items;
}

/** Whether the numbers before lines count them: `1. Citizen.` at each of his speeches is his name. */
function countOn(lines: readonly string[]): boolean {
  const numbers = lines.flatMap((line) => NUMBER.exec(line.slice(0, 8))?.[1] ?? []).map(Number);
  const steps = numbers.filter((number, at) => at > 0 && number === numbers[at - 1]! + 1).length;
  return numbers.length >= FEWEST && steps * 10 >= (numbers.length - 1) * 9;
}

/** The lines of a script without the marks of a list whose items are its speeches. Their number stays. */
export function withoutListMarks(lines: readonly string[]): readonly string[] {
  const isBulleted = areSpeeches(lines, BULLET);
  const isNumbered = areSpeeches(lines, NUMBER) && countOn(lines);
  if (!isBulleted && !isNumbered) return lines;
  return lines.map((line) => {
    if (isBulleted && BULLET.test(line)) return line.replace(BULLET, '');
    if (isBulleted && line === '>') return '';
    return isNumbered ? line.replace(NUMBER, '') : line;
  });
}
