import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeFiles } from './files.js';

export const PROJECT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(PROJECT, 'bin/rolellm.js');

/** How a run of the program ended. */
export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A program that is running. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** The environment without anything that configures a model. */
function cleanEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
  return { ...env, ...extra };
}

/** Starts `rolellm` as users do, in a folder. */
export function startRolellm(args: readonly string[], cwd: string, env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: cleanEnvironment(env) });
  const ended = new Promise<Ended>((resume) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => (stdout += chunk));
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('close', (status, signal) => resume({ status, signal, stdout, stderr }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended };
}

/** Runs `rolellm` to its end. */
export function rolellm(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  return startRolellm(args, cwd, env).ended;
}

/** Runs `rolellm` to its end in a hook, where nothing is torn down after a test. Throws where it fails. */
export function runToEnd(args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: cleanEnvironment({}),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`rolellm ${args.join(' ')} ended with ${status}: ${stderr}`);
}

/** A new folder with these files in it, which goes when the test is over. */
export function makeFolder(files: Record<string, string | Uint8Array> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  writeFiles(folder, files);
  return folder;
}

/** Every file under a folder with the hash of its bytes, sorted by path. */
export function fingerprint(folder: string): Record<string, string> {
  const prints: Record<string, string> = {};
  const files = (readdirSync(folder, { recursive: true }) as string[]).map((path) => join(folder, path)).sort();
  for (const file of files) {
    if (!statSync(file).isFile()) continue;
    prints[relative(folder, file)] = createHash('sha256').update(readFileSync(file)).digest('hex');
  }
  return prints;
}

/** Rows of a JSONL file. */
export function rowsOf<Row = Record<string, unknown>>(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}
