import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JournalEntry, openJournal } from '../../src/store/journal.js';
import { makeFolder } from '../harness/cli.js';

function entry(id: string, content: string): JournalEntry {
  return {
    ids: [id],
    contents: [content],
    finish_reasons: ['stop'],
    usage: { prompt_tokens: 3, cached_tokens: 1, completion_tokens: 2 },
    cost: 0.5,
    model: 'm',
    prompt: 'p@1',
  };
}

const journalFile = () => join(makeFolder(), 'calls', 'stage.jsonl');

test('a reply is in the file when append resolves, and is there when the journal is opened again', async () => {
  const file = journalFile();
  const journal = openJournal(file);
  await journal.append(entry('a', 'one\ntwo “three”'));
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  expect(journal.get('a')).toEqual({ content: 'one\ntwo “three”', finish_reason: 'stop' });
  await journal.close();
  const again = openJournal(file);
  expect(again.get('a')?.content).toBe('one\ntwo “three”');
  expect(again.get('b')).toBeUndefined();
  await again.close();
});

test('the latest reply to a request counts, and the tries are counted', async () => {
  const file = journalFile();
  const journal = openJournal(file);
  await Promise.all([
    journal.append(entry('a', 'first')),
    journal.append(entry('b', 'other')),
    journal.append(entry('a', 'second')),
  ]);
  expect([journal.get('a')?.content, journal.tries('a'), journal.tries('b'), journal.tries('c')]).toEqual([
    'second',
    2,
    1,
    0,
  ]);
  expect(journal.totals()).toEqual({
    replies: 3,
    prompt_tokens: 9,
    cached_tokens: 3,
    completion_tokens: 6,
    cost: 1.5,
    unpriced: 0,
  });
  await journal.close();
  const again = openJournal(file);
  expect(again.totals()).toEqual({
    replies: 3,
    prompt_tokens: 9,
    cached_tokens: 3,
    completion_tokens: 6,
    cost: 1.5,
    unpriced: 0,
  });
  await again.close();
});

test('cut anywhere, the journal gives every reply that is whole, and what is appended then can be read', async () => {
  const contents = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(contents, fc.double({ min: 0, max: 1, noNaN: true }), async (texts, where) => {
      const file = journalFile();
      const journal = openJournal(file);
      for (const [k, text] of texts.entries()) await journal.append(entry(`id-${k}`, text));
      await journal.close();
      const bytes = readFileSync(file);
      const cut = Math.floor(bytes.length * where);
      truncateSync(file, cut);
      const whole = bytes.subarray(0, cut).filter((byte) => byte === 0x0a).length;

      const torn = openJournal(file);
      expect(texts.map((_, k) => torn.get(`id-${k}`)?.content)).toEqual(
        texts.map((text, k) => (k < whole ? text : undefined)),
      );
      await torn.append(entry('new', 'after the crash'));
      await torn.close();
      const mended = openJournal(file);
      expect(mended.get('new')?.content).toBe('after the crash');
      expect(mended.totals().replies).toBe(whole + 1);
      await mended.close();
    }),
    { numRuns: 60 },
  );
});

test('a damaged line that is not the last stops with its number and says what to do', async () => {
  const file = journalFile();
  const journal = openJournal(file);
  await journal.append(entry('a', 'one'));
  await journal.close();
  appendFileSync(file, '{"ids":["b"\n');
  appendFileSync(file, `${JSON.stringify(entry('c', 'three'))}\n`);
  expect(() => openJournal(file)).toThrow(
    expect.objectContaining({ file, line: 2, advice: expect.stringContaining('--repair') }),
  );
});

test('a journal that cannot be written to fails the append and leaves no half line that the next opening would trip over', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'calls'), 'a file where the folder should be');
  expect(() => openJournal(join(folder, 'calls', 'stage.jsonl'))).toThrow(/cannot write/);
});
