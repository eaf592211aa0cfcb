import { existsSync, lstatSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import { errorCode, UserError } from '../errors.js';
import { writeFileAtomically } from './atomic.js';
import { writeError } from './faults.js';
import { makeFolder } from './folders.js';
import { readNamedFile } from './read-file.js';

/** Who holds a data folder: the content of its `lock` file. */
export const Holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, as the system counts it, so that another process with the same number is not taken for it. */
  started: z.string(),
});
export type Holder = z.infer<typeof Holder>;

/** What proc(5) says of a process behind its name: its state first, as the 20th its start. Empty where the system does not tell. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** The process's start time in clock ticks since boot; empty where the system does not tell. */
const startOf = (pid: number) => statOf(pid)[19] ?? '';

/** Dead, and nobody has asked how it ended: the system keeps its number. */
const isZombie = (pid: number) => statOf(pid)[0] === 'Z';

/** Whether the process of a holder still runs; one of another machine is taken to. */
export function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid) && (started === '' || startOf(pid) === started);
}

/** This process as a holder. */
export const ownHolder = (): Holder => ({ pid: process.pid, host: hostname(), started: startOf(process.pid) });

/** Who works in the folder now; undefined where nobody does or its process is dead. */
export function readHolder(folder: string): Holder | undefined {
  const file = join(folder, 'lock');
  if (!existsSync(file)) return undefined;
  try {
    const holder = Holder.parse(JSON.parse(readNamedFile(file).toString('utf8')));
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Time after which the guard of a process that died inside `lockFolder` is taken over; the guarded part takes milliseconds. */
const GUARD_STALE_MS = 2000;

/** A guard that is dated in the future, by a clock that was wrong, would never become stale: it is stale now. */
function ageFutureGuard(guard: string): void {
  const found = lstatSync(guard, { throwIfNoEntry: false });
  if (!found?.isDirectory() || found.mtimeMs <= Date.now() + GUARD_STALE_MS) return;
  try {
    utimesSync(guard, 0, 0);
  } catch (thrown) {
    throw writeError(thrown, guard);
  }
}

/**
 * Takes the data folder for this process, so that only one run at a time writes into it. A lock whose process is dead is taken
 * over at once. Returns the function that gives the folder back. Throws UserError where another run holds it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  makeFolder(folder);
  const file = join(folder, 'lock');
  const guard = `${file}.guard`;
  ageFutureGuard(guard);
  // Looking and taking must be one step; proper-lockfile makes it one among processes.
  const release = await lockfile
    .lock(folder, {
      lockfilePath: guard,
      stale: GUARD_STALE_MS,
      retries: { retries: 60, minTimeout: 50, maxTimeout: 100 },
    })
    .catch((thrown) => {
      if (errorCode(thrown) !== 'ELOCKED') throw writeError(thrown, guard);
      const advice = `Run the same command again. If no other run is starting here, delete ${guard}.`;
      throw new UserError('another run is starting in this folder', { file: folder, advice });
    });
  try {
    const holder = readHolder(folder);
    if (holder) {
      throw new UserError(`another run (process ${holder.pid} on ${holder.host}) is using this folder`, {
        file: folder,
        advice: `Wait for it, stop it, or choose another folder with --data.${
          holder.host === hostname() ? '' : ` If that machine is off, remove ${file}.`
        }`,
      });
    }
    writeFileAtomically(file, [`${JSON.stringify(ownHolder())}\n`]);
  } finally {
    await release();
  }
  return () => rmSync(file, { force: true });
}
