// How much memory `generate` takes at RoleBench's size: 106 roles, 920 general instructions with 6 answers each, 200 questions a role;
// then how long it takes once more, with nothing to do: node scripts/bench-size.mjs [share of the roles]. Run `npm run build` before.
// The roles are the speakers with the most lines of the scripts in ../shared/corpus; a server in another process answers. Where other
// programs use the machine, go by the processor seconds.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countSpeakers, openScript } from '../dist/readers/index.js';

const SHARE = Number(process.argv[2] ?? 1);
const ROLES = Math.round(106 * SHARE);
const INSTRUCTIONS = 920;
const QUESTIONS = 200;
const PROGRAM = fileURLToPath(new URL('../bin/rolellm.js', import.meta.url));
const CORPUS = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const WATCH_MS = 100;

if (!existsSync(CORPUS)) {
  console.log('bench-size is skipped: there is no ../shared/corpus to take roles from');
  process.exit(0);
}

/** The speakers of all English plays, those with the most lines first. */
async function findSpeakers() {
  const speakers = [];
  for (const folder of ['scripts/en', 'scripts/en-xml', 'dialogues']) {
    for (const name of readdirSync(join(CORPUS, folder)).filter((file) => /\.(?:txt|xml|csv)$/.test(file))) {
      const file = join(CORPUS, folder, name);
      const { lines } = await openScript(readFileSync(file), { file });
      for (const { speaker, lines: count } of countSpeakers(lines)) speakers.push({ speaker, count, file });
    }
  }
  return speakers.sort((a, b) => b.count - a.count);
}

/** A name that no other role has: Caesar speaks in two plays. */
const roleName = ({ speaker, file }) =>
  `${speaker} of ${basename(file).replace(/\..*$/, '')} ${basename(file).split('.').at(-1)}`;

async function writeRoles(folder) {
  const speakers = (await findSpeakers()).slice(0, ROLES);
  mkdirSync(join(folder, 'roles'));
  for (const [k, speaker] of speakers.entries()) {
    const role = { name: roleName(speaker), language: 'en', aliases: [speaker.speaker], script: speaker.file };
    writeFileSync(join(folder, 'roles', `${k}.yaml`), JSON.stringify(role));
  }
  const instructions = readFileSync(join(CORPUS, 'instructions/en.jsonl'), 'utf8');
  writeFileSync(join(folder, 'instructions.jsonl'), instructions);
  return speakers.length;
}

async function startServer() {
  const file = fileURLToPath(new URL('bench-size-server.mjs', import.meta.url));
  const server = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resume) => server.stdout.once('data', (text) => resume(Number(text))));
  return { server, url: `http://127.0.0.1:${port}/v1` };
}

const writeSettings = (folder, url) =>
  writeFileSync(
    join(folder, 'rolellm.config.yaml'),
    JSON.stringify({
      roles: ['roles'],
      provider: 'openai',
      model: 'bench',
      baseUrl: url,
      concurrency: 32,
      rpm: 1_000_000,
      contextInstruct: { perRole: QUESTIONS },
      rolegpt: { instructions: 'instructions.jsonl', count: INSTRUCTIONS },
    }),
  );

/** The stage that is running, as the data folder says. */
function runningStage(folder) {
  try {
    const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
    return Object.keys(stages).at(-1) ?? 'start';
  } catch {
    return 'start';
  }
}

const megabytesOf = (status, name) =>
  Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);

/** Processor seconds of all threads of a process, by its `stat`: what follows the name, which may hold spaces (proc(5)). */
const TICKS = 100;
function processorSeconds(stat) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Runs a command. Returns its seconds, its processor seconds, its peak memory in MB and the most that each stage took. */
function run(args, folder) {
  return new Promise((resume, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const stages = new Map();
    let peak = 0;
    let processor = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, megabytesOf(status, 'VmHWM'));
        processor = processorSeconds(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
        const stage = runningStage(folder);
        stages.set(stage, Math.max(stages.get(stage) ?? 0, megabytesOf(status, 'VmRSS')));
      } catch {}
    }, WATCH_MS);
    child.on('close', (status) => {
      clearInterval(watch);
      if (status > 1) reject(new Error(`exit ${status}`));
      else resume({ seconds: (performance.now() - began) / 1000, processor, peak, stages });
    });
  });
}

const tell = ({ seconds, processor, peak }) =>
  `${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor time), peak ${peak} MB`;

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-size-'));
const { server, url } = await startServer();
try {
  const roles = await writeRoles(folder);
  writeSettings(folder, url);
  const first = await run(['generate', '--quiet'], folder);
  const { filter } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8')).stages;
  console.log(
    `generate with ${roles} roles, ${INSTRUCTIONS} instructions x 6 and ${QUESTIONS} questions a role: ${filter.rows.toLocaleString('en-US')} answers kept, ${tell(first)}`,
  );
  console.log(`most MB by stage: ${[...first.stages].map(([stage, most]) => `${stage} ${most}`).join(', ')}`);
  console.log(`generate once more, with nothing to do: ${tell(await run(['generate', '--quiet'], folder))}`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
