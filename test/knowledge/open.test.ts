import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKnowledge } from '../../src/knowledge/open.js';
import { makeFolder } from '../harness/cli.js';

const row = (role: string) => ({
  role,
  language: 'en',
  label: role,
  description: 'x',
  aliases: [],
  facts: [{ property: 'home', value: 'Whitby', kind: 'place', source: 'file' }],
  requests: [],
  model: null,
});

const OPEN_FILES = '/proc/self/fd';

test.skipIf(!existsSync(OPEN_FILES))('a role is read as often as one likes, and no file stays open', () => {
  const folder = makeFolder({
    'knowledge.jsonl': [row('A'), row('B')].map((one) => `${JSON.stringify(one)}\n`).join(''),
  });
  const knowledge = openKnowledge({ knowledge: join(folder, 'knowledge.jsonl') });
  expect(knowledge.roles()).toEqual(['A', 'B']);
  const before = readdirSync(OPEN_FILES).length;
  for (let k = 0; k < 50; k += 1) expect(knowledge.of('A')?.facts[0]?.value).toBe('Whitby');
  expect(readdirSync(OPEN_FILES)).toHaveLength(before);
  expect(knowledge.of('C')).toBeUndefined();
});
