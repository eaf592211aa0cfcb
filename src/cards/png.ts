import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { MOST_UNPACKED } from '../containers/limits.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Chunk {
  type: string;
  data: Buffer;
}

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/** Chunks of a picture (PNG specification, section 5); undefined where they do not add up. */
function readChunks(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < bytes.length; ) {
    if (at + 12 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  return undefined;
}

function writeChunk({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

const inflate = (data: Buffer) => inflateSync(data, { maxOutputLength: MOST_UNPACKED });

/** The keyword of a text chunk in lower case, and what stands behind it; undefined for other chunks. */
function cutKeyword({ type, data }: Chunk): { keyword: string; rest: Buffer } | undefined {
  const end = data.indexOf(0);
  if (!/^(?:tEXt|zTXt|iTXt)$/.test(type) || end < 0) return undefined;
  return { keyword: data.toString('latin1', 0, end).toLowerCase(), rest: data.subarray(end + 1) };
}

/** The text of a chunk of one of the three kinds (PNG specification, section 11.3.3). Throws where it does not unpack. */
function readText(type: string, rest: Buffer): string {
  if (type === 'tEXt') return rest.toString('latin1');
  if (type === 'zTXt') return inflate(rest.subarray(1)).toString('latin1');
  // Two bytes of compression, a language and a translated keyword, each ended by zero.
  const language = rest.indexOf(0, 2);
  const start = rest.indexOf(0, language + 1) + 1;
  const text = rest.subarray(start);
  return (rest[0] === 1 ? inflate(text) : text).toString('utf8');
}

/**
 * Texts of a picture by their keywords in lower case. Undefined where the bytes are no whole picture. Throws where a text does
 * not unpack.
 */
export function readPngTexts(bytes: Buffer): Map<string, string> | undefined {
  const chunks = isPng(bytes) ? readChunks(bytes) : undefined;
  if (!chunks) return undefined;
  const texts = new Map<string, string>();
  for (const chunk of chunks) {
    const found = cutKeyword(chunk);
    if (found) texts.set(found.keyword, readText(chunk.type, found.rest));
  }
  return texts;
}

/** The picture with these Latin-1 texts before its end, in the place of others with the same keywords. */
export function withPngTexts(picture: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const chunks = readChunks(picture) ?? [];
  const kept = chunks.filter((chunk) => {
    const known = cutKeyword(chunk);
    return chunk.type !== 'IEND' && !(known && known.keyword in texts);
  });
  const added = Object.entries(texts).map(([keyword, text]) => ({
    type: 'tEXt',
    data: Buffer.from(`${keyword}\0${text}`, 'latin1'),
  }));
  const all = [...kept, ...added, { type: 'IEND', data: Buffer.alloc(0) }];
  return Buffer.concat([SIGNATURE, ...all.map(writeChunk)]);
}

/** A picture of one colour: red, green and blue from 0 to 255. */
export function plainPng(width: number, height: number, colour: readonly [number, number, number]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a sample, three samples a pixel.
  header.set([8, 2], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(3 * width, Buffer.from(colour))]);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const chunks = [
    { type: 'IHDR', data: header },
    { type: 'IDAT', data },
    { type: 'IEND', data: Buffer.alloc(0) },
  ];
  return Buffer.concat([SIGNATURE, ...chunks.map(writeChunk)]);
}
