import { escapePattern } from '../../quality/patterns.js';
import { signsOf } from '../../quality/signs.js';
import type { Fact } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { rememberSome } from '../../text/remember-some.js';
import { hasHan, tokenise } from '../../text/words.js';
import { type Ground, type OtherFact, sayLine } from './ground.js';
import { holds, isIn, plainText, type Telltale, telltaleOf } from './mentions.js';
import type { Tampering } from './row.js';

/** The words of a value after one another, to see whether one is part of another. */
const spaced = rememberSome((text) => ` ${tokenise(text.normalize('NFKC')).join(' ')} `);

const isPart = (part: string, whole: string): boolean => spaced(whole).includes(spaced(part));

/** What tells that a line is about a property: any of its words but those of grammar. */
function propertyWords(property: string, { language }: Ground): Pick<Telltale, 'words' | 'least'> {
  const { words } = telltaleOf(property, '', language);
  return { words, least: 1 };
}

/**
 * Why a value cannot stand in the place of a fact's own: it is that value, holds it or is part of it, it is the role's own name, or
 * it is true of the role elsewhere. That is so where another fact of the role of that property or kind has it, where it stands in
 * the fact's lines, or where the role's description or a line by or about the role tells it of the same property.
 */
export function faultOfTwin(twin: string, fact: Fact, ground: Ground): string | undefined {
  if (spaced(twin).trim() === '') return 'it is empty';
  if (isPart(twin, fact.value) || isPart(fact.value, twin)) return `it holds or is part of "${fact.value}"`;
  const named = ground.names.find((name) => spaced(name) === spaced(twin));
  if (named !== undefined) return `it is the role's own name "${named}"`;
  // Who is one thing to the role is not the other: a relation is compared with the same one alone.
  const alike = ground.facts.find(
    ({ property, kind, value }) =>
      (spaced(property) === spaced(fact.property) || (kind === fact.kind && kind !== 'relation')) &&
      (isPart(twin, value) || isPart(value, twin)),
  );
  if (alike) return `it is true of the role: ${alike.property}: ${alike.value}`;
  const told = telltaleOf(twin, fact.value, ground.language);
  const near = ground
    .linesOf(fact)
    .map(sayLine)
    .find((line) => holds(line, told));
  if (near !== undefined) return `it stands in the lines of the fact: ${near}`;
  const property = propertyWords(fact.property, ground);
  const elsewhere = ground.told.find((line) => isIn(line, told) && isIn(line, property));
  return elsewhere === undefined ? undefined : `it may be true elsewhere: ${elsewhere}`;
}

/** A candidate for the tampered value: by another number, another name, or what is so of another role. */
type Candidate = Pick<Tampering, 'tampered_value' | 'how' | 'of'>;

/** Numbers in digits that stand near another: of a year, those of its time. Our choice. */
function otherDigits(digits: string): string[] {
  const number = Number(digits);
  if (!Number.isSafeInteger(number) || digits.startsWith('0')) return [];
  const steps = number >= 1000 ? [3, 7, 12, 20, 35, -4, -9, -15, -30] : [1, 2, 3, 4, 5, -1, -2, -3];
  return steps.map((step) => String(number + step)).filter((one) => Number(one) > 1);
}

function withOtherNumber(value: string, { language }: Ground): Candidate[] {
  const made: string[] = [];
  for (const { 0: digits, index } of value.matchAll(/\d+/g)) {
    for (const other of otherDigits(digits))
      made.push(value.slice(0, index) + other + value.slice(index + digits.length));
  }
  for (const group of signsOf(language).numerals ?? []) {
    const word = new RegExp(hasHan(group[0] ?? '') ? group.join('|') : `\\b(?:${group.join('|')})\\b`, 'gi');
    for (const { 0: found, index } of value.matchAll(word)) {
      for (const other of group) {
        if (other === found.toLowerCase()) continue;
        made.push(value.slice(0, index) + other + value.slice(index + found.length));
      }
    }
  }
  return made.map((tampered_value) => ({ tampered_value, how: 'number', of: null }));
}

/** A name as it is written. One character of Chinese is part of other names. */
const nameIn = (name: string) =>
  new RegExp(hasHan(name) ? escapePattern(name) : `(?<![\\p{L}\\p{N}])${escapePattern(name)}(?![\\p{L}\\p{N}])`, 'u');

const isExchanged = (name: string) => !hasHan(name) || name.length > 1;

/** Somebody else of the script in the place of who is named in the value. */
function withOtherName(value: string, all: readonly string[]): Candidate[] {
  const speakers = all.filter(isExchanged);
  const named = speakers.find((name) => nameIn(name).test(value));
  if (named === undefined) return [];
  return speakers
    .filter((other) => !plainText(value).includes(plainText(other)))
    .map((other) => ({ tampered_value: value.replace(nameIn(named), () => other), how: 'name', of: other }));
}

/** Kinds of which any value may stand in the place of another, whatever the property. Our choice. */
const EXCHANGED: ReadonlySet<Fact['kind']> = new Set(['place', 'date', 'possession']);

/** A longer value shows that it is another's. Our choice: twice as long, and a few words more. */
const fits = (value: string, other: string) => tokenise(other).length <= 2 * tokenise(value).length + 4;

function fromOtherRoles(fact: Fact, others: readonly OtherFact[], sameProperty: boolean): Candidate[] {
  return others
    .filter(({ script, property, kind, value }) => {
      const isElsewhere = script !== undefined && fact.script !== undefined && script !== fact.script;
      if (isElsewhere || !fits(fact.value, value)) return false;
      const isSame = spaced(property) === spaced(fact.property);
      return isSame === sameProperty && (isSame || (kind === fact.kind && EXCHANGED.has(kind)));
    })
    .map(({ role, value }) => ({ tampered_value: value, how: 'other-role', of: role }));
}

/**
 * The tampered twins of a fact that need no model, nearest ones first and those of a sort in an order of the seed: its number or the
 * name in it changed, then what is so of another role of the same script. None is true of the role, as far as can be seen.
 */
export function* twinsOf(fact: Fact, ground: Ground, seed: number): Generator<Tampering> {
  const sorts = [
    withOtherNumber(fact.value, ground),
    withOtherName(fact.value, ground.speakersOf(fact)),
    fromOtherRoles(fact, ground.others, true),
    fromOtherRoles(fact, ground.others, false),
  ];
  const seen = new Set<string>();
  for (const sort of sorts) {
    const rank = ({ tampered_value: value }: Candidate) => hashNumber(seed, 'twin', ground.role, fact.property, value);
    const ranked = sort.map((one) => ({ one, at: rank(one) })).sort((a, b) => a.at - b.at);
    for (const { one } of ranked) {
      const key = spaced(one.tampered_value);
      if (seen.has(key) || faultOfTwin(one.tampered_value, fact, ground) !== undefined) continue;
      seen.add(key);
      yield { property: fact.property, true_value: fact.value, ...one };
    }
  }
}
