import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournalReader } from '../../src/store/journal-reader.js';
import { makeFolder } from '../harness/cli.js';

const lineOf = (id: string, content: string) =>
  `${JSON.stringify({
    ids: [id],
    contents: [content],
    finish_reasons: ['stop'],
    usage: { prompt_tokens: 1, cached_tokens: 0, completion_tokens: 1 },
    cost: null,
    model: 'm',
    prompt: 'p@1',
  })}\n`;

const contentsOf = (entries: readonly { contents: string[] }[]) => entries.flatMap(({ contents }) => contents);

test('what is appended is found at the next look, every reply to a request in its order', () => {
  const file = join(makeFolder(), 'rolegpt.jsonl');
  const reader = openJournalReader(file);
  expect(reader.entriesOf('a')).toEqual([]);
  writeFileSync(file, lineOf('a', 'first') + lineOf('b', 'other'));
  expect(contentsOf(reader.entriesOf('a'))).toEqual(['first']);
  appendFileSync(file, lineOf('a', 'second') + lineOf('a', 'torn').slice(0, 20));
  expect(contentsOf(reader.entriesOf('a'))).toEqual(['first', 'second']);
  expect(contentsOf(reader.latest(2))).toEqual(['other', 'second']);
});

test('another journal of that name, longer or shorter, is read anew', () => {
  const file = join(makeFolder(), 'rolegpt.jsonl');
  writeFileSync(file, lineOf('a', 'first'));
  const reader = openJournalReader(file);
  expect(contentsOf(reader.latest(5))).toEqual(['first']);
  writeFileSync(`${file}.new`, lineOf('c', 'a longer reply') + lineOf('d', 'and another'));
  renameSync(`${file}.new`, file);
  expect(contentsOf(reader.entriesOf('c'))).toEqual(['a longer reply']);
  expect(reader.entriesOf('a')).toEqual([]);
  writeFileSync(file, lineOf('e', 'x'));
  expect(contentsOf(reader.latest(5))).toEqual(['x']);
});

test('a damaged line is left out', () => {
  const file = join(makeFolder(), 'rolegpt.jsonl');
  writeFileSync(file, `${lineOf('a', 'first')}{"ids":["z"],"contents":["cut\n${lineOf('b', 'last')}`);
  expect(contentsOf(openJournalReader(file).latest(5))).toEqual(['first', 'last']);
});
