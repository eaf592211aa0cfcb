import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomically } from '../../src/store/atomic.js';
import { replaceFolder } from '../../src/store/exchange.js';
import { makeFolder } from '../harness/cli.js';

const isOwn = (name: string) => name.endsWith('.jsonl');
const write = (text: string) => (beside: string) => void writeFileAtomically(join(beside, 'train.jsonl'), [text]);
const listing = (folder: string) => readdirSync(folder).sort();

test('a folder that is written anew keeps what is not its own, and says what of its own went', () => {
  const root = makeFolder({ 'out/train.jsonl': 'old', 'out/test.jsonl': 'old', 'out/output/adapter': 'weights' });
  const folder = join(root, 'out');
  expect(replaceFolder({ folder, isOwn }, write('new'))).toEqual(['test.jsonl']);
  expect(listing(folder)).toEqual(['output', 'train.jsonl']);
  expect(readFileSync(join(folder, 'train.jsonl'), 'utf8')).toBe('new');
  expect(listing(root)).toEqual(['out']);
});

test('where writing fails the old folder stays as it was', () => {
  const root = makeFolder({ 'out/train.jsonl': 'old', 'out/mine': 'x' });
  const fail = () => {
    throw new Error('no');
  };
  expect(() => replaceFolder({ folder: join(root, 'out'), isOwn }, fail)).toThrow('no');
  expect(listing(join(root, 'out'))).toEqual(['mine', 'train.jsonl']);
});

test('after a crash at any moment of the exchange nothing of the user is lost', () => {
  const crashes = [
    // The old folder was put aside, the new one not yet in its place.
    { 'out.old/train.jsonl': 'old', 'out.old/mine': 'x', 'out.tmp/train.jsonl': 'half' },
    // The new one is in its place, what is the user's not moved yet, or moved in part.
    { 'out/train.jsonl': 'newer', 'out.old/train.jsonl': 'old', 'out.old/mine': 'x' },
    { 'out/train.jsonl': 'newer', 'out/mine': 'x', 'out.old/train.jsonl': 'old' },
  ];
  for (const left of crashes) {
    const root = makeFolder(left);
    replaceFolder({ folder: join(root, 'out'), isOwn }, write('new'));
    expect(listing(join(root, 'out'))).toEqual(['mine', 'train.jsonl']);
    expect(readFileSync(join(root, 'out/train.jsonl'), 'utf8')).toBe('new');
    expect(existsSync(join(root, 'out.old')) || existsSync(join(root, 'out.tmp'))).toBe(false);
  }
});
