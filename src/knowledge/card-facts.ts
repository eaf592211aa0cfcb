import { CardData } from '../cards/card.js';
import { readLore } from '../cards/description.js';
import type { Fact, Profile } from '../records.js';
import { withoutBrokenCharacters } from '../text/broken-characters.js';
import { countWords, squeeze } from '../text/words.js';
import { withoutMarks } from '../training/markup.js';

/** A shorter sentence of a lorebook tells nothing by itself. Our choice. */
const LEAST_WORDS = 3;

const clean = (text: string) => squeeze(withoutMarks(withoutBrokenCharacters(text)));

/** What the lorebook of a role's card tells: each sentence is a fact under its entry's title. None where the role is no card. */
export function factsOfCard({ role, card }: Pick<Profile, 'role' | 'card'>): Fact[] {
  const parsed = CardData.safeParse(card);
  if (!parsed.success) return [];
  return readLore(parsed.data).flatMap(({ title, sentences }) =>
    sentences
      .map(clean)
      .filter((value) => countWords(value) >= LEAST_WORDS)
      .map((value): Fact => ({ property: clean(title) || role, value, kind: 'other', source: 'card' })),
  );
}
