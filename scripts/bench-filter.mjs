// The filter over a million answers, as users run it: node scripts/bench-filter.mjs [answers]. Run `npm run build` before. Answers are
// RoleBench's (../shared/rolebench), given to a hundred roles: a hundredth are role-specific candidates, the rest responses.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ANSWERS = Number(process.argv[2] ?? 1_000_000);
const ROLES = 100;
const RESPONSES = 5;
const FOLDER = new URL('../../shared/rolebench/rolebench-eng/role-generalization/', import.meta.url);
const PROGRAM = fileURLToPath(new URL('../bin/rolellm.js', import.meta.url));

function rowsOf(path) {
  const file = fileURLToPath(new URL(path, FOLDER));
  if (!existsSync(file)) {
    console.log(`${file} is not there: nothing is measured.`);
    process.exit(0);
  }
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
}

const profile = (role) => ({
  role,
  language: 'en',
  aliases: [],
  script_name: 'A Play',
  scripts: ['play.txt'],
  source: null,
  licence: null,
  is_machine: false,
  description: 'Somebody of the play.',
  description_second_person: 'You are somebody of the play.',
  catchphrases: [],
  categories: [],
  by_hand: ['description', 'description_second_person', 'catchphrases', 'categories'],
  counts: { lines: 1, words: 1, script_lines: 1 },
  model: null,
});

const candidate = (role, k, { question, generated }) => ({
  id: `${role}-${k}`,
  role,
  language: 'en',
  type: 'script_agnostic',
  question,
  confidence: 'High',
  rationale: '',
  answer: generated[0],
  segment: null,
  request: 'bench',
  model: 'bench',
});

const pair = (role, k, { question, generated }) => ({
  id: `${role}-general-${k}`,
  role,
  language: 'en',
  question,
  category: null,
  source: 'bench',
  raw_answer: null,
  generated,
  baseline: null,
  requests: ['bench'],
  demonstrations: [],
  model: 'bench',
});

/** Writes a data folder with so many answers. */
function writeData(data) {
  mkdirSync(data);
  const specific = rowsOf('role_specific/test.jsonl');
  const general = rowsOf('general/test.jsonl').filter(({ generated }) => generated.length === RESPONSES);
  const names = [...new Set(specific.map(({ role }) => role))];
  const roles = Array.from({ length: ROLES }, (_, k) => `${names[k % names.length]} ${k}`);
  const ownRows = new Map(
    roles.map((role, k) => [role, specific.filter((row) => row.role === names[k % names.length])]),
  );
  const write = (name, count, rowOf) => {
    const file = openSync(join(data, name), 'w');
    for (const [r, role] of roles.entries()) {
      const rows = Array.from({ length: count }, (_, k) => JSON.stringify(rowOf(role, k, r * count + k)));
      writeSync(file, `${rows.join('\n')}\n`);
    }
    closeSync(file);
  };
  writeFileSync(join(data, 'profiles.jsonl'), `${roles.map((role) => JSON.stringify(profile(role))).join('\n')}\n`);
  const candidates = Math.round(ANSWERS / 100 / ROLES);
  write('context-instruct.jsonl', candidates, (role, k) => {
    const rows = ownRows.get(role);
    return candidate(role, k, rows[k % rows.length]);
  });
  const pairs = Math.round((ANSWERS * 0.99) / RESPONSES / ROLES);
  write('rolegpt.jsonl', pairs, (role, k, n) => pair(role, k, general[n % general.length]));
}

/** Runs a program. Returns its seconds and its peak memory in MB, where the system tells. */
function run(args, cwd) {
  return new Promise((resume, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    let peak = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {}
    }, 50);
    child.on('close', (status) => {
      clearInterval(watch);
      if (status !== 0 && status !== 1) reject(new Error(`exit ${status}`));
      else resume({ seconds: (performance.now() - began) / 1000, peak: Math.round(peak / 1024) });
    });
  });
}

/** What a pass over the same rows costs that only parses them and writes them again. */
const COPY = `
const { createReadStream, createWriteStream } = require('node:fs');
const { createInterface } = require('node:readline');
(async () => {
  const out = createWriteStream('copy.jsonl');
  for (const name of ['context-instruct.jsonl', 'rolegpt.jsonl']) {
    for await (const line of createInterface({ input: createReadStream('data/' + name) })) {
      const row = JSON.parse(line);
      for (const answer of [row.generated ?? row.answer].flat()) {
        const text = JSON.stringify({ ...row, answer }) + '\\n';
        if (!out.write(text)) await new Promise((resume) => out.once('drain', resume));
      }
    }
  }
  out.end();
})();`;

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-filter-'));
try {
  writeData(join(folder, 'data'));
  const copy = await run(['-e', COPY], folder);
  const own = await run([PROGRAM, 'filter', '--quiet'], folder);
  console.log(
    `filter of ${ANSWERS.toLocaleString('en-US')} answers: ${own.seconds.toFixed(1)} s, peak ${own.peak} MB; reading and writing the same rows unchecked: ${copy.seconds.toFixed(1)} s, peak ${copy.peak} MB (ratio ${(own.seconds / copy.seconds).toFixed(1)})`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
