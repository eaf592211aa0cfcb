import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNewFiles } from '../../store/new-files.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { quoteWord } from '../../text/quote-path.js';
import { inColumns } from '../columns.js';
import { FIRST_STEPS } from '../first-steps.js';
import { printOut } from '../print.js';

/** The example role, among the sample roles that the package ships, and its script. */
const ROLE = 'profiles/algernon.yaml';
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
    [SETTINGS, shipped(`starter/${SETTINGS}`)],
  ]);
  if (kindOf(join(folder, IGNORED)) === undefined) files.set(IGNORED, 'data/\n');
  writeNewFiles(folder, files);
  printOut(`${describe(folder, [...files.keys()])}\n`);
}

function describe(folder: string, files: readonly string[]): string {
  const isHere = resolve(folder) === process.cwd();
  return [
    `Made in ${isHere ? 'this folder' : folder}:`,
    inColumns(files.map((file) => [WHAT[file] ?? '', file])),
    '\nNext steps:',
    inColumns(isHere ? FIRST_STEPS : [[`cd ${quoteWord(folder)}`, ''], ...FIRST_STEPS]),
    '\nTo add your own role:',
    `  put its script into ${dirname(SCRIPT)}/`,
    `  rolellm profile-build --list-characters ${dirname(SCRIPT)}/FILE`,
    `  write ${dirname(ROLE)}/NAME.yaml for a character in it, and delete the example`,
  ].join('\n');
}
