import { namedIn, type Persons } from './english-persons.js';
import type { Fits } from './prose-pronouns.js';

/** Which names of an English text are he and which are she: by the title, else by the pronouns that follow the name. */

const WOMAN =
  /^(?:Mrs|Ms|Miss|Lady|Madame|Mme|Mademoiselle|Aunt|Sister|Mother|Queen|Princess|Countess|Duchess|the (?:[a-z]+ )?(?:lady|woman|girl|queen|duchess|princess|countess|maid|landlady|nurse|mother|matron|wife|hostess|governess|widow|housekeeper|aunt|sister|daughter|baroness|marchioness)|.*['’]s (?:[a-z]+ )?(?:wife|mother|sister|daughter|aunt|niece|widow|grandmother|girlfriend))\b/i;
const MAN =
  /^(?:Mr|Sir|Lord|Father|Brother|Uncle|Monsieur|Herr|King|Prince|Count|the (?:[a-z]+ )?(?:man|boy|king|duke|prince|count|gentleman|lad|father|priest|squire|landlord|butler|husband|uncle|brother|son|baron|marquis|fellow|youth|beadle|policeman|parson|vicar|curate|sailor|soldier)|.*['’]s (?:[a-z]+ )?(?:husband|father|brother|son|uncle|nephew|grandfather|boyfriend))\b/i;

const PRONOUN = /\b(?:(he|his|him|himself)|she|her|hers|herself)\b/i;
/** How far behind a name its pronoun is looked for (our choice). */
const NEAR = 300;

interface Votes {
  he: number;
  she: number;
}

const titleOf = (name: string) => (WOMAN.test(name) ? 'she' : MAN.test(name) ? 'he' : undefined);

/** What the votes say: two of three must agree (`Mary looked at him` votes wrongly), or three of five where there are many. */
function genderOf(votes: Votes | undefined): 'he' | 'she' | undefined {
  const { he, she } = votes ?? { he: 0, she: 0 };
  const ratio = he + she >= 20 ? 1.5 : 2;
  if (he > ratio * she) return 'he';
  return she > ratio * he ? 'she' : undefined;
}

/** Learns from the narration of a text which pronoun goes with which name: the first after the name, where a sentence has one name only. */
export function learnGenders(narrations: readonly string[], persons: Persons, narrator: string): Fits {
  const votes = new Map<string, Votes>();
  const vote = (name: string, text: string, weight: number) => {
    const pronoun = text.slice(0, NEAR).match(PRONOUN);
    if (!pronoun) return;
    const own = votes.get(name) ?? { he: 0, she: 0 };
    own[pronoun[1] === undefined ? 'she' : 'he'] += weight;
    votes.set(name, own);
  };
  for (const narration of narrations) {
    let last: string | undefined;
    for (const sentence of narration.split(/(?<=[.!?;])\s/)) {
      const named = namedIn(sentence, persons);
      const [name] = named;
      if (last !== undefined && named.length === 0 && /^(?:He|She)\b/.test(sentence)) vote(last, sentence, 1);
      last = undefined;
      if (name === undefined || named.some((other) => other !== name)) continue;
      const word = name.split(' ').at(-1)!;
      vote(name, sentence.slice(sentence.indexOf(word) + word.length), 1);
      if (/^\p{Lu}/u.test(sentence)) last = name;
    }
  }
  const titled = new Map<string, 'he' | 'she'>();
  for (const [spelling, name] of persons.spellings) {
    const gender = titleOf(spelling);
    if (gender !== undefined) titled.set(name, gender);
  }
  return (pronoun, name) => {
    if (name === narrator || pronoun === 'they') return 'no';
    const gender = titled.get(name) ?? titleOf(name) ?? genderOf(votes.get(name));
    return gender === undefined ? 'unknown' : gender === pronoun ? 'yes' : 'no';
  };
}
