import { cpSync } from 'node:fs';
import { inject } from 'vitest';
import { makeFolder } from './cli.js';

/** A new folder in which the tiny roles' dataset was made, with `GENERATE`. */
export function generatedFolder(): string {
  const folder = makeFolder();
  cpSync(inject('generated'), folder, { recursive: true });
  return folder;
}
