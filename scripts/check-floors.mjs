// One-way floors: a file of src/ imports only from floors below its own, or from its own room, no files import each other in a
// circle, and only the store touches files.
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
  ['recipes'],
  ['knowledge'],
  ['prompts', 'quality', 'readers', 'training', 'cards', 'offline', 'scene'],
  ['llm'],
  ['store', 'containers'],
  ['text'],
  [
    'records.ts',
    'turns.ts',
    'log.ts',
    'settings-file.ts',
    'errors.ts',
    'config.ts',
    'base-url.ts',
    'version.ts',
    'languages',
  ],
];

/** The room that a path in src/ belongs to: a folder, or a file that stands alone. */
const roomOf = (path) => path.split('/')[0];
const floorOf = (room) => FLOORS.findIndex((rooms) => rooms.includes(room));

/** Every file of a source folder with its text and the files that it imports, as values or as types. */
function readImports(source) {
  const paths = glob.sync('**/*.{ts,tsx}', { cwd: source }).sort();
  const pathOf = (file, from) => {
    const base = relative(source, resolve(source, dirname(file), from)).replaceAll('\\', '/');
    const path = base.replace(/\.js$/, '.ts');
    return paths.includes(`${path}x`) ? `${path}x` : path;
  };
  return paths.map((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const named = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
    return { file, text, imports: [...new Set(named.map(([, from]) => pathOf(file, from)))] };
  });
}

/** Imports of a source folder that go up or to a neighbour, a line each. */
export function findUpwardImports(source) {
  const wrong = [];
  for (const { file, text, imports } of readImports(source)) {
    const room = roomOf(file);
    if (floorOf(room) === -1) wrong.push(`${file}: the room "${room}" is on no floor of scripts/check-floors.mjs`);
    if (room !== 'store' && /from 'node:fs/.test(text)) wrong.push(`${file}: only the store touches files`);
    for (const target of imports) {
      const other = roomOf(target);
      const isBelow = floorOf(other) > floorOf(room);
      const isGround = floorOf(room) === FLOORS.length - 1 && floorOf(other) === floorOf(room);
      if (other !== room && !isBelow && !isGround)
        wrong.push(`${file} imports ${target}: "${other}" is not below "${room}"`);
    }
  }
  return wrong;
}

/** Files that import each other in a circle, a line for each import that closes one. */
export function findCircles(source) {
  const imports = new Map(readImports(source).map((one) => [one.file, one.imports]));
  const circles = [];
  const done = new Set();
  const visit = (file, path) => {
    const at = path.indexOf(file);
    if (at !== -1) circles.push(`${[...path.slice(at), file].join(' imports ')}: a circle`);
    if (at !== -1 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source = fileURLToPath(new URL('../src', import.meta.url));
  const wrong = [...findUpwardImports(source), ...findCircles(source)];
  for (const line of wrong) console.error(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
