import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';

const SEPARATOR = ' +++$+++ ';
const LOOK_AT = 4_000;

interface Utterance {
  /** Number in the corpus: utterances of a film are numbered in the order in which they are said. */
  number: number;
  person: string;
  film: string;
  name: string;
  words: string;
  line: number;
}

function fieldsOf(line: string): string[] {
  // A field may be empty, and the space around its separator is then one space only.
  return line.includes('+++$+++')
    ? line.split(/ ?\+\+\+\$\+\+\+ ?/)
    : line.split('\t').map((field) => field.replace(/^"|"$/g, ''));
}

const isUtterance = (fields: readonly string[]) =>
  fields.length >= 4 && /^L\d+$/.test(fields[0]!) && /^u\d+$/.test(fields[1]!) && /^m\d+$/.test(fields[2]!);

/** Persons of different films who bear one name are told apart by the film. */
function nameOf(utterances: readonly Utterance[]): (utterance: Utterance) => string {
  const persons = new Map<string, Set<string>>();
  for (const { name, film } of utterances) persons.set(name, (persons.get(name) ?? new Set()).add(film));
  return ({ name, film }) => readableName(name) + (persons.get(name)!.size > 1 ? ` (${film})` : '');
}

/**
 * movie_lines.txt of Cornell's Movie-Dialogs Corpus. Its lines are in no order: they are read film by film in the order of their
 * numbers, and a gap in the numbers begins another conversation.
 */
export const cornell: ScriptFormat = {
  name: 'cornell',
  recognise(text) {
    const line = text.slice(0, LOOK_AT).match(/[^\n]*\S[^\n]*/)?.[0] ?? '';
    return line.includes(SEPARATOR.trim()) || isUtterance(fieldsOf(line)) ? 1 : 0;
  },
  read(text, { file }) {
    const utterances: Utterance[] = [];
    for (const [at, source] of text.split('\n').entries()) {
      if (source.trim() === '') continue;
      const fields = fieldsOf(source);
      if (!isUtterance(fields)) {
        throw new UserError('this is no line of a film: its fields are not number, person, film, name and words', {
          file,
          line: at + 1,
          advice: "Of Cornell's files only movie_lines.txt holds what is said.",
        });
      }
      const [id, person, film, name, ...words] = fields as [string, string, string, string, ...string[]];
      const content = squeeze(words.join(' '));
      if (content === '') continue;
      utterances.push({ number: Number(id.slice(1)), person, film, name: squeeze(name), words: content, line: at + 1 });
    }
    const films = new Map<string, number>();
    for (const { film } of utterances) if (!films.has(film)) films.set(film, films.size);
    const spelled = nameOf(utterances);
    utterances.sort((a, b) => films.get(a.film)! - films.get(b.film)! || a.number - b.number);
    let act = 0;
    return utterances.map((utterance, at): ScriptLine => {
      const before = utterances[at - 1];
      if (before && (before.film !== utterance.film || utterance.number > before.number + 1)) act += 1;
      const { name, words: content, line } = utterance;
      return { speaker: name === '' ? null : spelled(utterance), content, act, line };
    });
  },
};
