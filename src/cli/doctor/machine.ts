import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { readHolder } from '../../store/lock.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { bytesIn, freeBytes, tryToWrite } from '../../store/room.js';
import { type Finding, ok, problemOf } from './finding.js';

/** What package.json says of Node: the oldest version that will do, as `>=20.19`. */
const Engines = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) });

function oldestNode(): [major: number, minor: number] {
  const file = fileURLToPath(new URL('../../../package.json', import.meta.url));
  const { engines } = Engines.parse(JSON.parse(readNamedFile(file).toString('utf8')));
  const [major = 0, minor = 0] = engines.node.slice(2).split('.').map(Number);
  return [major, minor];
}

/** Whether this Node is new enough. */
export function checkNode(version: string = process.versions.node): Finding {
  const [needsMajor, needsMinor] = oldestNode();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > needsMajor || (major === needsMajor && minor >= needsMinor)) return ok('Node.js', version);
  const says = `${version} is older than ${needsMajor}.${needsMinor}`;
  return { check: 'Node.js', state: 'problem', says, advice: 'Install a newer one: https://nodejs.org/' };
}

/** Whether files can be made where commands are typed. Only the data folder has to be writable. */
export function checkWorkingFolder(): Finding {
  try {
    tryToWrite('.');
    return ok('working folder', `${process.cwd()} can be written to`);
  } catch (thrown) {
    const advice = 'Only the data folder must be writable: choose one with --data.';
    return { ...problemOf('working folder', thrown), state: 'warning', advice };
  }
}

/** Whether the data folder can be written to; who works in it now is only told. */
export function checkDataFolder({ data }: Settings): Finding {
  const check = 'data folder';
  try {
    if (kindOf(data) === 'file') {
      throw new UserError('there is a file of this name', { file: data, advice: 'Name another folder with --data.' });
    }
    tryToWrite(data);
  } catch (thrown) {
    return problemOf(check, thrown);
  }
  const holder = readHolder(data);
  if (holder) return ok(check, `${data}; a run (process ${holder.pid} on ${holder.host}) is using it now`);
  return ok(check, kindOf(data) === 'folder' ? `${data} can be written to` : `${data} will be made by the first run`);
}

/** Room that a disk should have left over. Our choice. */
const SPARE = 2;

/** Whether there is room for what a run is expected to write beside what is there already. */
export function checkRoom({ data }: Settings, whole: number | undefined): Finding {
  const check = 'disk';
  const free = freeBytes(data);
  if (free === undefined) return ok(check, 'the free space is not known');
  const left = `${inUnits(free)} free`;
  if (whole === undefined) return ok(check, left);
  const expected = Math.max(0, whole - bytesIn(data));
  const says = `${left}; a run with these roles will write about ${inUnits(expected)}${expected < whole ? ' more' : ''}`;
  const details = { free_bytes: free, expected_bytes: expected };
  if (free >= expected * SPARE) return { ...ok(check, says), details };
  const advice = 'Make room, or name a folder on another disk with --data.';
  return { check, state: free < expected ? 'problem' : 'warning', says, advice, details };
}

/** Bytes as people say them: 118 KB, 2.1 MB, 16 GB. */
function inUnits(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount >= 10 || power === 0 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}
