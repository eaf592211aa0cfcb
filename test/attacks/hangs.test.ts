import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readEnvironment, readSettings } from '../../src/cli/settings.js';
import { readDialogues } from '../../src/stages/profile-build/read-dialogues.js';
import { readRoles } from '../../src/stages/profile-build/read-roles.js';
import { checkInstructions } from '../../src/stages/rolegpt/load-instructions.js';
import { readLines } from '../../src/store/lines.js';
import { readNamedFile } from '../../src/store/read-file.js';
import { makeFolder } from '../harness/cli.js';

/** What is no regular file, by its name in a new folder. */
async function makeSpecial(kind: string): Promise<string> {
  if (kind === 'device') return '/dev/zero';
  const file = join(makeFolder(), kind);
  if (kind === 'pipe') execFileSync('mkfifo', [file]);
  if (kind === 'folder') execFileSync('mkdir', [file]);
  if (kind === 'socket') {
    const server = createServer();
    await new Promise<void>((resume) => server.listen(file, resume));
    onTestFinished(() => void server.close());
  }
  return file;
}

const KINDS = ['pipe', 'socket', 'device', 'folder'].filter(
  (kind) => process.platform !== 'win32' || kind === 'folder',
);

/** Whoever reads a file that the user names. */
const READERS: { name: string; attack: (file: string) => unknown }[] = [
  { name: 'a settings file', attack: (config) => readSettings({ config, logLevel: 'info' }, readEnvironment({})) },
  { name: 'instructions', attack: (instructions) => checkInstructions({ instructions } as never) },
  {
    name: 'a script',
    attack: async (script) => {
      const files = { 'k.yaml': `name: Keeper\nlanguage: en\nscript: ${JSON.stringify(script)}\n` };
      for await (const _ of readDialogues(readRoles([makeFolder(files)])));
    },
  },
  { name: 'rows', attack: (file) => [...readLines(file)] },
  { name: 'anything that is read whole', attack: (file) => readNamedFile(file) },
];

describe.each(READERS)('$name', ({ attack }) => {
  test.each(KINDS)('that is a %s is refused at once', async (kind) => {
    const file = await makeSpecial(kind);
    const refused = { name: 'UserError', message: expect.stringMatching(/(?:pipe|socket|device|folder)/) };
    await expect((async () => attack(file))()).rejects.toThrow(expect.objectContaining(refused));
  });
});

test.each(['pipe', 'socket', 'device'])('a role file or a card that is a %s is refused at once', async (kind) => {
  const file = await makeSpecial(kind);
  expect(() => readRoles([file])).toThrow(expect.objectContaining({ name: 'UserError', file: expect.anything() }));
});
