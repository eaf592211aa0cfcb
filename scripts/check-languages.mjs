// A language is one folder: outside of it, of the list and of a few places with their reasons, no file of src/ names one by its code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import glob from 'fast-glob';

/** Rooms that may name languages. */
const ROOMS = {
  languages: 'the languages themselves',
  rolebench: 'RoleBench has exactly two',
  readers: 'readers know the layouts of one language each',
};

const MEASURED = 'lengths as measured, a language or two a prompt; others are taken for the longest';

/** Files that may, and why. */
const FILES = {
  'llm/probe.ts': "the doctor's own question is English, whatever the roles speak",
  'recipes/context-instruct/prompt-facts.ts': MEASURED,
  'stages/judge/prompt-facts.ts': MEASURED,
  'stages/profile-build/prompt-facts.ts': MEASURED,
};

/** Places in a source folder that name a language by its code, a line each, and exceptions that nothing needs any more. */
export function findLanguageCodes(source, files = FILES) {
  const codes = readdirSync(join(source, 'languages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .join('|');
  const named = new RegExp(`'(?:${codes})'|(?<![\\w'-])(?:${codes}):`);
  const wrong = [];
  const used = new Set();
  for (const file of glob.sync('**/*.{ts,tsx}', { cwd: source }).sort()) {
    if (Object.hasOwn(ROOMS, file.split('/')[0])) continue;
    const lines = readFileSync(join(source, file), 'utf8').split('\n');
    for (const [k, line] of lines.entries()) {
      if (!named.test(line)) continue;
      if (Object.hasOwn(files, file)) used.add(file);
      else
        wrong.push(`${file}:${k + 1} names a language: ask src/languages, or say in scripts/check-languages.mjs why`);
    }
  }
  for (const file of Object.keys(files)) {
    if (!used.has(file)) wrong.push(`${file} names no language: take it off the list of scripts/check-languages.mjs`);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = findLanguageCodes(fileURLToPath(new URL('../src', import.meta.url)));
  for (const line of wrong) console.error(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
