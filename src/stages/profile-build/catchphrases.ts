import type { Catchphrase, DialogueLine } from '../../records.js';
import { squeeze } from '../../text/words.js';

/** Text as it is compared: case, curly quotes and white space do not matter, punctuation at the ends is dropped. */
function comparable(text: string): string {
  return squeeze(text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/…/g, '...'))
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
}

/** Lines of the role in which the text stands word for word: not inside a longer word. */
export function findEvidence(text: string, own: readonly DialogueLine[]): Catchphrase['evidence'] {
  const wanted = comparable(text);
  if (wanted === '') return [];
  return own
    .filter(({ content }) => holdsWords(comparable(content), wanted))
    .map(({ script, diag_id, line }) => ({ script, diag_id, line }));
}

function holdsWords(content: string, wanted: string): boolean {
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

/** A catchphrase as the model gives it. */
export interface ProposedCatchphrase {
  text: string;
  invented: boolean;
}

/**
 * Gives each proposed catchphrase its evidence. One that stands in the script has it whatever the model says; one that is
 * not there is kept only where the model says that it invented it. Repeats are dropped.
 */
export function judgeCatchphrases(
  proposed: readonly ProposedCatchphrase[],
  own: readonly DialogueLine[],
): { accepted: Catchphrase[]; refused: string[] } {
  const accepted: Catchphrase[] = [];
  const refused: string[] = [];
  const seen = new Set<string>();
  for (const { text, invented } of proposed) {
    const key = comparable(text);
    if (key === '' || seen.has(key)) continue;
    seen.add(key);
    const evidence = findEvidence(text, own);
    if (evidence.length > 0) accepted.push({ text: squeeze(text), evidence, origin: 'script' });
    else if (invented) accepted.push({ text: squeeze(text), evidence, origin: 'invented' });
    else refused.push(squeeze(text));
  }
  return { accepted, refused };
}
