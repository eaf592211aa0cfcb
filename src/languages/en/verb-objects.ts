import nlp from 'compromise';
import { askedPart } from '../asked-part.js';
import type { VerbObject, VerbObjectFinder } from '../language.js';

/** A word as compromise tags it. */
interface Term {
  normal: string;
  post: string;
  tags: ReadonlySet<string>;
}

/** Verbs that help another or link two nouns: they have no object of their own. */
const HELPERS = new Set(
  `be am is are was were been being do does did have has had having will would shall should can could may might must let
  please go come try want need like 'd 'll`.split(/\s+/),
);
const BE = new Set('be am is are was were been being'.split(' '));
/** Of them, those that are verbs of their own where a noun follows. */
const FULL_VERBS = new Set('have has had want need like try do does did'.split(' '));
/** Words that open a clause which says when, why or where: what follows to the comma is not what is asked. */
const SUBORDINATE = new Set(
  'when if because after before while as since until although though once whenever unless'.split(' '),
);
/** … and words that do so at the beginning of a sentence only. */
const OPENERS = new Set([...SUBORDINATE, 'to', 'given', 'using', 'based', 'in', 'for']);
/** Particles that belong to the verb before them; others (in, at, of) begin something else. */
const PARTICLES = new Set('up out off down away back over'.split(' '));
const INDIRECT = new Set('me us him her them you it myself yourself yourselves himself herself itself'.split(' '));
/** Nouns that stand for whatever is asked about. */
const EMPTY_NOUNS = new Set(
  'something anything everything nothing someone somebody anyone anybody one way lot kind sort'.split(' '),
);
const PRONOUNS = new Set('i you he she we they it that this these those who whom what which'.split(' '));

const isBreak = ({ post }: Term) => /[,;:.!?—–]/.test(post);
const isWord = (term: Term | undefined, words: ReadonlySet<string>) => term !== undefined && words.has(term.normal);
const isVerb = (term: Term | undefined) => term?.tags.has('Verb') === true && !term.tags.has('Particle');
const isNoun = (term: Term | undefined) =>
  term?.tags.has('Noun') === true &&
  !term.tags.has('Pronoun') &&
  !term.tags.has('Possessive') &&
  !PRONOUNS.has(term.normal);

const OPENS_OBJECT = ['Determiner', 'Adjective', 'Value', 'Possessive', 'Comparative', 'Superlative', 'Adverb'];
const QUANTIFIERS = new Set('all both some several many most few each every'.split(' '));
const isBeforeNoun = (term: Term | undefined) =>
  term !== undefined &&
  !term.tags.has('QuestionWord') &&
  (QUANTIFIERS.has(term.normal) || OPENS_OBJECT.some((tag) => term.tags.has(tag)));

/** Where the object's noun may begin: behind an indirect object, articles, numbers and adjectives. */
function skipToNoun(terms: readonly Term[], from: number): { at: number; isOpened: boolean } {
  let at = from;
  if (isWord(terms[at], INDIRECT) && !isBreak(terms[at] as Term)) at += 1;
  const first = at;
  // Behind an article even a gerund describes a noun; right behind a verb it is a verb of its own.
  const describes = (term: Term | undefined) => isBeforeNoun(term) || (at > first && term?.tags.has('Gerund') === true);
  while (describes(terms[at]) && !isBreak(terms[at] as Term)) at += 1;
  return { at, isOpened: at > first };
}

/** The last noun of the run that begins here; several capitalised ones are one name. */
function nounAt(terms: readonly Term[], from: number, isOpened: boolean): Term[] {
  let at = from;
  // After an article even what looks like a verb is a noun: one sentence, a plan.
  const isHead = (term: Term | undefined) =>
    isNoun(term) || (isOpened && at === from && term?.tags.has('Infinitive') === true);
  while (isHead(terms[at])) {
    at += 1;
    if (isBreak(terms[at - 1] as Term)) break;
  }
  const run = terms.slice(from, at);
  const names = run.filter(({ tags }) => tags.has('ProperNoun'));
  return names.length === run.length ? run : run.slice(-1);
}

/** The object that follows the verb at this place. */
function objectAfter(terms: readonly Term[], verb: number): Term[] {
  if (isBreak(terms[verb] as Term)) return [];
  const next = isWord(terms[verb + 1], PARTICLES) ? verb + 2 : verb + 1;
  const { at, isOpened } = skipToNoun(terms, next);
  const noun = nounAt(terms, at, isOpened);
  // `Remember that Jack asked`: a clause is no noun.
  const isClause = terms[next]?.normal === 'that' && isVerb(terms[at + noun.length]);
  return isClause ? [] : noun;
}

/** `What advice did you give`: the object stands before the verb. */
function objectBefore(terms: readonly Term[], from: number, verb: number): Term[] {
  const asked = terms.slice(from, verb).findIndex(({ normal }) => normal === 'what' || normal === 'which');
  if (asked === -1) return [];
  const { at } = skipToNoun(terms, from + asked + 1);
  const noun = nounAt(terms, at, true);
  const follows = terms[at + noun.length];
  return noun.length > 0 && isWord(follows, HELPERS) && at + noun.length < verb ? noun : [];
}

/** `You are given a sentence`: what is given is no object, and it is not what is asked. */
function isPassive(terms: readonly Term[], at: number): boolean {
  const isPast = terms[at]?.tags.has('PastTense') || terms[at]?.tags.has('Participle');
  return isPast === true && terms.slice(Math.max(0, at - 2), at).some((term) => isWord(term, BE));
}

const isEmptyNoun = (term: Term) => isWord(term, EMPTY_NOUNS) || term.normal.length < 2;

function isHelper(terms: readonly Term[], at: number): boolean {
  const term = terms[at] as Term;
  if (!HELPERS.has(term.normal)) return false;
  if (!FULL_VERBS.has(term.normal)) return true;
  const followsVerb = terms.slice(at + 1, at + 6).some((next) => isVerb(next));
  return followsVerb || objectAfter(terms, at).length === 0;
}

/** Where the clause that is asked begins: behind one that says when or why. */
function skipSubordinate(terms: readonly Term[]): number {
  if (!isWord(terms[0], OPENERS)) return 0;
  const end = terms.findIndex(isBreak);
  return end === -1 ? terms.length : end + 1;
}

function findInSentence(terms: readonly Term[]): { verb: Term; noun: Term[] } | undefined {
  const from = skipSubordinate(terms);
  for (let at = from; at < terms.length; at += 1) {
    const verb = terms[at] as Term;
    if (at > from && isWord(verb, SUBORDINATE)) return undefined;
    if (!isVerb(verb) || verb.tags.has('Modal') || isHelper(terms, at) || isPassive(terms, at)) continue;
    const before = objectBefore(terms, from, at);
    const noun = before.length > 0 ? before : objectAfter(terms, at);
    if (noun.length > 0 && !noun.every(isEmptyNoun)) return { verb, noun };
  }
  return undefined;
}

/** Sentences that ask or bid; where there is none, all of them. */
function askingSentences(sentences: readonly Term[][]): readonly Term[][] {
  const asking = sentences.filter((terms) => {
    const first = terms.slice(skipSubordinate(terms)).find(({ normal }) => normal !== 'please');
    return terms.at(-1)?.post.includes('?') || first?.tags.has('Infinitive') === true;
  });
  return asking.length > 0 ? asking : sentences;
}

function taggedAs(word: string, kind: string): ReturnType<typeof nlp> {
  const view = nlp(word);
  view.tag(kind);
  return view;
}

/** Finds pairs with compromise's tagger. Words are in lower case, names but for their first letters. */
export function createEnglishFinder(): VerbObjectFinder {
  const infinitives = new Map<string, string>();
  const singulars = new Map<string, string>();

  function infinitive({ normal, tags }: Term): string {
    if (tags.has('Infinitive')) return normal;
    const known = infinitives.get(normal) ?? (taggedAs(normal, 'Verb').verbs().toInfinitive().text() || normal);
    infinitives.set(normal, known);
    return known;
  }

  function nameOf(terms: readonly Term[]): string {
    const words = terms.map(({ normal }) => normal.replace(/['’]s$/, ''));
    const [only] = terms as [Term];
    if (only.tags.has('ProperNoun') || terms.length > 1) {
      return words.map((word) => word.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase())).join(' ');
    }
    const [word] = words as [string];
    if (!only.tags.has('Plural')) return word;
    const known = singulars.get(word) ?? (taggedAs(word, 'Plural').nouns().toSingular().text() || word);
    singulars.set(word, known);
    return known;
  }

  return (question): VerbObject | undefined => {
    const sentences = (nlp(askedPart(question)) as unknown as { docs: Term[][] }).docs;
    for (const terms of askingSentences(sentences.map((terms) => terms.filter(({ normal }) => normal !== '')))) {
      const found = findInSentence(terms);
      if (found) return { verb: infinitive(found.verb), noun: nameOf(found.noun) };
    }
    return undefined;
  };
}
