/** Words that are written with a capital anywhere and are no names. */
const NO_NAMES = new Set(
  `monsieur madame mademoiselle messieurs mesdames dieu ciel seigneur maître sire majesté altesse excellence docteur capitaine
  père mère frère sœur oui non ah oh eh hé je j'ai moi vous mon ma mes votre noël pâques enfer paradis français anglais m mm mme
  mlle lundi mardi mercredi jeudi vendredi samedi dimanche`.split(/\s+/),
);
const NAME = /\p{Lu}[\p{L}’'-]+(?: (?:de |du |des |d['’]|de la |le |la )?\p{Lu}[\p{L}’'-]+)*/gu;
/** What may stand before a word that has its capital only for beginning a sentence or a quotation. */
const OPENS_SENTENCE = /(?:^|[.!?…:;—–\n]|[.!?…,]\s?["”'’»)]|["“‘«(])\s*$/u;

/** So much of what stands before a word tells whether it opens a sentence; all of it for each word would be quadratic. */
const LOOK_BACK = 40;
const lastBefore = (text: string, at: number) =>
  at <= LOOK_BACK ? text.slice(0, at) : `x${text.slice(at - LOOK_BACK, at)}`;

/** Elided words before a name (`L'Espagne`, `D'Artagnan`) are not part of it where they open a sentence. */
const ELIDED = /^(?:L|D|J|Qu|N|S|C|M|T)['’]/;

/** Words with a capital that is not a sentence's first. */
export function namesIn(answer: string): string[] {
  const names: string[] = [];
  for (const { 0: found, index } of answer.matchAll(NAME)) {
    const isFirst = OPENS_SENTENCE.test(lastBefore(answer, index));
    const elided = isFirst ? ELIDED.exec(found)?.[0] : undefined;
    const words = (elided === undefined ? found : found.slice(elided.length)).split(' ');
    // A capital at the beginning of a sentence tells nothing, unless it stands behind an elided word.
    const kept = isFirst && elided === undefined ? words.slice(1) : words;
    const whole = kept.filter((word) => !NO_NAMES.has(word.toLowerCase().replaceAll('’', "'"))).join(' ');
    const name = whole.replace(/^(?:(?:de|du|des|la|le) |d['’])+/, '').replace(/^\p{Ll}.*$/u, '');
    if (name !== '') names.push(name);
  }
  return names;
}
