// Runs the program and watches what memory and time it takes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/rolellm.js', import.meta.url));
const WATCH_MS = 100;

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
export function run(args, folder) {
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

export const tell = ({ seconds, processor, peak }) =>
  `${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor time), peak ${peak} MB`;
