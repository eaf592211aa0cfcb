import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';

const ADA = `name: Captain Ada
language: en
description: The character commands a merchant ship between two stars and keeps a garden in the hold.
catchphrases: ["steady as she burns"]
`;

test('a role with a description and catchphrases alone is made, exported, prompted and evaluated', async () => {
  const folder = makeFolder({ 'roles/ada.yaml': ADA });
  const { url, seen } = await startChatServer();
  const model = ['--base-url', url, '--model', 'm', '--quiet'];
  const made = await rolellm(['generate', '--roles', 'roles', '--per-role', '10', ...model], folder);
  expect(made.status, made.stderr + made.stdout).toBe(0);
  const candidates = rowsOf(join(folder, 'data/context-instruct.jsonl'));
  expect(new Set(candidates.map(({ type }) => type))).toEqual(new Set(['script_agnostic']));
  const descriptions = readFileSync(join(folder, 'data/export/profiles-eng/desc.json'), 'utf8');
  expect(descriptions).toContain('"steady as she burns\\"');
  const before = seen.length;
  const scored = await rolellm(['eval', '--method', 'few-shot-dialogue', ...model], folder);
  expect(scored.status, scored.stderr).toBe(0);
  const asked = seen.slice(before);
  expect(asked.length).toBeGreaterThan(0);
  for (const { messages } of asked) expect(messages[0]?.content).toContain('steady as she burns');
});

test('a role with neither a script nor a description is told what it needs', async () => {
  const folder = makeFolder({ 'roles/ada.yaml': 'name: Captain Ada\nlanguage: en\n' });
  const { status, stderr } = await rolellm(['profile-build', '--roles', 'roles'], folder);
  expect(status).toBe(2);
  expect(stderr).toContain('roles/ada.yaml: the role has neither a script nor a description. Add `script`');
});
