import { squeeze } from './words.js';

/** Text as it is compared: case, curly quotes and white space do not matter, punctuation at the ends is dropped. */
export function comparable(text: string): string {
  return squeeze(text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/…/g, '...'))
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
}

/** Whether a text holds words as they are, and not inside longer ones; both as `comparable` gives them. */
export function holdsWords(content: string, wanted: string): boolean {
  const partOfWord = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character) && !/\p{Script=Han}/u.test(character);
  // `can` stands inside `can't`: an apostrophe between letters belongs to the word.
  const joins = (apostrophe: string | undefined, beyond: string | undefined) =>
    partOfWord(apostrophe) || (apostrophe === "'" && partOfWord(beyond));
  for (let at = content.indexOf(wanted); at !== -1; at = content.indexOf(wanted, at + 1)) {
    const [first, last] = [wanted[0], wanted.at(-1)];
    const startsInside = partOfWord(first) && joins(content[at - 1], content[at - 2]);
    const end = at + wanted.length;
    const endsInside = partOfWord(last) && joins(content[end], content[end + 1]);
    if (!startsInside && !endsInside) return true;
  }
  return false;
}
