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
  for (const [name, count] of counts) {
    const spelling = spellingOf(name, count);
    united.set(name, name);
    if (name.startsWith('the ')) continue;
    // Archer is not Mrs. Archer: a bare surname is a man's, or the one whom the text calls so.
    const whose = WOMEN.has(spelling.title) ? `${spelling.title} ${spelling.surname}` : spelling.surname;
    const bearers = bySurname.get(whose);
    if (bearers) bearers.push(spelling);
    else bySurname.set(whose, [spelling]);
  }
  for (const bearers of bySurname.values()) {
    if (!isOnePerson(bearers)) continue;
    const best = [...bearers].sort(
      (a, b) => b.count - a.count || b.written.length - a.written.length || (a.written < b.written ? -1 : 1),
    )[0]!;
    for (const { written } of bearers) united.set(written, best.written);
  }
  return united;
}
