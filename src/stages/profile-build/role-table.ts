import { dirname, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import { UserError } from '../../errors.js';
import { parseKnowledge } from '../../knowledge/read-file.js';
import { guessLanguage } from '../../languages/index.js';
import { RoleFile } from '../../records.js';
import { findFiles } from '../../store/find-files.js';
import { kindOf } from '../../store/read-file.js';
import { parseRoleFile } from './read-roles.js';
import { parseJson, readTableRows, type TableRow } from './table-rows.js';

/** What came of a table: role files, the files that they name, by their paths in the folder of roles, and the columns that nothing was read from. */
export interface RoleTable {
  roles: ReadonlyMap<string, string>;
  known: ReadonlyMap<string, string>;
  unread: string[];
}

/** A role file's keys, and the other headers that people give these columns; compared without case, blanks, `-` and `_`. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  name: ['label', 'role', 'role name', 'character', 'character name', '角色', '姓名', '名字', 'nom', 'personnage'],
  language: ['lang', '语言', 'langue'],
  description: ['desc', 'bio', 'persona', 'profile', 'summary', '描述', '简介', '介绍'],
  aliases: ['alias', 'also known as', 'altlabels', '别名'],
  script: ['scripts', 'script file', 'file', '剧本'],
  script_name: ['title', 'work', 'movie', 'book', 'play', 'series', '作品', 'œuvre'],
  catchphrases: ['catchphrase', '口头禅'],
  categories: ['category', 'tags', '类别'],
  licence: ['license'],
};

/** Where the files of facts lie, in the folder of roles. */
const KNOWLEDGE = 'knowledge';

/** Columns in Wikidata's names of which a role's file of facts is made, where `claims` is filled. */
const CLAIMS = 'claims';
const WIKI = 'wiki';

const LISTS = new Set(['aliases', 'script', 'catchphrases', 'categories']);
/** Catchphrases and paths may hold a semicolon. */
const LISTS_OF_WORDS = new Set(['aliases', 'categories']);

const bare = (header: string) =>
  header
    .normalize('NFKC')
    .replace(/[\s_-]/g, '')
    .toLowerCase();

const KEY_OF = new Map(
  Object.keys(RoleFile.shape).flatMap((key) => [key, ...(HEADERS[key] ?? [])].map((header) => [bare(header), key])),
);

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** The values of a field of several: a list, a list as JSON, or values with `|` or line breaks between. */
function listOf(value: unknown, key: string, place: { file: string; line: number }): unknown {
  if (typeof value !== 'string') return value;
  const list = value.trim().startsWith('[') ? parseJson(value, place) : value;
  if (typeof list !== 'string') return list;
  const between = LISTS_OF_WORDS.has(key) && !/[|\n]/.test(list) ? /[;；]/ : /[|\n]/;
  return list
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** A path as it stands in a role file of `folder`; in the table it is relative to the table. */
function movePath(given: unknown, what: string, folder: string, place: { file: string; line: number }): unknown {
  if (typeof given !== 'string') return given;
  const home = dirname(place.file);
  const path = resolve(home, given);
  if (kindOf(path) === undefined && findFiles(given, home).length === 0) {
    throw new UserError(`the ${what} "${given}" does not exist`, {
      ...place,
      advice: 'Paths in a table are relative to the table.',
    });
  }
  return relative(folder, path).split(sep).join('/');
}

/** What a row has of a file of facts; undefined where it has no claims. */
function knowledgeOf({ line, fields }: TableRow, role: Record<string, unknown>, file: string): string | undefined {
  const own = Object.fromEntries(Object.entries(fields).map(([header, value]) => [bare(header), value]));
  const [claims, wiki] = [own[CLAIMS], own[WIKI]].map((value) =>
    typeof value === 'string' && /^\s*[[{]/.test(value) ? parseJson(value, { file, line }) : value,
  );
  if (isEmpty(claims)) return undefined;
  const { name: label, description, aliases } = role;
  const known = { label, description, aliases, claims, ...(isEmpty(wiki) ? {} : { wiki }) };
  const text = `${JSON.stringify(known, null, 2)}\n`;
  atRow({ file, line }, () => parseKnowledge(text, file));
  return text;
}

/** A row as a role file has it. */
function toRole({ line, fields }: TableRow, file: string, folder: string): Record<string, unknown> {
  const role: Record<string, unknown> = {};
  for (const [header, value] of Object.entries(fields)) {
    const key = KEY_OF.get(bare(header));
    if (key === undefined || isEmpty(value) || key in role) continue;
    const read = LISTS.has(key) ? listOf(value, key, { file, line }) : value;
    if (key === 'is_machine') role[key] = read === true || /^(?:true|yes|1)$/i.test(String(read));
    else role[key] = typeof read === 'string' ? read.trim() : read;
  }
  const place = { file, line };
  if ('script' in role) role.script = [role.script].flat().map((one) => movePath(one, 'script', folder, place));
  if ('knowledge' in role) role.knowledge = movePath(role.knowledge, 'knowledge', folder, place);
  const shown = [role.description, role.description_second_person, role.name].find((text) => typeof text === 'string');
  return { name: role.name, language: guessLanguage(String(shown ?? '')).code, ...role };
}

/** A name that every file system takes, for a role's file. */
const fileNameOf = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'role';

/**
 * Reads a table of roles, one a row: CSV or TSV with a header, or JSONL. Columns are a role file's keys or what people call
 * them; a role without `language` has the one that its description shows. `folder` is where the role files will lie: paths of
 * scripts are written relative to it. Throws UserError with file and line where a row makes no role, or two make the same.
 */
export function readRoleTable(file: string, folder: string): RoleTable {
  const rows = readTableRows(file);
  const lineOfName = new Map<string, number>();
  const taken = new Set<string>();
  const roles = new Map<string, string>();
  const known = new Map<string, string>();
  for (const row of rows) {
    const place = { file, line: row.line };
    const fields = toRole(row, file, folder);
    const name = nameOf(fields, row, file);
    const earlier = lineOfName.get(name);
    if (earlier !== undefined) {
      throw new UserError(`the role "${name}" is also in line ${earlier}`, {
        ...place,
        advice: 'Give one of them another name.',
      });
    }
    lineOfName.set(name, row.line);
    const free = freeName(fileNameOf(name), taken);
    const knowledge = knowledgeOf(row, fields, file);
    if (knowledge !== undefined) known.set(`${KNOWLEDGE}/${free}.json`, knowledge);
    const named = knowledge === undefined ? {} : { knowledge: `${KNOWLEDGE}/${free}.json` };
    roles.set(`${free}.yaml`, toText({ ...fields, ...named }, place));
  }
  const headers = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const isRead = (header: string) => KEY_OF.has(header) || (known.size > 0 && [CLAIMS, WIKI].includes(header));
  return { roles, known, unread: headers.filter((header) => !isRead(bare(header))) };
}

/** The name of a row's role, which has a description or a script. */
function nameOf({ name, ...role }: Record<string, unknown>, { line, fields }: TableRow, file: string): string {
  if (typeof name !== 'string') {
    const advice = `Give the table a column "name"; it has: ${Object.keys(fields).slice(0, 20).join(', ')}.`;
    throw new UserError('this row names no role', { file, line, advice });
  }
  if ('script' in role || 'description' in role) return name;
  throw new UserError(`the role "${name}" has neither a script nor a description`, {
    file,
    line,
    advice: 'Fill the column `description` or `script`: a role needs one of them.',
  });
}

/** The first of `name`, `name-2`, `name-3` … that is not taken yet. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  taken.add(free);
  return free;
}

/** The text of a role file, checked as a role file is. */
function toText(fields: Record<string, unknown>, place: { file: string; line: number }): string {
  const text = stringify(fields, { lineWidth: 0 });
  atRow(place, () => parseRoleFile(text, place.file));
  return text;
}

/** Checks a text that was made of a row; what does not fit is said of the row. */
function atRow(place: { file: string; line: number }, check: () => unknown): void {
  try {
    check();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(thrown.message, { ...place, advice: 'Correct this row.', cause: thrown });
  }
}
