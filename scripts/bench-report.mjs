// The report over a large data folder, as users make it: node scripts/bench-report.mjs [times]. Run `npm run build` before. The folder is
// the sample roles' own, made by `offline`, with fifteen copies of each role and of its scripts and `times` copies of each answer.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMES = Number(process.argv[2] ?? 6);
const COPIES = 15;
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(PROJECT, 'bin/rolellm.js');

const rowsOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);

/** Writes every row as often as `copiesOf` has it. Returns how many. */
function writeCopies(from, to, copiesOf) {
  const file = openSync(to, 'w');
  let count = 0;
  for (const row of rowsOf(from)) {
    const copies = copiesOf(row).map((copy) => JSON.stringify(copy));
    writeSync(file, `${copies.join('\n')}\n`);
    count += copies.length;
  }
  closeSync(file);
  return count;
}

const range = (count) => Array.from({ length: count }, (_, k) => k);
const ofCopy = (segment, copy) => segment && { ...segment, script: `${segment.script}${copy}` };

/** A candidate's or a sample's question about the role, made another one. */
function questionsOf({ turns, recipe, type, question }, mark) {
  if (type) return { question: `${question} ${mark}` };
  if (recipe !== 'context-instruct') return {};
  return { turns: turns.map((turn) => (turn.by === 'user' ? { ...turn, text: `${turn.text} ${mark}` } : turn)) };
}

/** A row of each copy of its role, several times: with an id and, of questions about the role, a question of its own. */
const manyTimes = (row) =>
  range(COPIES).flatMap((copy) =>
    range(TIMES).map((time) => ({
      ...row,
      id: `${copy}-${time}-${row.id}`,
      role: `${row.role} ${copy}`,
      ...questionsOf(row, `${copy} ${time}`),
      ...(row.segment === undefined ? {} : { segment: ofCopy(row.segment, copy) }),
      ...(row.demonstrations && { demonstrations: row.demonstrations.map((shown) => ofCopy(shown, copy)) }),
    })),
  );

function writeData(made, data) {
  mkdirSync(data);
  const profiles = rowsOf(join(made, 'profiles.jsonl'));
  const roles = new Set(profiles.map(({ role }) => role));
  const copies = (rowOf) => (row) => range(COPIES).map((copy) => rowOf(row, copy));
  const write = (name, copiesOf) => writeCopies(join(made, name), join(data, name), copiesOf);
  write(
    'profiles.jsonl',
    copies((row, copy) => ({
      ...row,
      role: `${row.role} ${copy}`,
      scripts: row.scripts.map((script) => `${script}${copy}`),
    })),
  );
  // Lines of a script stand together: copy by copy.
  const lines = rowsOf(join(made, 'dialogues.jsonl'));
  const file = openSync(join(data, 'dialogues.jsonl'), 'w');
  for (const copy of range(COPIES)) {
    const copied = lines.map((line) => ({
      ...ofCopy(line, copy),
      role: roles.has(line.role) ? `${line.role} ${copy}` : line.role,
    }));
    writeSync(file, `${copied.map((line) => JSON.stringify(line)).join('\n')}\n`);
  }
  closeSync(file);
  const kept = write('filtered.jsonl', manyTimes);
  for (const name of ['rejected.jsonl', 'context-instruct.jsonl', 'rolegpt.jsonl']) write(name, manyTimes);
  cpSync(join(made, 'manifest.json'), join(data, 'manifest.json'));
  return kept;
}

/** Runs the report. Returns its seconds and its peak memory in MB, where the system tells. */
function runReport(cwd) {
  return new Promise((resume, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [PROGRAM, 'report', '--data', 'large'], { cwd, stdio: 'inherit' });
    let peak = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {}
    }, 50);
    child.on('close', (status) => {
      clearInterval(watch);
      if (status !== 0) reject(new Error(`exit ${status}`));
      else resume({ seconds: (performance.now() - began) / 1000, peak: Math.round(peak / 1024) });
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-report-'));
try {
  const made = join(folder, 'made');
  const args = ['generate', '--roles', 'profiles', '--provider', 'offline', '--data', made, '--quiet'];
  spawnSync(process.execPath, [PROGRAM, ...args], { cwd: PROJECT, stdio: 'ignore' });
  const kept = writeData(made, join(folder, 'large'));
  const { seconds, peak } = await runReport(folder);
  console.log(`report over ${kept.toLocaleString('en-US')} kept answers: ${seconds.toFixed(1)} s, peak ${peak} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
