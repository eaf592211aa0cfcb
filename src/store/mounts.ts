import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Where disks are mounted, as proc(5) tells it; empty where the system does not. */
function mountPoints(): string[] {
  let table: string;
  try {
    table = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return [];
  }
  const lines = table.split('\n').filter(Boolean);
  // Spaces and the like are written as octal numbers.
  const plain = (text: string) =>
    text.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
  return lines.map((line) => plain(line.split(' ')[4] ?? ''));
}

/** Whether a folder is where a disk, or another folder, is mounted. */
export function isMount(folder: string): boolean {
  const path = realpathSync(folder);
  return mountPoints().includes(path) || statSync(path).dev !== statSync(dirname(path)).dev;
}

/** Where something is mounted below a folder, as paths within it; nowhere where there is no such folder. */
export function mountsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const path = realpathSync(folder);
  const below = mountPoints().filter((mount) => mount.startsWith(path + sep));
  return below.map((mount) => join(folder, mount.slice(path.length)));
}
