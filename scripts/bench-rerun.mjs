// How long `generate` takes on a set that is finished: node scripts/bench-rerun.mjs [roles]. Run `npm run build` before. Its own roles
// are asked 920 general instructions with 6 answers each and 200 questions about themselves by a server in another process; 106 roles
// are RoleBench's size.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeInputs } from './bench-inputs.mjs';
import { startServer } from './bench-processes.mjs';

const [asked = '10'] = process.argv.slice(2);
const INSTRUCTIONS = 920;
const QUESTIONS = 200;
const AGAIN = 3;
const PROGRAM = fileURLToPath(new URL('../bin/rolellm.js', import.meta.url));

/** Runs a command. Returns its seconds and its peak memory in MB. */
function run(args, folder) {
  return new Promise((resume, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    let megabytes = 0;
    const watch = setInterval(() => {
      try {
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        megabytes = Math.max(megabytes, Math.round(Number(peak ?? 0) / 1024));
      } catch {}
    }, 50);
    child.on('close', (status) => {
      clearInterval(watch);
      if (status > 1) reject(new Error(`${args[0]} ended with ${status}`));
      else resume({ seconds: (performance.now() - began) / 1000, megabytes });
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-rerun-'));
const server = await startServer('bench-size-server.mjs');
try {
  const settings = { baseUrl: server.url, concurrency: 32 };
  writeInputs(folder, { roles: Number(asked), instructions: INSTRUCTIONS, questions: QUESTIONS, settings });
  const first = await run(['generate', '--quiet'], folder);
  const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
  const kept = stages.filter.rows.toLocaleString('en-US');
  console.log(`${asked} roles, ${kept} answers kept: the first run took ${Math.round(first.seconds)} s`);
  for (let k = 0; k < AGAIN; k += 1) {
    const { seconds, megabytes } = await run(['generate', '--quiet'], folder);
    console.log(`with nothing to do: ${seconds.toFixed(2)} s, peak ${megabytes} MB`);
  }
  rmSync(join(folder, 'data/hashes.json'));
  const unknown = await run(['generate', '--quiet'], folder);
  console.log(`without data/hashes.json, so that all files are read: ${unknown.seconds.toFixed(2)} s`);
} finally {
  server.child.kill();
  rmSync(folder, { recursive: true, force: true });
}
