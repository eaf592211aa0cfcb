import { directionWords, isMarkedMove, isMove, mayMove } from './stage-directions.js';

const NAME_IN_ENTRANCE = /\p{Lu}\p{Ll}+/gu;
const NOT_NAMES = new Set([
  'Enter',
  'Exit',
  'Exeunt',
  'Manet',
  'Manent',
  'Re',
  'The',
  'A',
  'An',
  'Alarum',
  'Drum',
  'Flourish',
  'Omnes',
]);

/** Names in a play's entrances and exits, with how often they stand there. */
export function enteredNames(lines: readonly string[]): Map<string, number> {
  const names = new Map<string, number>();
  for (let i = 0; i < lines.length; i++) {
    if (!mayMove(lines[i]!) || !isMove(directionWords(lines[i]!).replace(/^[[(]/, ''))) continue;
    const direction = /^\s|[.\])_]\s*$/.test(lines[i]!) ? lines[i]! : `${lines[i]!} ${lines[i + 1] ?? ''}`;
    for (const [name] of direction.matchAll(NAME_IN_ENTRANCE)) {
      if (!NOT_NAMES.has(name)) names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  return names;
}

/** What the words of the speeches tell about names. */
export interface WordsInText {
  /** Words that stand with a capital inside a line, with how often: whoever is called so there bears a whole name. */
  names: ReadonlyMap<string, number>;
  /** Words in small letters: `MAN` is no short form of `MANAGER` where a man is spoken of. */
  common: ReadonlySet<string>;
}

/** Counts the words inside the lines of a script; words that stand there more often without a capital are no names. */
export function wordsInText(lines: readonly string[]): WordsInText {
  const capital = new Map<string, number>();
  const small = new Map<string, number>();
  for (const line of lines) {
    if (isMarkedMove(line)) continue;
    for (const [, word] of line.matchAll(/[\p{L},;] (\p{L}[\p{L}'’-]+)(?![\p{L}.])/gu)) {
      const counts = /^\p{Lu}/u.test(word!) ? capital : small;
      counts.set(word!, (counts.get(word!) ?? 0) + 1);
    }
  }
  for (const word of [...capital.keys()]) {
    if ((small.get(word.toLowerCase()) ?? 0) > capital.get(word)!) capital.delete(word);
  }
  return { names: capital, common: new Set(small.keys()) };
}
