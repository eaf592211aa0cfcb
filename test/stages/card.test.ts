import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadPrompts } from '../../src/prompts/load.js';
import { createSystemOf } from '../../src/prompts/system-instruction.js';
import { createStatistics } from '../../src/rolebench/statistics.js';
import { renderCard } from '../../src/stages/export/card.js';
import { profileOf } from '../harness/profile.js';

test('the system instruction of a role holds its name, its description in the second person and its catchphrases', () => {
  const keeper = profileOf('Keeper', {
    description_second_person: 'You keep a light {{with}} $& care.',
    catchphrases: [{ text: 'mark my words', evidence: [], origin: 'user' }],
  });
  const system = createSystemOf(loadPrompts())(keeper);
  expect(system).toContain('Keeper');
  expect(system).toContain('You keep a light {{with}} $& care. Your catchphrases include: "mark my words".');
});

const cardFor = (more: Partial<Parameters<typeof renderCard>[0]>) =>
  renderCard({
    id: '0123456789ab',
    statistics: createStatistics().result(),
    profiles: [profileOf('Keeper')],
    files: new Map(),
    held: [],
    features: new Map(),
    models: ['m'],
    asTheyStand: [],
    noted: [],
    accepted: 0,
    markedGood: 0,
    refusals: new Map(),
    missing: [],
    leftOut: [],
    leaks: [],
    copied: [],
    partners: new Map(),
    splitBy: 'pair',
    heldOut: new Set(),
    audit: [],
    prompts: loadPrompts(),
    asked: new Map(),
    stages: {},
    ...more,
  });

test('a source of several lines and with a bar stays in one cell of the card', () => {
  const card = cardFor({ profiles: [profileOf('Keeper', { source: 'The Lamp |\n 1872\n', licence: 'CC0: free' })] });
  expect(card).toContain('| Keeper | English | A Play | The Lamp \\| 1872 | CC0: free |');
});

test('the card configures only files with rows, and gives the two shapes of role-specific rows a name each', () => {
  const files = new Map([
    ['rolebench-zh/role_specific/train.jsonl', 3],
    ['rolebench-zh/role_specific/test.jsonl', 1],
    ['rolebench-zh/general/train.jsonl', 2],
    ['rolebench-zh/general/test.jsonl', 0],
    ['profiles-zh/profiles-zh-孙悟空.jsonl', 9],
  ]);
  const [, front] = /^---\n([\s\S]*?)\n---\n/.exec(cardFor({ files })) ?? [];
  expect((parse(front ?? '') as { configs: unknown }).configs).toEqual([
    {
      config_name: 'zh-general',
      default: true,
      data_files: [{ split: 'train', path: 'rolebench-zh/general/train.jsonl' }],
    },
    {
      config_name: 'zh-role_specific-test',
      data_files: [{ split: 'test', path: 'rolebench-zh/role_specific/test.jsonl' }],
    },
    {
      config_name: 'zh-role_specific-train',
      data_files: [{ split: 'train', path: 'rolebench-zh/role_specific/train.jsonl' }],
    },
  ]);
});

test('the card adds up what the filter refused, most frequent first, and tells what is missing', () => {
  const refusals = new Map([
    ['length', 2],
    ['confidence', 5],
  ]);
  const card = cardFor({ accepted: 3, refusals, missing: ['Keeper: 3 of 5'] });
  expect(card).toContain('10 answers entered the filter; 3 were kept and 7 refused.');
  expect(card.indexOf('| confidence | 5 |')).toBeLessThan(card.indexOf('| length | 2 |'));
  expect(card).toContain('- Missing: Keeper: 3 of 5');
});
