import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { writeFiles } from './harness/files.js';
import { GENERATE, TINY_FILES, WITH_REHEARSAL } from './harness/tiny-role.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder in which the tiny roles' dataset was made. */
    generated: string;
  }
}

/** Builds the program, since tests run what users run, and makes one dataset of the tiny roles, rehearsal in all formats, that tests take copies of. */
export default function buildOnce(project: TestProject): () => void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
  const generated = mkdtempSync(join(tmpdir(), 'rolellm-generated-'));
  writeFiles(generated, { ...TINY_FILES, ...WITH_REHEARSAL });
  const program = join(import.meta.dirname, '../bin/rolellm.js');
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
  execFileSync(process.execPath, [program, ...GENERATE], {
    cwd: generated,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  project.provide('generated', generated);
  return () => rmSync(generated, { recursive: true, force: true });
}
