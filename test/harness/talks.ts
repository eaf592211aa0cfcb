import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample, Turn } from '../../src/records.js';
import { generatedFolder } from './generated.js';
import { sampleOf } from './samples.js';

/** A recipe of conversations, which only says their name. */
const PLUGIN = `export default ({ z }) => ({
  recipes: [{
    name: 'talks', title: 'talks', row: z.looseObject({}), prompts: {},
    kinds: { talk: { title: 'talk', isRoleSpecific: false } },
    open: () => ({ countUnits: () => 0, *units() {} }), samples: () => [],
  }],
});\n`;

/** What is said in a talk, the user first; a turn of the role with `-` before it is not to be trained on. */
export function turnsOf(...texts: string[]): Turn[] {
  return texts.map((text, k) => ({
    by: k % 2 === 0 ? 'user' : 'role',
    speaker: null,
    text: text.replace(/^-/, ''),
    trained: k % 2 === 1 && !text.startsWith('-'),
  }));
}

/** A sample of a talk. */
export const talkOf = (id: string, turns: Turn[], more: Partial<Sample> = {}): Sample =>
  sampleOf('', '', {
    id,
    recipe: 'talks',
    kind: 'talk',
    turns,
    system: 'A storm, the lamp is lit.',
    model: 'script',
    ...more,
  });

/** A folder with the tiny roles' rehearsal, after which the filter has kept these talks. Training formats hold no rehearsal. */
export function folderWithTalks(samples: readonly Sample[], settings = ''): string {
  const folder = generatedFolder();
  writeFileSync(join(folder, 'talks.mjs'), PLUGIN);
  writeFileSync(join(folder, 'rolellm.config.yaml'), `plugins: [./talks.mjs]\n${settings}`);
  appendFileSync(join(folder, 'data/filtered.jsonl'), samples.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return folder;
}
