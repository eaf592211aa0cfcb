import type { DialogueLine, Profile } from '../records.js';
import { hashNumber } from '../text/random.js';
import { comparable, holdsWords } from '../text/word-for-word.js';
import { countWords } from '../text/words.js';

/** Lines of one scene that follow each other. */
export type Passage = readonly DialogueLine[];

/** How scripts are cut. */
export interface PassageSettings {
  passages: number;
  passageWords: number;
}

/** Runs of lines of one scene, each with at most so many words; a longer line stands alone. */
function* cut(lines: readonly DialogueLine[], most: number): Generator<DialogueLine[]> {
  let passage: DialogueLine[] = [];
  let words = 0;
  for (const line of lines) {
    const last = passage.at(-1);
    const length = countWords(line.content);
    const follows = last && last.script === line.script && last.act_id === line.act_id;
    if (last && (!follows || words + length > most)) {
      yield passage;
      passage = [];
      words = 0;
    }
    passage.push(line);
    words += length;
  }
  if (passage.length > 0) yield passage;
}

/**
 * The passages of a role's scripts in which it speaks or is named, in the scripts' order; a sample by the seed where there are more
 * than `passages`. `lines` are without those of held-out scenes.
 */
export function cutPassages(
  lines: readonly DialogueLine[],
  { role, aliases }: Pick<Profile, 'role' | 'aliases'>,
  { passages: most, passageWords }: PassageSettings,
  seed: number,
): Passage[] {
  const names = [role, ...aliases].map(comparable);
  const isAbout = (line: DialogueLine) => {
    if (line.role === role) return true;
    const content = comparable(line.content);
    return names.some((name) => holdsWords(content, name));
  };
  const passages = [...cut(lines, passageWords)].filter((passage) => passage.some(isAbout));
  if (passages.length <= most) return passages;
  const rank = ([first]: Passage) => hashNumber(seed, 'passage', role, first?.script ?? '', first?.diag_id ?? 0);
  const ranked = passages.map((passage) => ({ passage, at: rank(passage) })).sort((a, b) => a.at - b.at);
  const kept = new Set(ranked.slice(0, most).map(({ passage }) => passage));
  return passages.filter((passage) => kept.has(passage));
}
