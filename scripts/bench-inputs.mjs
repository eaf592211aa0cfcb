// What bench-rerun and bench-queue-kills make a dataset of.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededWords } from './bench-words.mjs';

const LINES = 200;

/** Writes role files with a script each, instructions, and settings. */
export function writeInputs(folder, { roles, instructions, questions, settings }) {
  const words = seededWords();
  mkdirSync(join(folder, 'roles'));
  for (let k = 0; k < roles; k += 1) {
    const name = `Keeper ${k + 1}`;
    const line = (_, i) =>
      `${i % 2 ? `KEEPER ${k + 1}` : 'VISITOR'}: Of the ${words(4)} I know the ${words(5)} best.\n`;
    writeFileSync(join(folder, `roles/${k}.txt`), Array.from({ length: LINES }, line).join('\n'));
    writeFileSync(join(folder, `roles/${k}.yaml`), JSON.stringify({ name, language: 'en', script: `${k}.txt` }));
  }
  const asked = Array.from({ length: instructions }, () => `Tell me of the ${words(4)} and the ${words(3)}.\n`);
  writeFileSync(join(folder, 'instructions.txt'), asked.join(''));
  const all = {
    ...{ roles: ['roles'], provider: 'openai', model: 'bench', ...settings },
    ...{ contextInstruct: { perRole: questions }, rolegpt: { instructions: 'instructions.txt' } },
  };
  writeFileSync(join(folder, 'rolellm.config.yaml'), JSON.stringify(all));
}
