import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { errorCode } from '../../errors.js';

/** A reply that holds more bytes than may be read. */
export class ReplyTooLarge extends Error {
  constructor(maxReplyBytes: number) {
    super(`the reply is larger than ${maxReplyBytes} bytes`);
    this.name = 'ReplyTooLarge';
  }
}

type Decode = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: Record<string, Decode> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * A body without its compression, which is undone beside the event loop and given up where it becomes too large. Rejects with
 * ReplyTooLarge then, and with zlib's error where it is damaged.
 */
export async function decodeBody(raw: Buffer, encodings = '', maxReplyBytes: number): Promise<Buffer> {
  let bytes = raw;
  for (const name of encodings.toLowerCase().split(',').reverse()) {
    const decode = DECODERS[name.trim()];
    if (decode && bytes.length > 0) bytes = await decodeOnce(bytes, decode, maxReplyBytes);
  }
  return bytes;
}

const BRACE = '{'.charCodeAt(0);

async function decodeOnce(bytes: Buffer, decode: Decode, maxReplyBytes: number): Promise<Buffer> {
  try {
    return await decode(bytes, { maxOutputLength: maxReplyBytes });
  } catch (thrown) {
    if (errorCode(thrown) === 'ERR_BUFFER_TOO_LARGE') throw new ReplyTooLarge(maxReplyBytes);
    // Some proxies undo the compression and leave the header.
    if (bytes[0] === BRACE) return bytes;
    throw thrown;
  }
}

/** The same response, whose body breaks off with ReplyTooLarge where it becomes too large. */
export function capBody(response: Response, maxReplyBytes: number): Response {
  if (!response.body) return response;
  let bytes = 0;
  const cap = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maxReplyBytes) controller.error(new ReplyTooLarge(maxReplyBytes));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(cap), { status, statusText, headers });
}
