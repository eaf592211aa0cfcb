/** One spelling for each person: `Mr. Sherlock Holmes`, `Sherlock Holmes` and `Holmes` where that is unambiguous. */

const TITLE =
  /^(?:mr|mrs|ms|miss|mme|mlle|aunt|uncle|master|dr|doctor|sir|lord|lady|father|captain|colonel|major|general|inspector|sergeant|professor|monsieur|madame|herr)\.?\s+(?=\p{Lu})/iu;

interface Spelling {
  written: string;
  title: string;
  given: string;
  surname: string;
  count: number;
}

function spellingOf(written: string, count: number): Spelling {
  const title = written.match(TITLE)?.[0].replace(/[.\s]/g, '').toLowerCase() ?? '';
  const words = written.replace(TITLE, '').split(' ');
  return { written, title, given: words.slice(0, -1).join(' '), surname: words.at(-1)!, count };
}

const distinct = (values: readonly string[]) => new Set(values.filter((value) => value !== ''));
const MEN = new Set(['mr', 'sir', 'lord', 'father', 'master', 'monsieur', 'herr']);
const WOMEN = new Set(['mrs', 'ms', 'miss', 'lady', 'madame', 'mme', 'mlle', 'aunt']);

/** So often a title stands with and without a given name where `Mr. John Knightley` is no `Mr. Knightley` (our choice). */
const OFTEN = 3;

/** Whether a text tells two of one surname apart by the given name of one of them. */
function isToldApart(bearers: readonly Spelling[]): boolean {
  const times = (isNamed: boolean) =>
    bearers
      .filter(({ title, given }) => title !== '' && (given !== '') === isNamed)
      .reduce((sum, { count }) => sum + count, 0);
  return times(true) >= OFTEN && times(false) >= OFTEN;
}

/** Whether all who bear a surname may be one person: one given name, and titles that one person can have. */
function isOnePerson(bearers: readonly Spelling[]): boolean {
  const titles = distinct(bearers.map(({ title }) => title));
  const isMan = [...titles].some((title) => MEN.has(title));
  const isWoman = [...titles].some((title) => WOMEN.has(title));
  if (isMan && isWoman) return false;
  const ranks = [...titles].filter((title) => title !== 'mr' && title !== 'doctor');
  return ranks.length < 2 && distinct(bearers.map(({ given }) => given)).size < 2;
}

/** The one spelling of every name: the most frequent of those who are one person, the longest of equals. */
export function uniteNames(names: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const bySurname = new Map<string, Spelling[]>();
  const united = new Map<string, string>();
  const fullNames = fullNamesOf(counts.keys());
  const bornBy = new Set(fullNames.values());
  for (const [name, count] of counts) {
    const spelling = spellingOf(name, count);
    united.set(name, name);
    // Who is called by the given name is not the Mr. Wilcox whom only the surname names.
    if (name.startsWith('the ') || bornBy.has(name)) continue;
    // Archer is not Mrs. Archer: a bare surname is a man's, or the one whom the text calls so.
    const whose = WOMEN.has(spelling.title) ? `${spelling.title} ${spelling.surname}` : spelling.surname;
    const bearers = bySurname.get(whose);
    if (bearers) bearers.push(spelling);
    else bySurname.set(whose, [spelling]);
  }
  for (const bearers of bySurname.values()) {
    if (isToldApart(bearers)) uniteBearers(bearers, united);
    else if (isOnePerson(bearers)) uniteAll(bearers, united);
  }
  uniteEpithets(united);
  for (const [given, full] of fullNames) {
    const name = counts.get(given)! >= counts.get(full)! ? given : full;
    united.set(given, name).set(full, name);
  }
  return united;
}

/** All bearers get the most frequent spelling, the longest of equals. */
function uniteAll(bearers: readonly Spelling[], united: Map<string, string>): void {
  const best = [...bearers].sort(
    (a, b) => b.count - a.count || b.written.length - a.written.length || (a.written < b.written ? -1 : 1),
  )[0];
  for (const { written } of bearers) united.set(written, best!.written);
}

/** Of two who are told apart: those with the given name are one, those without it are the other. */
function uniteBearers(bearers: readonly Spelling[], united: Map<string, string>): void {
  for (const isNamed of [true, false]) {
    const own = bearers.filter(({ given }) => (given !== '') === isNamed);
    if (distinct(own.map(({ given }) => given)).size <= 1) uniteAll(own, united);
  }
}

/** `the martyred Harriet` is Harriet, `the merry Dodger` is the Dodger. */
function uniteEpithets(united: Map<string, string>): void {
  for (const name of united.keys()) {
    const called = name.match(/^the (?:\p{Ll}[\p{L}’'-]*\s)+(\p{Lu}.*)$/u)?.[1];
    if (called === undefined) continue;
    const own = united.get(called) ?? united.get(`the ${called}`);
    if (own !== undefined) united.set(name, own);
  }
}

/** `Dorian` is Dorian Gray where nobody else is called Dorian: given names, each with the one full name that begins with it. */
function fullNamesOf(names: Iterable<string>): Map<string, string> {
  const full = new Map<string, Set<string>>();
  const written = new Set(names);
  for (const name of written) {
    const { title, given } = spellingOf(name, 0);
    const first = given.split(' ')[0]!;
    if (name.startsWith('the ') || title !== '' || !written.has(first)) continue;
    full.set(first, (full.get(first) ?? new Set()).add(name));
  }
  return new Map([...full].flatMap(([given, bearers]) => (bearers.size === 1 ? [[given, [...bearers][0]!]] : [])));
}
