import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJournals } from '../../src/store/find-journals.js';
import { type AskedPrompt, openPromptLog } from '../../src/store/prompt-log.js';
import { openPromptLogReader } from '../../src/store/prompt-log-reader.js';
import { makeFolder } from '../harness/cli.js';

const SAMPLING = { temperature: 0.7, max_tokens: 200 };

const idOf = (number: number) => `${number}`.padStart(4, '0').repeat(8);

/** A prompt of the role's, which has its system message in common with all others. */
const promptOf = (number: number, content = `Question ${number}?`): AskedPrompt => ({
  ids: [idOf(number)],
  group: idOf(number + 5000),
  prompt: 'p@1',
  model: 'm',
  messages: [
    { role: 'system', content: 'You are the keeper of the lamp.' },
    { role: 'user', content },
  ],
  sampling: SAMPLING,
  schema: { type: 'object' },
  seed: 0,
});

const newFile = () => join(makeFolder(), 'calls/rolegpt.prompts.jsonl');

/** Keeps prompts as one run does; returns what it was told of faults. */
function keepAll(file: string, prompts: readonly AskedPrompt[]): string[] {
  const faults: string[] = [];
  const log = openPromptLog(file, (reason) => faults.push(reason));
  for (const prompt of prompts) log.keep(prompt);
  log.close();
  return faults;
}

test('every prompt that was kept is found by the id of a request, whole or its beginning, in this run or a later one', () => {
  const file = newFile();
  keepAll(file, [promptOf(1), { ...promptOf(2), ids: [idOf(2), idOf(3)] }]);
  keepAll(file, [promptOf(4)]);
  const prompts = openPromptLogReader(file);
  expect(prompts.find(idOf(1))).toEqual(promptOf(1));
  expect(prompts.find(idOf(3).slice(0, 16))).toMatchObject({ group: promptOf(2).group });
  expect(prompts.find(idOf(4))).toEqual(promptOf(4));
  expect(prompts.find(idOf(9))).toBeUndefined();
});

test('a text that prompts share is written once, and a request that is asked again is not written again', () => {
  const file = newFile();
  const all = Array.from({ length: 50 }, (_, k) => promptOf(k));
  keepAll(file, [...all, ...all]);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.filter((line) => line.includes('keeper of the lamp'))).toHaveLength(1);
  expect(lines).toHaveLength(2 + 2 * all.length);
});

test('what a run adds while the file is looked at is found at the next look', () => {
  const file = newFile();
  const prompts = openPromptLogReader(file);
  expect(prompts.find(idOf(1))).toBeUndefined();
  const log = openPromptLog(file, () => {});
  log.keep(promptOf(1));
  expect(prompts.find(idOf(1))).toEqual(promptOf(1));
  log.keep(promptOf(2));
  expect(prompts.find(idOf(2))).toEqual(promptOf(2));
  log.close();
  rmSync(file);
  expect(prompts.find(idOf(1))).toBeUndefined();
});

describe('whatever becomes of the file', () => {
  const prompts = fc.array(fc.tuple(fc.nat(30), fc.string({ unit: 'grapheme' })), { maxLength: 8 });
  const toPrompts = (drawn: [number, string][]) => drawn.map(([number, content]) => promptOf(number, content));

  test('torn at any byte by a kill, the next run cuts the rest off and keeps on: nothing is found that was not asked', () => {
    fc.assert(
      fc.property(prompts, prompts, fc.double({ min: 0, max: 1, noNaN: true }), (before, after, share) => {
        const file = newFile();
        keepAll(file, toPrompts(before));
        if (before.length > 0) truncateSync(file, Math.floor(statSync(file).size * share));
        expect(keepAll(file, toPrompts(after))).toEqual([]);
        const reader = openPromptLogReader(file);
        // Within one run the first one of an id stays.
        const asked = new Map(
          toPrompts(after)
            .reverse()
            .map((one) => [one.ids[0] as string, one]),
        );
        for (const [id, prompt] of asked) expect(reader.find(id)).toEqual(prompt);
        for (const { ids } of toPrompts(before)) {
          const found = reader.find(ids[0] as string);
          if (found) expect([...toPrompts(before), ...asked.values()]).toContainEqual(found);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('with damage in it, it is read as far as it is whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(2000), (noise, at) => {
        const file = newFile();
        keepAll(file, [promptOf(1), promptOf(2)]);
        const bytes = readFileSync(file);
        writeFileSync(file, Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]));
        const reader = openPromptLogReader(file);
        for (const number of [1, 2]) reader.find(idOf(number));
        expect(keepAll(file, [promptOf(3)])).toEqual([]);
        expect(openPromptLogReader(file).find(idOf(3))).toEqual(promptOf(3));
      }),
      { numRuns: 60 },
    );
  });

  test('a file without a single line end is one torn line', () => {
    const file = newFile();
    keepAll(file, [promptOf(1)]);
    writeFileSync(file, 'x'.repeat(200_000));
    keepAll(file, [promptOf(2)]);
    expect(openPromptLogReader(file).find(idOf(2))).toEqual(promptOf(2));
    appendFileSync(file, '{"ids":');
    expect(openPromptLogReader(file).find(idOf(2))).toEqual(promptOf(2));
  });

  test('where it cannot be written that is told once', () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    expect(keepAll(file, [promptOf(1), promptOf(2)])).toHaveLength(1);
  });
});

test('it is no journal', () => {
  const file = newFile();
  keepAll(file, [promptOf(1)]);
  const calls = join(file, '..');
  writeFileSync(join(calls, 'rolegpt.jsonl'), '');
  expect(findJournals(calls).map((path) => path.split('/').at(-1))).toEqual(['rolegpt.jsonl']);
});
