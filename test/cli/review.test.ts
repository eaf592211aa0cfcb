import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RejectedSample, Sample } from '../../src/records.js';
import { rolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { isSpecific, keptIn, refusedIn } from '../harness/samples.js';
import { GENERATE } from '../harness/tiny-role.js';

const mark = (folder: string, { id, role }: Pick<Sample, 'id' | 'role'>, word: 'good' | 'bad' | null, note = '') =>
  appendFileSync(join(folder, 'data/review.jsonl'), `${JSON.stringify({ id, role, mark: word, note })}\n`);

const readAnswers = keptIn;
const readRefused = refusedIn;

test('what a person marks bad is refused with the note, what is marked good stays whatever a check said', async () => {
  const folder = generatedFolder();
  const kept = readAnswers(folder).find((sample) => !isSpecific(sample)) as Sample;
  const refused = readRefused(folder)[0] as RejectedSample;
  mark(folder, kept, 'bad', 'not what she would say');
  mark(folder, refused, 'good');
  const { status, stderr } = await rolellm(['filter'], folder);
  expect(status, stderr).toBeLessThan(2);
  expect(stderr).toContain('2 of 2 marks in review.jsonl belong to these answers');
  expect(readRefused(folder).find(({ id }) => id === kept.id)).toMatchObject({
    check: 'review',
    evidence: 'not what she would say',
  });
  expect(readAnswers(folder).map(({ id }) => id)).toContain(refused.id);
  await rolellm(['export', '--quiet'], folder);
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toContain(
    'Marked by a person: 1 good, which stay whatever the checks say, and 1 bad, which were refused',
  );
});

test('the latest mark counts, and one that is taken back counts no more', async () => {
  const folder = generatedFolder();
  const before = readFileSync(join(folder, 'data/filtered.jsonl'), 'utf8');
  const [first, second] = readAnswers(folder) as unknown as [Sample, Sample];
  mark(folder, first, 'bad');
  mark(folder, first, 'good');
  mark(folder, second, 'bad');
  mark(folder, second, null);
  await rolellm(['filter', '--quiet'], folder);
  expect(readFileSync(join(folder, 'data/filtered.jsonl'), 'utf8')).toBe(before);
});

test('generate asks for another answer in the place of one that was marked bad', async () => {
  const folder = generatedFolder();
  const own = (role: string) => readAnswers(folder).filter((answer) => isSpecific(answer) && answer.role === role);
  const bad = own('Keeper')[0] as Sample;
  const count = own('Keeper').length;
  mark(folder, bad, 'bad');
  await rolellm(GENERATE, folder);
  expect(own('Keeper').map(({ id }) => id)).not.toContain(bad.id);
  expect(own('Keeper')).toHaveLength(count);
});

test('a line of review.jsonl that cannot be read is told with its number, and nothing is lost', async () => {
  const folder = generatedFolder();
  const before = readFileSync(join(folder, 'data/filtered.jsonl'), 'utf8');
  appendFileSync(join(folder, 'data/review.jsonl'), '{"id":"x"}\n');
  const { status, stderr } = await rolellm(['filter'], folder);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/review\.jsonl:1: this row is not valid/)]);
  expect(readFileSync(join(folder, 'data/filtered.jsonl'), 'utf8')).toBe(before);
});
