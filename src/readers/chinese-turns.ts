import { namesIn } from './chinese-attribution.js';
import type { Names } from './chinese-names.js';
import { type Passage, passagesOf, type Quote } from './chinese-passages.js';
import { tellsOfOne } from './chinese-persons.js';
import type { Stretch } from './chinese-quotes.js';
import { type Fits, type Genders, genderOf, resolvePronouns, type Scene, voteGender } from './prose-pronouns.js';
import { fillTurns, type Turn } from './prose-turns.js';

/** Who speaks each quote of a Chinese novel: by the words around it, by pronouns, by turns. */

/** The one whom a passage's quotes name; undefined where there are several, or where some are somebody else's. */
function speakerOf({ quotes }: Passage, narrator: string): string | null | undefined {
  // `“你来吗？”“不来。”`: the break between two paragraphs was lost.
  if (quotes.some(({ index }, at) => quotes[at + 1]?.index === index + 1)) return undefined;
  const kinds = new Set(
    quotes.map(({ attribution }) =>
      attribution === undefined
        ? null
        : attribution.kind === 'name'
          ? attribution.name
          : attribution.kind === 'narrator'
            ? narrator
            : attribution.kind === 'pronoun'
              ? `\0${attribution.pronoun}`
              : '\0',
    ),
  );
  if (kinds.size !== 1) return undefined;
  const [only] = kinds;
  return only === null || only!.startsWith('\0') ? null : only;
}

const pronounOf = ({ quotes }: Passage) => {
  const attribution = quotes[0]?.attribution;
  return attribution?.kind === 'pronoun' ? (attribution.pronoun === '她' ? 'she' : 'he') : null;
};

/** Without the flag u, under which a sentence of many megabytes is too long for the expression. */
const SENTENCES = /[^。！？!?…]+/g;

function sceneOf(passage: Passage, speaker: string | null | undefined, names: Names): Scene {
  const { narration, before } = passage;
  const named = narration.flatMap((text) => namesIn(text, names));
  return {
    named,
    subject: before === '' ? null : (namesIn(before.slice(0, 12), names)[0] ?? null),
    actsBefore: /\p{Script=Han}/u.test(before) && !/^\s*[他她][^，。]{0,12}[：:，]?\s*$/u.test(before),
    speaker: speaker ?? null,
    pronoun: speaker === null ? pronounOf(passage) : null,
    tellsOfSomebody(pronoun, after) {
      const told = narration.join('\n');
      return tellsOfOne(after === undefined ? told : told.slice(told.lastIndexOf(after) + after.length), pronoun);
    },
  };
}

const WOMAN = /(?:小姐|太太|夫人|女士|娘|姐|妹|母|妈|婆|嫂|奶奶|姑娘|女人|妇人|女儿|婶)$/u;
const MAN = /(?:先生|上校|将军|父|爸|爹|哥|弟|爷|叔|伯|公|男人|儿子|神父|神甫)$/u;

/** Learns from the narration which names are he and which are she. */
function learnGenders(passages: readonly Passage[], names: Names, narrator: string): Fits {
  const genders: Genders = new Map();
  for (const { narration } of passages) {
    for (const [sentence] of narration.join('').matchAll(SENTENCES)) {
      const isMale = sentence.includes('他');
      const isFemale = sentence.includes('她');
      if (isMale === isFemale) continue;
      const [name, ...others] = namesIn(sentence, names);
      if (name !== undefined && others.every((other) => other === name)) voteGender(genders, name, isMale, isFemale);
    }
  }
  return (pronoun, name) => {
    if (name === narrator) return 'no';
    const gender = WOMAN.test(name) ? 'she' : MAN.test(name) ? 'he' : genderOf(genders, name);
    return gender === undefined ? 'unknown' : gender === pronoun ? 'yes' : 'no';
  };
}

/** How a passage that names nobody stands in its exchange: see Turn. */
function settingOf({ quotes, narration }: Passage, scene: Scene, speaker: string | null | undefined): Turn['setting'] {
  if (speaker === undefined || quotes.some(({ attribution }) => attribution?.kind === 'somebody')) return 'open';
  if (narration.length === 0 || scene.pronoun !== null) return 'bare';
  return scene.named.length > 0 || scene.tellsOfSomebody('he') || scene.tellsOfSomebody('she') ? 'open' : 'told';
}

/** Runs of passages with speech and no paragraph of narrative between. */
function exchanges(passages: readonly Passage[]): number[][] {
  const runs: number[][] = [];
  let last = -2;
  for (const [at, { quotes }] of passages.entries()) {
    if (quotes.length === 0) continue;
    if (last === at - 1) runs.at(-1)!.push(at);
    else runs.push([at]);
    last = at;
  }
  return runs;
}

/** Where a pronoun can only mean the person of whom the narration before tells, that person is named. */
function settle(quote: Quote, fits: Fits): Quote {
  const { attribution, antecedent } = quote;
  if (attribution?.kind !== 'pronoun' || antecedent === undefined) return quote;
  const pronoun = attribution.pronoun === '她' ? 'she' : 'he';
  const isOnly = antecedent.others.every((other) => other === antecedent.name || fits(pronoun, other) === 'no');
  if (!isOnly || fits(pronoun, antecedent.name) !== 'yes') return quote;
  return { ...quote, attribution: { kind: 'name', name: antecedent.name } };
}

const nameOf = ({ attribution }: Quote, narrator: string) =>
  attribution?.kind === 'name' ? attribution.name : attribution?.kind === 'narrator' ? narrator : undefined;

/** Speakers of the quotes of one chapter, by their index among its stretches. */
function speakersIn(passages: readonly Passage[], names: Names, narrator: string, fits: Fits): Map<number, string> {
  const named = passages.map((passage) => speakerOf(passage, narrator));
  const scenes = passages.map((passage, at) => sceneOf(passage, named[at], names));
  const meant = resolvePronouns(scenes, fits, narrator);
  const own = named.map((speaker, at) => (speaker === null ? meant[at]! : speaker));
  const speakers = new Map<number, string>();
  for (const run of exchanges(passages)) {
    const turns = run.map((at) => ({
      speaker: own[at] ?? null,
      setting: settingOf(passages[at]!, scenes[at]!, named[at]),
      pronoun: scenes[at]!.pronoun,
    }));
    const filled = fillTurns(turns, fits);
    for (const [turn, at] of run.entries()) {
      for (const quote of passages[at]!.quotes) {
        const speaker = own[at] === undefined ? nameOf(quote, narrator) : filled[turn];
        if (speaker) speakers.set(quote.index, speaker);
      }
    }
  }
  return speakers;
}

/** Speakers of the quotes of every chapter, by their index among its stretches. */
export function speakersOf(
  chapters: readonly (readonly Stretch[])[],
  names: Names,
  narrator: string,
): Map<number, string>[] {
  const passages = chapters.map((stretches) => passagesOf(stretches, names));
  const fits = learnGenders(passages.flat(), names, narrator);
  return passages.map((chapter) => {
    const settled = chapter.map((passage) => ({
      ...passage,
      quotes: passage.quotes.map((quote) => settle(quote, fits)),
    }));
    return speakersIn(settled, names, narrator, fits);
  });
}
