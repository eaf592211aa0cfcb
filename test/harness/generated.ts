import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { makeFolder, runToEnd } from './cli.js';
import { writeFiles } from './files.js';
import { TINY_FILES } from './tiny-role.js';

/** What makes the tiny roles' dataset. */
export const GENERATE: readonly string[] = [
  ...['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '4', '--quiet'],
];

let made: string | undefined;

/** A new folder in which the tiny roles' dataset was made: once for each file of tests, then copied. */
export function generatedFolder(): string {
  if (made === undefined) {
    made = mkdtempSync(join(tmpdir(), 'rolellm-generated-'));
    writeFiles(made, TINY_FILES);
    runToEnd(GENERATE, made);
  }
  const folder = makeFolder();
  cpSync(made, folder, { recursive: true });
  return folder;
}

afterAll(() => {
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
});
