import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JournalEntry, openJournal } from '../../src/store/journal.js';
import { readJournalHead, readJournalLine, toJournalLine } from '../../src/store/journal-line.js';
import { openJournalReader } from '../../src/store/journal-reader.js';
import { damagedFile, repairJournal } from '../../src/store/repair.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { GENERATE } from '../harness/tiny-role.js';

const entry = (id: string, content: string): JournalEntry => ({
  ids: [id],
  contents: [content],
  finish_reasons: ['stop'],
  cost: 0.5,
  model: 'm',
  prompt: 'p@1',
  usage: { prompt_tokens: 3, cached_tokens: 1, completion_tokens: 2 },
});
const withoutEnd = (line: Buffer) => line.subarray(0, -1);
const isDamaged = (bytes: Buffer) => 'damage' in readJournalLine(bytes);
/** A line as versions without checksums wrote it. */
const oldLine = (one: JournalEntry) => Buffer.from(`${JSON.stringify(one)}\n`);

/** Three replies on disk; `harm` makes of the second line what the attack leaves of it. */
function harmed(harm: (line: Buffer) => Buffer, write: (one: JournalEntry) => Buffer = toJournalLine) {
  const file = join(makeFolder(), 'stage.jsonl');
  const [a, b, c] = [entry('a', 'one'), entry('b', 'It is the 9 o’clock boat. 海'), entry('c', 'three')].map(write);
  writeFileSync(file, Buffer.concat([a as Buffer, harm(b as Buffer), c as Buffer]));
  return file;
}

function replaced(from: string, to: string | Buffer) {
  return (line: Buffer) => {
    const at = line.indexOf(from);
    return Buffer.concat([line.subarray(0, at), Buffer.from(to), line.subarray(at + Buffer.byteLength(from))]);
  };
}

test.each([
  { name: 'a flipped bit in an answer', attack: replaced('9', '8'), holds: /checksum/ },
  { name: 'a flipped bit in a number', attack: replaced('0.5', '0.4'), holds: /checksum/ },
  { name: 'a flipped bit in an id', attack: replaced('"b"', '"c"'), holds: /checksum/ },
  { name: 'an invalid byte', attack: replaced('海', Buffer.from([0xe6, 0xb5, 0x20])), holds: /checksum/ },
  { name: 'a flipped bit in the checksum’s name', attack: replaced('"check"', '"chack"'), holds: /does not fit/ },
  {
    name: 'half a line',
    attack: (line: Buffer) => Buffer.concat([line.subarray(0, 40), Buffer.from('\n')]),
    holds: /UTF-8/,
  },
  { name: 'zeros', attack: (line: Buffer) => Buffer.concat([Buffer.alloc(40), line.subarray(40)]), holds: /checksum/ },
  { name: 'two lines in one', attack: replaced('\n', ' '), holds: /./ },
])('$name: the line is named and nothing is read, until it is set aside', ({ attack, holds }) => {
  const file = harmed(attack);
  const before = readFileSync(file);
  const damaged = { name: 'UserError', file, line: 2, advice: expect.stringContaining('--repair') };
  expect(() => openJournal(file)).toThrow(
    expect.objectContaining({ ...damaged, message: expect.stringMatching(holds) }),
  );
  expect(readFileSync(file)).toEqual(before);
  expect(openJournalReader(file).entriesOf('b')).toEqual([]);

  expect(repairJournal(file).map(({ line }) => line)).toEqual([2]);
  const journal = openJournal(file);
  expect([journal.get('a')?.content, journal.get('b')]).toEqual(['one', undefined]);
  // Nothing is thrown away: what was taken out is what was there.
  expect(before.indexOf(readFileSync(damagedFile(file)))).toBe(toJournalLine(entry('a', 'one')).length);
});

test('whatever bit of a line flips, the line is damaged or the same', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(7), (id, content, where, bit) => {
      const line = withoutEnd(toJournalLine(entry(`id ${id}`, content)));
      const at = where % line.length;
      line[at] = (line[at] as number) ^ (1 << bit);
      expect(isDamaged(line)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('whatever the texts, a line gives back what was written, and opening reads all but the texts', () => {
  const odd = fc.constantFrom(
    '],"finish_reasons":["length"],',
    '],"contents":[',
    ',"check":"00000000"}',
    '"}',
    '\\',
    '\u2028',
  );
  const text = fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 8 }))).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, fc.constantFrom(toJournalLine, oldLine), (id, content, write) => {
      const one = entry(`id ${id}`, content);
      expect(readJournalLine(withoutEnd(write(one)))).toEqual(one);
      const { contents: _, ...head } = one;
      expect(readJournalHead(withoutEnd(write(one)))).toMatchObject(head);
    }),
  );
});

test('a journal of a version without checksums is read, and goes on with them', async () => {
  const file = harmed((line) => line, oldLine);
  const journal = openJournal(file);
  expect(['a', 'b', 'c'].map((id) => journal.get(id)?.content)).toEqual([
    'one',
    'It is the 9 o’clock boat. 海',
    'three',
  ]);
  await journal.append(entry('d', 'four'));
  await journal.close();
  expect(rowsOf(file).map((row) => 'check' in row)).toEqual([false, false, false, true]);
  expect(repairJournal(file)).toEqual([]);
});

test('an invalid byte in a line without a checksum does not become another letter', () => {
  const file = harmed(replaced('海', Buffer.from([0xe6, 0xb5, 0x20])), oldLine);
  expect(() => openJournal(file)).toThrow(
    expect.objectContaining({ line: 2, message: expect.stringContaining('UTF-8') }),
  );
});

test('an incomplete last line is dropped as ever, without being told to', () => {
  const file = harmed((line) => line);
  appendFileSync(file, toJournalLine(entry('d', 'torn')).subarray(0, 30));
  expect(repairJournal(file)).toEqual([]);
  const journal = openJournal(file);
  expect([journal.totals().replies, journal.get('d')]).toEqual([3, undefined]);
  expect(existsSync(damagedFile(file))).toBe(false);
});

test('generate names the damaged line and ends; with --repair it asks again for that one and comes to the same rows', async () => {
  const folder = generatedFolder();
  const journal = join(folder, 'data/calls/context-instruct.jsonl');
  const rows = readFileSync(join(folder, 'data/context-instruct.jsonl'), 'utf8');
  const count = rowsOf(journal).length;
  const bytes = readFileSync(journal);
  // Another letter in the middle of a reply: still JSON.
  const at = bytes.indexOf('question') + 2;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(journal, bytes);
  const stopped = await rolellm(GENERATE, folder);
  expect(stopped.status).toBe(2);
  expect(stopped.stderr).toMatch(/context-instruct\.jsonl:\d+: this line of the journal is damaged.*--repair/);
  const mended = await rolellm([...GENERATE.filter((flag) => flag !== '--quiet'), '--repair'], folder);
  expect(mended.status, mended.stderr).toBeLessThan(2);
  expect(mended.stderr).toMatch(/context-instruct\.jsonl:\d+: this line is damaged.*context-instruct\.jsonl\.damaged/);
  expect(rowsOf(journal)).toHaveLength(count);
  expect(readFileSync(join(folder, 'data/context-instruct.jsonl'), 'utf8')).toBe(rows);
});
