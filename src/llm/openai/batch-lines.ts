import { errorCode } from '../../errors.js';
import { CallFault } from '../call-fault.js';

/** Longest line of results that is read: far above any reply, and far below what memory holds. Our choice. */
const LONGEST_LINE_BYTES = 64 * 2 ** 20;

const NEWLINE = 10;

/**
 * Lines of a file of results as they come, without the empty ones: a file may be hundreds of megabytes. Undefined stands for a
 * line that is too long or no UTF-8.
 */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  let pieces: Uint8Array[] = [];
  let length = 0;

  function add(piece: Uint8Array): void {
    length += piece.length;
    if (length > LONGEST_LINE_BYTES) pieces = [];
    else pieces.push(piece);
  }

  function take(): string | undefined {
    const line = length > LONGEST_LINE_BYTES ? undefined : decode(Buffer.concat(pieces));
    pieces = [];
    length = 0;
    return line;
  }

  for await (const chunk of body) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, begin)) {
      add(chunk.subarray(begin, end));
      begin = end + 1;
      const line = take();
      if (line?.trim() !== '') yield line;
    }
    add(chunk.subarray(begin));
  }
  const line = take();
  if (line?.trim() !== '') yield line;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The body of a download as it comes. Throws CallFault where it breaks off or cannot be unpacked. */
export async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* (body ?? []) as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    const code = errorCode((thrown as Error | undefined)?.cause) ?? errorCode(thrown);
    throw new CallFault('unavailable', `the download broke off${code === undefined ? '' : ` (${code})`}`);
  }
}
