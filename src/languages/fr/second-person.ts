import { outsideQuotes } from '../outside-quotes.js';
import { squeeze } from '../squeeze.js';

/** Verbs whose form with `tu` no rule gives, by the form with `il`; and their forms with `je`, by the form with `tu`. */
const WITH_TU: Readonly<Record<string, string>> = {
  est: 'es',
  a: 'as',
  va: 'vas',
  peut: 'peux',
  veut: 'veux',
  vaut: 'vaux',
};
const WITH_JE: Readonly<Record<string, string>> = { es: 'suis', as: 'ai', vas: 'vais' };

/** The form of a verb that goes with `tu`, for one that goes with `il`: parle, finit, vend, parla, avait. */
function forTu(verb: string): string {
  const irregular = WITH_TU[verb];
  if (irregular !== undefined) return irregular;
  if (/[aecd]$/.test(verb)) return `${verb}s`;
  return verb.replace(/t$/, 's');
}

/** … and with `je`, for one that goes with `tu`: parles, finis, seras. */
function forJe(verb: string): string {
  const irregular = WITH_JE[verb];
  if (irregular !== undefined) return irregular;
  if (/ras$/.test(verb)) return verb.replace(/as$/, 'ai');
  return verb.replace(/es$/, 'e');
}

const capitalLike = (model: string, word: string) =>
  /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;

/** What may stand between a subject and its verb, one after the other. */
const BETWEEN = "(?:(?:ne|y|en|le|la|les|lui|leur|se|me|te|nous|vous) |[nlsmt]'(?=\\p{L}))*";
const VERB = '\\p{L}+';
/** `Il` that stands for nobody: `il y a`, `il faut`. */
const NOBODY =
  "(?!(?:ne |n')?(?:y (?:a|avait|aura)|faut|fallait|s'agit|s'agissait|pleut|semble|suffit|importe|est (?:vrai|possible|certain|clair)))";

/** From one person to another: its pronoun, its verbs, which words behind `et` are verbs of it, its reflexive pronoun. */
interface Person {
  pronoun: string;
  agree(verb: string): string;
  isVerb(verb: string): boolean;
  /** The reflexive pronoun that becomes another, both before a vowel too. */
  reflexive: readonly [from: string, to: string];
}

/** Of the words before a verb, the reflexive pronoun is the subject's. */
const ownPronoun = (between: string, [from, to]: Person['reflexive']) =>
  between.replace(new RegExp(`(?<!\\p{L})${from}(?=[e'])`, 'gu'), to);

/** Each subject becomes another; its verb, and those that are joined to that, agree with it. */
function replaceSubjects(part: string, subject: RegExp, person: Person): string {
  const { agree, isVerb, reflexive } = person;
  const joined = new RegExp(`^(${BETWEEN})(${VERB})`, 'u');
  const others = new RegExp(`(, (?:et |mais |puis )?| (?:et|mais|puis|ou) )(${BETWEEN})(${VERB})(?=[ ,.;]|$)`, 'gu');
  const change = (between: string, verb: string) => ownPronoun(between, reflexive) + agree(verb);
  const [before = '', ...rest] = part.split(subject);
  const rewritten = rest.map((text, k) => {
    if (k % 2 === 0) return capitalLike(text.trimEnd(), person.pronoun);
    const end = text.search(/[.;:!?]/);
    const [clause, after] = end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end)];
    const agreed = clause.trimStart().replace(joined, (_, between: string, verb: string) => change(between, verb));
    const all = agreed.replace(others, (found, link: string, between: string, verb: string) =>
      isVerb(verb) || ownPronoun(between, reflexive) !== between ? link + change(between, verb) : found,
    );
    return ` ${all}${after}`;
  });
  return before + rewritten.join('');
}

/** A verb behind `et` that surely is one: nouns and adjectives end otherwise, or are not known to be verbs. */
const isThirdPerson = (verb: string) =>
  /^(?:est|a|va|fait|dit|veut|peut|sait|doit|voit|croit|vient|tient|prend|met|rend|perd|attend|parle|pose|aime|cherche|trouve|donne|refuse|répond|rit|lit|écrit|vit|sert|sort|part|ment|méprise|craint|devient|reste|garde|était|avait|faisait|disait|voulait|pouvait|\p{L}{3,}(?:ait|ise|ifie)|s?exclame)$/u.test(
    verb,
  );
const isSecondPerson = (verb: string) =>
  /[sx]$/.test(verb) && [verb.slice(0, -1), verb.replace(/[sx]$/, 't'), `${verb}t`].some(isThirdPerson);

const TU: Person = { pronoun: 'tu', agree: forTu, isVerb: isThirdPerson, reflexive: ['s', 't'] };
const JE: Person = { pronoun: 'je', agree: forJe, isVerb: isSecondPerson, reflexive: ['t', 'm'] };

const POSSESSIVES: Readonly<Record<string, string>> = { son: 'ton', sa: 'ta', ses: 'tes' };
const OWN_POSSESSIVES: Readonly<Record<string, string>> = { ton: 'mon', ta: 'ma', tes: 'mes' };

const swap = (text: string, words: Readonly<Record<string, string>>) =>
  text.replace(new RegExp(`(?<![\\p{L}'-])(?:${Object.keys(words).join('|')})(?= \\p{L})`, 'giu'), (word) =>
    capitalLike(word, words[word.toLowerCase()] as string),
  );

/** A third-person description addressed to the character: le personnage est, tu es. Quotations stay as they are. */
export function toSecondPerson(description: string): string {
  const subject = new RegExp(`(?<![\\p{L}'])(le personnage|(?:il|elle)(?= ${NOBODY}))(?= \\p{L})`, 'giu');
  return outsideQuotes(squeeze(description).replaceAll('’', "'"), (part) => {
    const objects = part
      // `Qu'il craint` and `s'il vient`: the subject stands alone, so that another can take its place.
      .replace(new RegExp(`(?<=qu)'(?=(?:il|elle) ${NOBODY})`, 'giu'), 'e ')
      .replace(new RegExp(`(?<!\\p{L})s'(?=il ${NOBODY})`, 'giu'), (word) => capitalLike(word, 'si '))
      .replace(
        /(?<!\p{L})((?:dit|demande|répond|parle|reproche|promet|écrit|ordonne|apprend|pardonne)) au personnage/giu,
        'te $1',
      )
      .replace(/(?<!\p{L})du personnage(?!\p{L})/giu, (word) => capitalLike(word, 'de toi'))
      .replace(/(?<!\p{L})au personnage(?!\p{L})/giu, (word) => capitalLike(word, 'à toi'))
      .replace(
        /(?<!\p{L})(avec|pour|contre|chez|sur|devant|sans|entre|envers|vers) le personnage(?!\p{L})/giu,
        '$1 toi',
      );
    const withTu = replaceSubjects(objects, subject, TU).replace(/(?<!\p{L})que le personnage(?!\p{L})/gu, 'que toi');
    return swap(withTu, POSSESSIVES);
  });
}

/** A sentence addressed to the character as the character would say it: tu es, je suis. */
export function toFirstPerson(sentence: string): string {
  return outsideQuotes(sentence, (part) => {
    const withJe = replaceSubjects(part, /(?<![\p{L}'])(tu)(?= \p{L}| ?n')/giu, JE);
    const own = withJe
      .replace(/(?<!\p{L})te (?=\p{L})/gu, 'me ')
      .replace(/(?<![\p{L}-])t'(?=\p{L})/gu, "m'")
      .replace(/(?<!\p{L})toi(?!\p{L})/giu, (word) => capitalLike(word, 'moi'));
    return swap(own, OWN_POSSESSIVES).replace(/(?<!\p{L})([Jj])e (?=[aeiouhyàâéèêîôû])/gu, "$1'");
  });
}
