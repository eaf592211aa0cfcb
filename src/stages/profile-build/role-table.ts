import { dirname, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import { UserError } from '../../errors.js';
import { guessLanguage } from '../../languages/index.js';
import { RoleFile } from '../../records.js';
import { findFiles } from '../../store/find-files.js';
import { kindOf } from '../../store/read-file.js';
import { parseRoleFile } from './read-roles.js';
import { parseJson, readTableRows, type TableRow } from './table-rows.js';

/** A role file that a row of a table became: its name in a folder of roles, and its text. */
export interface TabledRole {
  file: string;
  text: string;
}

/** What came of a table: role files, and the columns that no role file has a key for. */
export interface RoleTable {
  roles: TabledRole[];
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

/** Paths of scripts as they stand in a role file of `folder`; in the table they are relative to the table. */
function movePaths(scripts: unknown, folder: string, place: { file: string; line: number }): unknown {
  const home = dirname(place.file);
  return [scripts].flat().map((script: unknown) => {
    if (typeof script !== 'string') return script;
    const path = resolve(home, script);
    if (kindOf(path) === undefined && findFiles(script, home).length === 0) {
      throw new UserError(`the script "${script}" does not exist`, {
        ...place,
        advice: 'Paths in a table are relative to the table.',
      });
    }
    return relative(folder, path).split(sep).join('/');
  });
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
  if ('script' in role) role.script = movePaths(role.script, folder, { file, line });
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
  const roles = rows.map((row): TabledRole => {
    const place = { file, line: row.line };
    const fields = toRole(row, file, folder);
    if (typeof fields.name !== 'string') {
      const advice = `Give the table a column "name"; it has: ${Object.keys(row.fields).slice(0, 20).join(', ')}.`;
      throw new UserError('this row names no role', { ...place, advice });
    }
    if (!('script' in fields) && !('description' in fields)) {
      throw new UserError(`the role "${fields.name}" has neither a script nor a description`, {
        ...place,
        advice: 'Fill the column `description` or `script`: a role needs one of them.',
      });
    }
    const earlier = lineOfName.get(fields.name);
    if (earlier !== undefined) {
      throw new UserError(`the role "${fields.name}" is also in line ${earlier}`, {
        ...place,
        advice: 'Give one of them another name.',
      });
    }
    lineOfName.set(fields.name, row.line);
    return { file: `${freeName(fileNameOf(fields.name), taken)}.yaml`, text: toText(fields, place) };
  });
  const headers = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  return { roles, unread: headers.filter((header) => !KEY_OF.has(bare(header))) };
}

/** The first of `name`, `name-2`, `name-3` … that is not taken yet. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  taken.add(free);
  return free;
}

/** The text of a role file, checked as a role file is; what does not fit is said of the table's row. */
function toText(fields: Record<string, unknown>, place: { file: string; line: number }): string {
  const text = stringify(fields, { lineWidth: 0 });
  try {
    parseRoleFile(text, place.file);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(thrown.message, { ...place, advice: 'Correct this row.', cause: thrown });
  }
  return text;
}
