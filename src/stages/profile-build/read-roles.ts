import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type CardData, isCard, parseCard } from '../../cards/card.js';
import { exampleLines } from '../../cards/example-lines.js';
import { roleOfCard } from '../../cards/role-of-card.js';
import { UserError } from '../../errors.js';
import { readKnowledgeFile } from '../../knowledge/read-file.js';
import { LONGEST_PROFILE_TEXT } from '../../quality/profile-text.js';
import { RoleFile } from '../../records.js';
import { DEFAULT_CONFIG } from '../../settings-file.js';
import { byCodeUnits, findFiles } from '../../store/find-files.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { parseYaml, type YamlFile } from '../../store/yaml-file.js';
import { findBrokenCharacter, withoutBrokenCharacters } from '../../text/broken-characters.js';
import { findMark, withoutMarks } from '../../training/markup.js';

/** A role file that was read and whose scripts and knowledge file are there; `knowledge` is named as rows name files. */
export interface Role extends Omit<RoleFile, 'script'> {
  /** The role file, as the user can open it. */
  file: string;
  /** Its scripts: paths as the rows name them, relative to the working folder, with forward slashes. */
  scripts: string[];
  /** The character card that the file is, where it is one. */
  card: CardData | null;
}

const ROLE_FILES = '*.{yaml,yml,json,png,charx}';

/** A path as rows name it. */
function asNamed(path: string): string {
  return relative(process.cwd(), resolve(path)).split(sep).join('/');
}

/** The settings may lie in the folder of the roles. */
const isNoSettings = (file: string) => basename(file) !== DEFAULT_CONFIG;

function findRoleFiles(path: string): string[] {
  const kind = kindOf(path);
  if (kind === 'file') return [path];
  const found = (kind === 'folder' ? findFiles(ROLE_FILES, path) : findFiles(path, '.')).filter(isNoSettings);
  if (found.length > 0) return found;
  if (kind === undefined) {
    throw new UserError('this role file or folder does not exist', {
      file: path,
      advice: 'Name another with --roles.',
    });
  }
  throw new UserError('this folder contains no role file (.yaml, .yml, .json, or a character card as .png or .charx)', {
    file: path,
    advice: 'Add one (see "Add your own role" in README.md), or name another folder with --roles.',
  });
}

/** A text of a role file and its key. */
type RoleText = [path: readonly (string | number)[], text: string];

/** Every text that a role file holds. */
function textsOf(role: RoleFile): RoleText[] {
  return Object.entries(role).flatMap(([key, value]): RoleText[] => {
    if (typeof value === 'string') return [[[key], value]];
    return Array.isArray(value) ? value.map((text, k): RoleText => [[key, k], text]) : [];
  });
}

/** What in a text no reader of the dataset could show, store or tell from the markup of training. */
function findFault(text: string): string | undefined {
  if (text.length > LONGEST_PROFILE_TEXT) return `${text.length} characters, more than ${LONGEST_PROFILE_TEXT}`;
  const mark = findMark(text);
  return findBrokenCharacter(text) ?? (mark && `"${mark}", with which models end and begin texts`);
}

/** Throws UserError where a text of a role file cannot go into a dataset: it would stand in every row of the role. */
function checkTexts(role: RoleFile, file: string, lineOf: YamlFile<RoleFile>['lineOf']): void {
  for (const [path, text] of textsOf(role)) {
    const found = findFault(text);
    if (found === undefined) continue;
    const line = lineOf(path);
    const place = { file, ...(line === undefined ? {} : { line }) };
    throw new UserError(`"${path.join('.')}" holds ${found}`, {
      ...place,
      advice: 'Remove it, or write it again.',
    });
  }
}

/** Reads one role file (YAML or JSON). Throws UserError with its line where it does not fit. */
export function parseRoleFile(text: string, file: string): { role: RoleFile; lineOf: YamlFile<RoleFile>['lineOf'] } {
  const { value, lineOf } = parseYaml(
    text,
    file,
    RoleFile,
    `A role file's keys are: ${Object.keys(RoleFile.shape).join(', ')}.`,
  );
  checkTexts(value, file, lineOf);
  return { role: value, lineOf };
}

function findScripts(role: RoleFile, file: string, line: number | undefined): string[] {
  const folder = dirname(file);
  const place = { file, ...(line === undefined ? {} : { line }) };
  const scripts = (role.script ?? []).flatMap((pattern) => {
    const direct = resolve(folder, pattern);
    if (kindOf(direct) === 'file') return [direct];
    const found = findFiles(pattern, folder);
    if (found.length > 0) return found;
    if (kindOf(direct) === 'folder') {
      throw new UserError(`the script "${pattern}" is a folder`, {
        ...place,
        advice: `Name its files: "${pattern.replace(/\/$/, '')}/*.txt".`,
      });
    }
    throw new UserError(`the script "${pattern}" does not exist`, {
      file,
      ...(line === undefined ? {} : { line }),
      advice: `Paths are relative to the role file: looked for ${asNamed(direct)}.`,
    });
  });
  return [...new Set(scripts.map(asNamed))];
}

function readRole(file: string): Role {
  const bytes = readNamedFile(file);
  if (isCard(bytes, file)) return readCardRole(bytes, file);
  const { role, lineOf } = parseRoleFile(bytes.toString('utf8'), file);
  if (!role.script && !role.description) {
    throw new UserError('the role has neither a script nor a description', {
      file,
      advice: 'Add `script` or `description`: a role needs one of them.',
    });
  }
  const { script: _, ...rest } = role;
  const knowledge = findKnowledge(role, file, lineOf(['knowledge']));
  return { ...rest, ...knowledge, file, scripts: findScripts(role, file, lineOf(['script'])), card: null };
}

/** The user's own file of what is known of the role, which is read to see whether it fits. */
function findKnowledge({ knowledge }: RoleFile, file: string, line: number | undefined): Pick<Role, 'knowledge'> {
  if (knowledge === undefined) return {};
  const named = asNamed(resolve(dirname(file), knowledge));
  if (kindOf(named) !== 'file') {
    throw new UserError(`the knowledge file "${knowledge}" does not exist`, {
      file,
      ...(line === undefined ? {} : { line }),
      advice: `Paths are relative to the role file: looked for ${named}.`,
    });
  }
  readKnowledgeFile(named);
  return { knowledge: named };
}

/** A character card: a role whose script, where it has one, are its own example dialogues. */
function readCardRole(bytes: Buffer, file: string): Role {
  const card = parseCard(bytes, file);
  const { script: _, ...read } = roleOfCard({ ...withoutFaults(card), name: card.name }, file);
  const role = withoutFaults(read);
  const speaks = exampleLines(card).some(({ speaker }) => speaker === card.name);
  if (!role.description && !speaks) {
    throw new UserError('the card describes nobody', { file, advice: 'Give it a description or a personality.' });
  }
  checkTexts(role, file, () => undefined);
  return { ...role, file, scripts: speaks ? [asNamed(file)] : [], card };
}

/** A card's texts without what could not go into a dataset: most cards come from elsewhere, and a picture cannot be mended by hand. */
function withoutFaults<Texts extends object>(role: Texts): Texts {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return withoutMarks(withoutBrokenCharacters(value)).trim();
    return Array.isArray(value) ? value.map(clean) : value;
  };
  return Object.fromEntries(Object.entries(role).map(([key, value]) => [key, clean(value)])) as Texts;
}

/** What is wrong with several files, in one line; of one file its own words. */
function faultOf(faults: readonly UserError[], count: number): UserError {
  const [first] = faults as [UserError];
  if (faults.length === 1) return first;
  return new UserError(
    `${faults.length} of ${count} role files cannot be read: ${faults.map((fault, k) => `(${k + 1}) ${fault.toLine()}`).join(' ')}`,
  );
}

/** The roles of these files by their names. Throws UserError that names every file which cannot be read. */
function readAll(files: readonly string[]): Map<string, Role> {
  const roles = new Map<string, Role>();
  const faultsOf = new Map<string, UserError>();
  for (const file of files) {
    try {
      const role = readRole(file);
      const other = roles.get(role.name);
      if (other) {
        throw new UserError(`the role "${role.name}" is also in ${other.file}`, {
          file,
          advice: 'Give one of them another name.',
        });
      }
      roles.set(role.name, role);
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      faultsOf.set(file, thrown);
    }
  }
  // What a role names as its knowledge may lie beside the role files and is none.
  const read = [...roles.values()].map(({ knowledge }) => knowledge);
  const unread = [...faultsOf].map(([file, fault]) => (fault.file === file ? undefined : fault.file));
  const named = new Set([...read, ...unread]);
  const faults = [...faultsOf].filter(([file]) => !named.has(file)).map(([, fault]) => fault);
  if (faults.length > 0) throw faultOf(faults, files.length);
  return roles;
}

/**
 * Reads the role files under the given paths (files, folders, globs), in the order of their paths; `only` keeps those with
 * these names. Throws UserError where files or their scripts are missing or do not fit, or two files name the same role.
 */
export function readRoles(paths: readonly string[], only?: readonly string[]): Role[] {
  const files = [...new Set(paths.flatMap(findRoleFiles).map(asNamed))].sort(byCodeUnits);
  const roles = readAll(files);
  for (const name of only ?? []) {
    if (roles.has(name)) continue;
    throw new UserError(`there is no role "${name}"`, {
      advice: `Correct --only, or \`only\` in the settings. There are: ${[...roles.keys()].join(', ')}.`,
    });
  }
  return [...roles.values()].filter(({ name }) => !only || only.includes(name));
}
