import nlp from 'compromise';
import { outsideQuotes } from '../outside-quotes.js';
import { squeeze } from '../squeeze.js';
import { splitSentences } from './sentences.js';

const IRREGULAR: Record<string, string> = {
  is: 'are',
  was: 'were',
  has: 'have',
  does: 'do',
  "isn't": "aren't",
  "wasn't": "weren't",
  "hasn't": "haven't",
  "doesn't": "don't",
};
const ADVERB = /^(?:\w+ly|also|often|never|always|still|even|soon|once|now|then|seldom|both|sometimes)$/i;

/** What follows a verb and not a noun. */
const OBJECT = /^(?:it|him|her|them|me|us|the|a|an|his|its|their|my|your|nobody|nothing|everybody|everything)\b/i;

/** The form of a verb that goes with `you`, for one that goes with `he`: speaks, speak. */
function forYou(verb: string): string {
  const lower = verb.toLowerCase();
  const irregular = IRREGULAR[lower];
  if (irregular) return irregular;
  if (!/[a-z]s$/.test(lower) || /(?:ss|us|is)$/.test(lower)) return verb;
  if (/^[a-z]ies$/.test(lower)) return verb.slice(0, -1);
  if (/[^aeiou]ies$/.test(lower)) return `${verb.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(lower)) return verb.slice(0, -2);
  return verb.slice(0, -1);
}

/** Puts the first word behind adverbs, a verb, into the form that goes with `you`. */
function agree(predicate: string): string {
  const words = predicate.split(' ');
  const at = words.findIndex((word) => word !== '' && !ADVERB.test(word));
  const word = words[at];
  if (word !== undefined) words[at] = word.replace(/^[\w'’]+/, forYou);
  return words.join(' ');
}

/** Rewrites each sentence of a text that stands outside of quotation marks; the white space around it stays. */
function eachSentence(text: string, rewrite: (sentence: string) => string): string {
  return outsideQuotes(text, (part) => {
    const sentences = splitSentences(squeeze(part));
    if (sentences.length === 0) return part;
    const [before, after] = [/^\s*/.exec(part)?.[0] ?? '', /\s*$/.exec(part)?.[0] ?? ''];
    return `${before}${sentences.map(rewrite).join(' ')}${after}`;
  });
}

/** Characters that are tagged at once: the tagger's time grows with the square of a sentence. Our choice: no writer's sentence is longer. */
const STRETCH = 1000;

/** A sentence in stretches of whole words. */
const stretchesOf = (sentence: string) => sentence.match(new RegExp(`\\S.{0,${STRETCH}}(?=\\s|$)|\\S+`, 'gs')) ?? [];

/** Third-person verbs in the present, as a tagger finds them in the sentence. */
function presentVerbs(sentence: string): Set<string> {
  const found = stretchesOf(sentence).flatMap((part) => nlp(part).match('#PresentTense').out('array') as string[]);
  return new Set(found.flatMap((words) => words.toLowerCase().match(/[a-z]+s\b/g) ?? []));
}

/** A word that a tagger calls a verb, stands behind an adverb or before an object: not a noun of a list. */
function beginsWithVerb(part: string, verbs: ReadonlySet<string>): boolean {
  const words = part.trim().split(/\s+/);
  const at = words.findIndex((word) => !ADVERB.test(word));
  const verb = words[at]?.toLowerCase().replace(/[.,;:!?]$/, '') ?? '';
  const object = words[at + 1] ?? '';
  return verbs.has(verb) || (at > 0 && verb.endsWith('s')) || (verb.endsWith('s') && OBJECT.test(object));
}

/** Agreement in a predicate of several verbs: `speaks, listens and laughs`. */
function agreeAll(predicate: string, verbs: ReadonlySet<string>): string {
  return predicate
    .split(/(, (?:and |but |or )?| (?:and|but|or) )/)
    .map((part, k) => {
      if (k === 0) return agree(part);
      return k % 2 === 0 && beginsWithVerb(part, verbs) ? agree(part) : part;
    })
    .join('');
}

/** Pronouns of the character, once it is known which it has. */
const PRONOUNS = {
  he: { subject: 'he', object: 'him', possessive: 'his', reflexive: 'himself' },
  she: { subject: 'she', object: 'her', possessive: 'her', reflexive: 'herself' },
};
type Pronouns = (typeof PRONOUNS)[keyof typeof PRONOUNS];

/** The pronoun that the description uses first, as a subject where it has one, is taken for the character's. */
function pronounsOf(description: string): Pronouns | undefined {
  const narrative = description.replace(/"[^"]*"|“[^“”]*”/g, '');
  const first = (/\b(?:he|she)\b/i.exec(narrative) ??
    /\b(?:his|himself|herself)\b/i.exec(narrative))?.[0].toLowerCase();
  if (first === undefined) return undefined;
  return first.startsWith('h') && !first.startsWith('her') ? PRONOUNS.he : PRONOUNS.she;
}

const capitalLike = (model: string, word: string) =>
  /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;

/** What follows `has` where `he's` may be `he is` too. */
const OF_PERFECT =
  /^\s+(?:(?:never|always|ever|already|just|long|also) )?(?:been|had|got|become|done|seen|made|known)\b/i;

/** `he's` as two words, so that the verb can agree with another subject. */
function withoutContraction(sentence: string, subject: string): string {
  return sentence.replace(new RegExp(`\\b(${subject})['’]s\\b`, 'gi'), (_, pronoun: string, at: number) => {
    const rest = sentence.slice(at + pronoun.length + 2, at + 60);
    return `${pronoun} ${OF_PERFECT.test(rest) ? 'has' : 'is'}`;
  });
}

function englishSentence(sentence: string, pronouns: Pronouns | undefined): string {
  const verbs = presentVerbs(sentence);
  const subject = new RegExp(`\\b(the character|${pronouns?.subject ?? 'the character'})\\b(?!['’]s)`, 'gi');
  const prepositions =
    /\b(to|with|by|of|from|for|at|upon|against|about|tells?|told|asks?|asked|calls?|called|sees?|loves?) the character\b/gi;
  const possessive = sentence
    .replace(/\bthe character['’]s(?= (?!and\b|or\b|but\b)\p{L})/giu, (word) => capitalLike(word, 'your'))
    .replace(/\bthe character['’]s(?!\p{L})/giu, (word) => capitalLike(word, 'yours'))
    .replace(prepositions, '$1 you');
  const whole = pronouns ? withoutContraction(possessive, pronouns.subject) : possessive;
  const withSubject = replaceSubjects(whole, subject, verbs);
  if (!pronouns) return withSubject;
  return withSubject
    .replace(new RegExp(`\\b${pronouns.reflexive}\\b`, 'gi'), 'yourself')
    .replace(new RegExp(`\\b${pronouns.possessive}(?= \\p{L})`, 'giu'), (word) => capitalLike(word, 'your'))
    .replace(new RegExp(`\\b${pronouns.object}\\b`, 'gi'), 'you');
}

/** Each subject becomes `you`, and what follows it, up to the next subject or the end of the clause, agrees with it. */
function replaceSubjects(part: string, subject: RegExp, verbs: ReadonlySet<string>): string {
  const [before = '', ...rest] = part.split(subject);
  const rewritten = rest.map((text, k) => {
    if (k % 2 === 0) return capitalLike(text, 'you');
    const end = text.search(/[.;:!?]/);
    return end === -1 ? agreeAll(text, verbs) : agreeAll(text.slice(0, end), verbs) + text.slice(end);
  });
  return before + rewritten.join('');
}

/** A third-person description addressed to the character: the character is, you are. Quotations stay as they are. */
export function toSecondPerson(description: string): string {
  const pronouns = pronounsOf(description);
  return eachSentence(squeeze(description), (sentence) => englishSentence(sentence, pronouns));
}

const FIRST_PERSON_VERBS: Record<string, string> = { are: 'am', were: 'was', "aren't": 'am not' };

/** A sentence addressed to the character as the character would say it: you are, I am. */
export function toFirstPerson(sentence: string): string {
  return outsideQuotes(sentence, (part) =>
    part
      .replace(/\b[Yy]ou (are|were|aren't)\b/g, (_, verb: string) => `I ${FIRST_PERSON_VERBS[verb]}`)
      .replace(
        /\b(to|with|by|of|from|for|at|upon|against|about|tells?|told|asks?|asked|calls?|called|sees?|loves?) you\b/g,
        '$1 me',
      )
      .replace(/(?<=\p{L} )you(?=[.,;:!?]|$| and\b| or\b| who\b)/gu, 'me')
      .replace(/\byou\b/gi, 'I')
      .replace(/\byour\b/gi, (word) => capitalLike(word, 'my'))
      .replace(/\byours\b/gi, (word) => capitalLike(word, 'mine'))
      .replace(/\byourself\b/g, 'myself'),
  );
}
