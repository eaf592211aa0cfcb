import type { Redis } from 'ioredis';
import { type Delivered, readEntries } from './transport.js';

const COUNT = 200;
const BLOCK_MS = 2000;
const PAUSE_MS = 300;

/** Reads replies as they come. */
export interface ReplyReader {
  /** Begins anew: Redis was emptied, so that what comes now may count from another beginning. */
  rewind(): void;
  end(): void;
}

/** Reads a list of replies from behind an entry on, on a connection of its own, and hands each over. */
export function readReplies(
  redis: Redis,
  key: string,
  after: string,
  take: (delivered: Delivered) => void,
): ReplyReader {
  let last = after;
  let isOver = false;

  async function readOn(): Promise<void> {
    const from = last;
    const got = await redis.xread('COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', key, from);
    const entries = got?.[0]?.[1] ?? [];
    if (from === last) last = entries.at(-1)?.[0] ?? last;
    for (const delivered of readEntries(entries)) take(delivered);
  }

  void (async () => {
    while (!isOver) await readOn().catch(() => new Promise((resume) => setTimeout(resume, PAUSE_MS)));
  })();

  return {
    rewind() {
      last = '0-0';
    },
    end() {
      isOver = true;
      redis.disconnect();
    },
  };
}
