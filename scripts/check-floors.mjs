// One-way floors: a file of src/ imports only from floors below its own, or from its own room, and only the store touches files.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import glob from 'fast-glob';

/** From the top; the rooms of one floor are neighbours and do not know each other. */
const FLOORS = [
  ['index.ts'],
  ['cli', 'page'],
  ['report', 'view'],
  ['stages'],
  ['rolebench'],
  ['prompts', 'quality', 'scripts', 'training', 'cards'],
  ['llm'],
  ['store', 'containers'],
  ['text'],
  ['records.ts', 'errors.ts', 'config.ts', 'base-url.ts', 'version.ts', 'languages'],
];

/** The room that a path in src/ belongs to: a folder, or a file that stands alone. */
const roomOf = (path) => path.split('/')[0];
const floorOf = (room) => FLOORS.findIndex((rooms) => rooms.includes(room));

/** Imports of a source folder that go up or to a neighbour, a line each. */
export function findUpwardImports(source) {
  const wrong = [];
  for (const file of glob.sync('**/*.{ts,tsx}', { cwd: source }).sort()) {
    const room = roomOf(file);
    if (floorOf(room) === -1) wrong.push(`${file}: the room "${room}" is on no floor of scripts/check-floors.mjs`);
    const text = readFileSync(join(source, file), 'utf8');
    if (room !== 'store' && /from 'node:fs/.test(text)) wrong.push(`${file}: only the store touches files`);
    for (const [, from] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const target = relative(source, resolve(source, dirname(file), from))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts');
      const other = roomOf(target);
      const isBelow = floorOf(other) > floorOf(room);
      const isGround = floorOf(room) === FLOORS.length - 1 && floorOf(other) === floorOf(room);
      if (other !== room && !isBelow && !isGround)
        wrong.push(`${file} imports ${target}: "${other}" is not below "${room}"`);
    }
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = findUpwardImports(fileURLToPath(new URL('../src', import.meta.url)));
  for (const line of wrong) console.error(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
