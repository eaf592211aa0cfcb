import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { isGzip, unpackGzip } from '../../src/containers/gzip.js';
import { isZip, listZip, readZip } from '../../src/containers/zip.js';
import { UserError } from '../../src/errors.js';

const archive = () => zipSync({ 'card.json': strToU8('{}'), 'assets/face.png': strToU8('no picture') });

test('a zip is known by its content; its files are listed and those that are wanted are unpacked', () => {
  expect(isZip(archive())).toBe(true);
  expect(isZip(strToU8('PK, said the man'))).toBe(false);
  expect(listZip(archive(), 'a.charx')).toEqual(['card.json', 'assets/face.png']);
  const files = readZip(archive(), 'a.charx', (name) => name === 'card.json');
  expect([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([['card.json', '{}']]);
});

test('a zip that would unpack to more than the limit is refused before it is unpacked', () => {
  const bomb = zipSync({ 'a.txt': new Uint8Array(50_000), 'b.txt': new Uint8Array(50_000) });
  expect(bomb.length).toBeLessThan(1000);
  expect(() => readZip(bomb, 'bomb.zip', () => true, 80_000)).toThrow(/more than/);
  expect(readZip(bomb, 'bomb.zip', (name) => name === 'a.txt', 80_000).get('a.txt')?.length).toBe(50_000);
});

test('a zip that says that it is small, and is not, unpacks to no more than it says', () => {
  const bomb = Buffer.from(zipSync({ 'a.txt': new Uint8Array(50_000) }));
  // The unpacked size in the directory at the archive's end (APPNOTE 4.3.12).
  const directory = bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bomb.writeUInt32LE(10, directory + 24);
  expect(readZip(bomb, 'bomb.zip', () => true).get('a.txt')?.length).toBeLessThanOrEqual(10);
});

test('a zip with a password is refused as such', () => {
  const locked = Buffer.from(zipSync({ 'a.txt': strToU8('words and more words and words again') }));
  locked.writeUInt16LE(1, 6);
  locked.fill(0xff, 35, 50);
  expect(() => readZip(locked, 'a.zip', () => true)).toThrow(/password/);
});

test('gzip is unpacked up to the limit; what is cut off is refused', () => {
  const packed = gzipSync('Martha: Is the boat come in?\n'.repeat(1000));
  expect(isGzip(packed)).toBe(true);
  expect(unpackGzip(packed, 'a.gz').toString()).toContain('boat');
  expect(() => unpackGzip(packed, 'a.gz', 1000)).toThrow(/more than/);
  expect(() => unpackGzip(packed.subarray(0, 50), 'a.gz')).toThrow(/incomplete/);
});

test('any bytes behind a signature are files or a UserError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(200), (noise, at) => {
      const bytes = archive();
      bytes.set(noise.subarray(0, bytes.length - at), at);
      for (const read of [() => readZip(bytes, 'a.zip', () => true), () => listZip(bytes, 'a.zip')]) {
        try {
          read();
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }
    }),
  );
});
