import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRoleTable } from '../../stages/profile-build/role-table.js';
import { writeNewFiles } from '../../store/new-files.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { quoteWord } from '../../text/quote-path.js';
import { inColumns } from '../columns.js';
import { FIRST_STEPS } from '../first-steps.js';
import { printOut } from '../print.js';

/** The example role, among the sample roles that the package ships, and its script. */
const ROLES = 'profiles';
const ROLE = `${ROLES}/algernon.yaml`;
const SCRIPT = 'profiles/scripts/the-importance-of-being-earnest.txt';
const SETTINGS = 'rolellm.config.yaml';
const IGNORED = '.gitignore';

const WHAT: Record<string, string> = {
  [ROLE]: 'an example role',
  [SCRIPT]: 'its script',
  [SETTINGS]: 'settings, explained',
  [IGNORED]: 'keeps data/ out of git',
};

const shipped = (path: string) => readNamedFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));

/** Makes a working folder with an example role. Throws UserError where a file of it is there already. */
export function makeWorkingFolder(folder: string): void {
  const files = new Map<string, string | Uint8Array>([
    [ROLE, shipped(ROLE)],
    [SCRIPT, shipped(SCRIPT)],
    ...commonFiles(folder),
  ]);
  writeNewFiles(folder, files);
  printOut(`${describe(folder, [...files.keys()])}\n`);
}

/** Makes a working folder with a role file for each row of a table. Throws UserError where a row does not fit or a file is there already. */
export function makeFolderOfTable(folder: string, table: string): void {
  const { roles, known, unread } = readRoleTable(table, join(folder, ROLES));
  const common = commonFiles(folder);
  const inRoles = [...roles, ...known].map(([file, text]) => [`${ROLES}/${file}`, text] as const);
  writeNewFiles(folder, new Map([...inRoles, ...common]));
  const made = [
    [`${roles.size} role${roles.size === 1 ? '' : 's'}`, firstAndLast(roles)],
    ...(known.size === 0 ? [] : [['what is known of them', firstAndLast(known)]]),
    ...[...common.keys()].map((file) => [WHAT[file] ?? '', file]),
  ];
  const told = unread.length === 0 ? [] : [`Not read, since no role file has such a key: ${unread.join(', ')}`];
  printOut(`${[madeIn(folder), inColumns(made), ...told, ...nextSteps(folder)].join('\n')}\n`);
}

function firstAndLast(files: ReadonlyMap<string, string>): string {
  const [first, ...others] = files.keys();
  return [first, ...others.slice(-1)].map((file) => `${ROLES}/${file}`).join(' … ');
}

/** What a working folder has whatever its roles are. */
function commonFiles(folder: string): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>([[SETTINGS, shipped(`starter/${SETTINGS}`)]]);
  if (kindOf(join(folder, IGNORED)) === undefined) files.set(IGNORED, 'data/\n');
  return files;
}

const isHere = (folder: string) => resolve(folder) === process.cwd();

const madeIn = (folder: string) => `Made in ${isHere(folder) ? 'this folder' : folder}:`;

const nextSteps = (folder: string) => [
  '\nNext steps:',
  inColumns(isHere(folder) ? FIRST_STEPS : [[`cd ${quoteWord(folder)}`, ''], ...FIRST_STEPS]),
];

function describe(folder: string, files: readonly string[]): string {
  return [
    madeIn(folder),
    inColumns(files.map((file) => [WHAT[file] ?? '', file])),
    ...nextSteps(folder),
    '\nTo add your own role:',
    `  put its script into ${dirname(SCRIPT)}/`,
    `  rolellm profile-build --list-characters ${dirname(SCRIPT)}/FILE`,
    `  write ${dirname(ROLE)}/NAME.yaml for a character in it, and delete the example`,
  ].join('\n');
}
