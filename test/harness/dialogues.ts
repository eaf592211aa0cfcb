import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, runToEnd } from './cli.js';
import { writeFiles } from './files.js';
import { TINY_FILES } from './tiny-role.js';

/** A recipe whose samples are dialogues, as a plug-in: one partner, several partners with what was cut, one held out, one refused. */
const TALKS = `export default ({ z }) => {
  const lines = (turns, first) => turns.map((turn, k) => ({ ...turn, lines: [first + 2 * k, first + 2 * k + 1] }));
  const user = (text, speaker = null) => ({ by: 'user', speaker, text, trained: false });
  const role = (text, trained = true) => ({ by: 'role', speaker: null, text, trained });
  const scenes = ({ role: name, scripts: [script] }) => [
    {
      turns: lines([
        user('Is the great lamp lit tonight?', 'Pilot'),
        role('It is lit, mark my words, and ' + name + ' has seen to it.'),
        user('And the grey ship beyond the reef?', 'Pilot'),
        role('She carries no flag, and she answers no signal of mine.'),
        user('Then I go down before the tide turns.', 'Pilot'),
        role('Go, and count the stairs aloud as you go down them.'),
      ], 3),
      segment: { script, from: 0, to: 5, lines: [3, 14] },
    },
    {
      turns: lines([
        user('Pilot: Who rings the bell under the water?\\nHarbour Master: Nobody rings it: it is the tide.\\nPilot: I heard it twice.'),
        role('Ay.', false),
        user('Harbour Master: Put out the lamp, ' + name + ', and save the oil.'),
        role('I would sooner burn my chair than put out the lamp.'),
      ], 21),
      segment: { script, from: 8, to: 11, lines: [21, 28] },
      cut: { turns: 4, check: 'loop', evidence: 'the same line three times' },
    },
    {
      turns: [user('What lies in the iron chest?', 'Pilot'), role('Letters, and every one of them waits for an answer from ' + name + '.')],
      held_out: true,
    },
    {
      turns: [
        user('Who taught you to read the weather?', 'Pilot'),
        role('As an AI language model I have no mother, but I can read the weather report to you.'),
        user('Are you not lonely up here?', 'Pilot'),
        role('The sea talks all night long, and I contradict her.'),
      ],
    },
  ];
  const talks = {
    name: 'talks', title: 'talks', method: 'Talks', note: 'scenes of the script.',
    row: z.strictObject({ id: z.string(), role: z.string(), language: z.string(), scene: z.any() }),
    kinds: { script: { title: 'scene', isRoleSpecific: false } },
    prompts: {},
    open: () => ({
      countUnits: () => 1,
      *units({ profile }) {
        const rows = scenes(profile).map((scene, k) => ({ id: 'talk-' + profile.role + '-' + k, role: profile.role, language: profile.language, scene }));
        yield { name: profile.role, *work() { return rows; } };
      },
    }),
    samples: ({ id, role, language, scene }) => [{
      id, recipe: 'talks', kind: 'script', role, language, model: 'script', requests: [], held_out: false,
      system: 'You are ' + role + ', high above the rocks.\\nThe scene: a lamp room at night.',
      rejected: null, segment: null, confidence: null, category: null, source: null, raw_answer: null, grounding: null, ...scene,
    }],
    background: () => new Map(),
  };
  return { recipes: [talks] };
};
`;

let made: Promise<string> | undefined;

async function makeDialogues(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-dialogues-'));
  writeFiles(folder, { ...TINY_FILES, 'talks.mjs': TALKS, 'rolellm.config.yaml': 'plugins: [talks.mjs]\n' });
  await runToEnd(['generate', '--recipes', 'talks', 'rolegpt', '--roles', 'roles', '--limit', '2', '--quiet'], folder);
  return folder;
}

/** A new folder with a dataset of dialogues, beside answers to general instructions. */
export async function dialogueFolder(): Promise<string> {
  made ??= makeDialogues();
  const folder = makeFolder();
  cpSync(await made, folder, { recursive: true });
  return folder;
}

/** Removes what the folders were copied from; for the end of a file of tests. */
export async function removeDialogues(): Promise<void> {
  const folder = await made;
  made = undefined;
  if (folder) rmSync(folder, { recursive: true, force: true });
}
