import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { writeFiles } from './files.js';
import type { Within } from './machines.js';

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

/** The environment without anything that configures a model; whatever listens on this machine is not looked for. */
function cleanEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
  return { ...env, ROLELLM_LOCAL_SERVERS: 'no', ...extra };
}

/** Starts `rolellm` as users do, in a folder; `within` are words of a command line that it runs under (`machines.ts`). */
export function startRolellm(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
  within: Within = [],
): Running {
  const [command, ...words] = [...within, process.execPath, PROGRAM, ...args] as [string, ...string[]];
  const child = spawn(command, words, { cwd, env: cleanEnvironment(env) });
  const ended = new Promise<Ended>((resume) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => (stdout += chunk));
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('close', (status, signal) => resume({ status, signal, stdout, stderr }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended };
}

/** The built program, loaded once for each file of tests: starting a process takes longer than most commands do. */
const loaded = import(pathToFileURL(join(PROJECT, 'dist/cli/command-line.js')).href) as Promise<{
  runCommandLine(words: readonly string[]): Promise<number>;
}>;

/** What a command changes of the process that it runs in, as it was. */
function lendProcess(words: readonly string[], cwd: string, env: Record<string, string>) {
  const before = { argv: process.argv, cwd: process.cwd(), env: process.env };
  const [out, err] = [process.stdout.write, process.stderr.write];
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ signal, known: process.listeners(signal) }));
  const printed = { stdout: '', stderr: '' };
  process.chdir(cwd);
  process.env = cleanEnvironment(env);
  process.argv = [...before.argv.slice(0, 2), ...words];
  process.stdout.write = (chunk: string | Uint8Array) => {
    printed.stdout += String(chunk);
    return true;
  };
  process.stderr.write = (chunk: string | Uint8Array) => {
    printed.stderr += String(chunk);
    return true;
  };
  return {
    printed,
    giveBack() {
      process.chdir(before.cwd);
      process.env = before.env;
      process.argv = before.argv;
      process.stdout.write = out;
      process.stderr.write = err;
      for (const { signal, known } of listeners) {
        for (const added of process.listeners(signal)) if (!known.includes(added)) process.off(signal, added);
      }
    },
  };
}

let last: Promise<unknown> = loaded;

/**
 * Runs `rolellm` to its end: the whole command line, within the tests' own process, one after the other. Where a test kills it
 * or needs two at once, `startRolellm` starts a process.
 */
export function rolellm(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  const run = async (): Promise<Ended> => {
    const { runCommandLine } = await loaded;
    const lent = lendProcess(args, cwd, env);
    try {
      const status = await runCommandLine(args);
      return { status, signal: null, ...lent.printed };
    } finally {
      lent.giveBack();
    }
  };
  const ended = last.then(run, run);
  last = ended.catch(() => {});
  return ended;
}

/** Runs `rolellm` to its end. Throws where it fails. */
export async function runToEnd(args: readonly string[], cwd: string): Promise<void> {
  const { status, stderr } = await rolellm(args, cwd);
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
