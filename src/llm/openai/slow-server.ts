import { isIP } from 'node:net';

/** A server on this machine, or in a private network: it may be as slow as it is, and nobody else's calls wait behind it. */
export function isNearby(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return host === 'localhost' || /\.(?:local|lan|internal)$/.test(host);
  return /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/.test(host);
}

/** Replies that speed is taken from: the slowest of the last ones. */
const REMEMBERED = 8;
/** A shorter reply says nothing of how fast tokens come. */
const FEWEST_TOKENS = 8;
/** A reply may take so many times what the slowest took for a token. Our choice: the server may get busier. */
const SLOWER = 2;
/** After an hour nothing more is expected. */
const LONGEST_MS = 3_600_000;

/** How long a reply is waited for. */
export interface Patience {
  /** Longest wait, in milliseconds, for a reply of at most so many tokens. */
  waitFor(tokens: number): number;
  /** A reply of so many tokens came after so many milliseconds. */
  learn(tokens: number, ms: number): void;
}

/**
 * The wait for replies of one server: what is set or, where it is nearby and slow, what the longest reply takes at the speed that was seen.
 */
export function createPatience(timeoutMs: number, nearby: boolean): Patience {
  const perToken: number[] = [];
  return {
    waitFor(tokens) {
      const expected = nearby ? SLOWER * tokens * Math.max(0, ...perToken) : 0;
      return Math.round(Math.max(timeoutMs, Math.min(expected, LONGEST_MS)));
    },
    learn(tokens, ms) {
      if (tokens < FEWEST_TOKENS) return;
      perToken.push(ms / tokens);
      if (perToken.length > REMEMBERED) perToken.shift();
    },
  };
}
