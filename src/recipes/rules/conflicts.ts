import { languageOf } from '../../languages/index.js';
import type { Profile } from '../../records.js';
import { countWords } from '../../text/words.js';
import { holdsWord, plainText, type Rule } from './rule.js';
import { LIST_ITEM } from './verdicts.js';

type Of<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** Why two rules do not go together. */
export interface Conflict {
  why: string;
  /** No answer at all keeps both; else none that makes sense does, or one of them says nothing new. */
  isSure: boolean;
}

const sure = (why: string): Conflict => ({ why, isSure: true });
const likely = (why: string): Conflict => ({ why, isSure: false });

/** A sentence of fewer words is none to speak in. Our choice. */
const SENTENCE = 3;

function ofLengths(one: Of<'length'>, other: Of<'length'>): Conflict | undefined {
  const both = [
    [one, other],
    [other, one],
  ] as const;
  for (const [long, short] of both) {
    const [least, most] = [long.at_least, short.at_most];
    if (least === undefined || most === undefined) continue;
    const told = `at least ${least} ${long.unit} and at most ${most} ${short.unit}`;
    if (long.unit === short.unit && least > most) return sure(told);
    if (long.unit === 'sentences' && short.unit === 'words') {
      if (least > most) return sure(told);
      if (least * SENTENCE > most) return likely(told);
    }
  }
  const isSame = (['at_least', 'at_most'] as const).some((end) => one[end] !== undefined && other[end] !== undefined);
  return isSame && one.unit === other.unit ? likely('two lengths of the same kind') : undefined;
}

function ofForms(one: Of<'form'>, other: Of<'form'>): Conflict | undefined {
  const told = `${one.form} and ${other.form}`;
  const forms = [one.form, other.form];
  const has = (...some: Of<'form'>['form'][]) => some.every((form) => forms.includes(form));
  if (one.form === other.form) {
    const [a, b] = [one, other].map(({ value = '' }) => plainText(value));
    const fits = (x = '', y = '') => (one.form === 'begins-with' ? x.startsWith(y) : x.endsWith(y));
    return one.value === undefined || fits(a, b) || fits(b, a)
      ? likely(`twice ${one.form}`)
      : sure(`two ways: ${told}`);
  }
  if (has('list', 'paragraph') || has('list', 'json') || has('json', 'question')) return sure(told);
  if (forms.includes('json')) return likely(told);
  const begins = [one, other].find(({ form }) => form === 'begins-with');
  if (has('list', 'begins-with') && !LIST_ITEM.test(begins?.value ?? '')) return sure(told);
  return has('question', 'ends-with') ? likely(told) : undefined;
}

/** What an answer that keeps a rule holds for certain. */
function heldBy(rule: Rule): readonly string[] {
  if (rule.kind === 'must') return rule.words;
  return rule.kind === 'form' && rule.value !== undefined ? [rule.value] : [];
}

function ofBannedWords(banned: Of<'must-not'>, rule: Rule): Conflict | undefined {
  for (const held of heldBy(rule)) {
    const word = banned.words.find((one) => holdsWord(held, one));
    if (word !== undefined) return sure(`"${held}" is to be said and "${word}" is not`);
  }
  return undefined;
}

/** The words of two rules about what is asked for. */
function sharedWord(one: Rule, other: Rule): string | undefined {
  const wordsOf = (rule: Rule) => (rule.kind === 'topic' || rule.kind === 'when-asked' ? (rule.words ?? []) : []);
  return wordsOf(one).find((word) => wordsOf(other).some((two) => plainText(two) === plainText(word)));
}

function oneWay(one: Rule, other: Rule): Conflict | undefined {
  if (one.kind === 'length' && other.kind === 'length') return ofLengths(one, other);
  if (one.kind === 'form' && other.kind === 'form') return ofForms(one, other);
  if (one.kind === 'must-not') return ofBannedWords(one, other);
  if (one.kind === 'language' && other.kind === 'language')
    return likely(one.language === other.language ? 'twice the same language' : 'two languages');
  if (one.kind === 'tone' && other.kind === 'tone') return likely('two tones');
  if (one.kind === 'length' && one.unit === 'words' && other.kind === 'must') {
    const words = other.words.reduce((sum, word) => sum + countWords(word), 0);
    if (words > (one.at_most ?? Number.POSITIVE_INFINITY))
      return likely('more words to be said than there is room for');
  }
  const word = sharedWord(one, other);
  return word === undefined ? undefined : likely(`two rules for "${word}"`);
}

/** Why two rules do not go together; undefined where they do. */
export function conflictOf(one: Rule, other: Rule): Conflict | undefined {
  if (one.text === other.text) return likely('the same rule twice');
  return oneWay(one, other) ?? oneWay(other, one);
}

/** The first conflict within a set; undefined where its rules go together. */
export function conflictIn(rules: readonly Rule[]): Conflict | undefined {
  for (const [k, one] of rules.entries()) {
    for (const other of rules.slice(k + 1)) {
      const found = conflictOf(one, other);
      if (found) return found;
    }
  }
  return undefined;
}

/** Why a rule does not fit a role: it bans the role's name or what the role is known for saying, or asks for another language. */
export function conflictWithRole(rule: Rule, profile: Profile): string | undefined {
  if (rule.kind === 'language' && rule.language !== profile.language)
    return `${profile.role} does not speak ${languageOf(rule.language).name}`;
  const own = [profile.role, ...profile.aliases];
  const said = profile.catchphrases.map(({ text }) => text);
  if (rule.kind === 'must-not') {
    const word = rule.words.find((one) => [...own, ...said].some((text) => holdsWord(text, one)));
    if (word !== undefined) return `"${word}" is in the name or a catchphrase of ${profile.role}`;
  }
  if (rule.kind === 'topic') {
    const word = rule.words?.find((one) => own.some((text) => holdsWord(text, one)));
    if (word !== undefined) return `"${word}" is in the name of ${profile.role}`;
  }
  return undefined;
}
