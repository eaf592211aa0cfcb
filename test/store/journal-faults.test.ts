import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { JournalEntry } from '../../src/store/journal.js';
import { makeFolder } from '../harness/cli.js';

/** What the disk does next: it takes so many bytes, then fails so; or it takes them and fails to keep them. */
const disk: { room: number; code: string; keeps: boolean } = { room: Number.POSITIVE_INFINITY, code: '', keeps: true };

vi.doMock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const failure = () => Object.assign(new Error(`${disk.code}: the disk failed`), { code: disk.code });
  return {
    ...fs,
    writeSync(descriptor: number, bytes: Buffer, at = 0) {
      if (disk.room <= 0) throw failure();
      const length = Math.min(disk.room, bytes.length - at);
      disk.room -= length;
      return fs.writeSync(descriptor, bytes, at, length);
    },
    fsync: (descriptor: number, done: (error: Error | null) => void) =>
      disk.keeps ? fs.fsync(descriptor, done) : done(failure()),
  };
});

// Files of tests share their modules: this one loads the journal anew, with the disk above.
vi.resetModules();
const { openJournal } = await import('../../src/store/journal.js');

afterAll(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

afterEach(() => void Object.assign(disk, { room: Number.POSITIVE_INFINITY, code: '', keeps: true }));

const entry = (id: string): JournalEntry => ({
  ids: [id],
  contents: [`the reply to ${id}`],
  finish_reasons: ['stop'],
  cost: null,
  model: 'm',
  prompt: 'p@1',
  usage: { prompt_tokens: 3, cached_tokens: 1, completion_tokens: 2 },
});

test.each([
  ['ENOSPC', /full/],
  ['EIO', /check it/],
  ['EDQUOT', /share/],
])(
  '%s in the middle of a reply fails it and all that follow; the half of it is gone when opened again',
  async (code, advice) => {
    const file = join(makeFolder(), 'calls/stage.jsonl');
    const journal = openJournal(file);
    await journal.append(entry('a'));
    Object.assign(disk, { room: 50, code });
    const failed = { file, message: `cannot write (${code})`, advice: expect.stringMatching(advice) };
    await expect(journal.append(entry('b'))).rejects.toMatchObject(failed);
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(false);
    disk.room = Number.POSITIVE_INFINITY;
    // There is room again, but a whole line after half a line would be lost with it.
    await expect(journal.append(entry('c'))).rejects.toMatchObject(failed);
    expect([journal.get('a')?.content, journal.get('b'), journal.tries('b')]).toEqual(['the reply to a', undefined, 0]);
    await journal.close();

    const again = openJournal(file);
    expect([again.get('a')?.content, again.get('b'), again.totals().replies]).toEqual(['the reply to a', undefined, 1]);
    await again.append(entry('b'));
    expect(again.get('b')?.content).toBe('the reply to b');
    await again.close();
  },
);

test('a reply that the disk took but could not keep does not count', async () => {
  const journal = openJournal(join(makeFolder(), 'calls/stage.jsonl'));
  Object.assign(disk, { keeps: false, code: 'EIO' });
  await expect(journal.append(entry('a'))).rejects.toThrow('cannot write (EIO)');
  expect(journal.get('a')).toBeUndefined();
  await journal.close();
});
