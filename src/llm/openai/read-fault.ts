import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { errorCode, messageOf, UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import type { Redact } from '../redact.js';

/** Whom the call went to, for messages. */
export interface Called {
  url: string;
  model: string;
  /** Where the key comes from: the name of an environment variable. */
  keyVariable: string;
  redact: Redact;
}

const TOO_LONG =
  /context_length|context length|context window|maximum context|too many tokens|prompt is too long|n_ctx/i;
const FILTERED = /content_filter|content policy|content management policy|moderation|flagged/i;
const NO_MONEY = /insufficient_quota|insufficient (?:balance|credits?|funds)|exceeded your current quota|billing/i;

/** Nobody took the call: nothing was sent that could be billed. */
const NOBODY_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'];

/**
 * What a failed call means: UserError where asking on is useless (key, model, money), CallFault otherwise. Anything that is not
 * the API's is returned as it is.
 */
export function readFault(thrown: unknown, called: Called): unknown {
  if (thrown instanceof APIConnectionTimeoutError)
    return new CallFault('timed-out', 'no reply within the time allowed');
  if (thrown instanceof APIConnectionError) return connectionFault(thrown, called);
  if (thrown instanceof APIError && thrown.status !== undefined) return statusFault(thrown, called);
  if (thrown instanceof SyntaxError) return new CallFault('garbled', 'the server sent something that is not JSON');
  const code = codeOf(thrown);
  return code === undefined ? thrown : connectionFault(thrown, called);
}

/** The system's error code, however deep the libraries have wrapped it. */
function codeOf(thrown: unknown): string | undefined {
  for (let error = thrown, depth = 0; error && depth < 5; error = (error as Error).cause, depth += 1) {
    const code = errorCode(error);
    if (code !== undefined && /^(?:E[A-Z_]+|UND_ERR_\w+)$/.test(code)) return code;
  }
  return undefined;
}

function connectionFault(thrown: unknown, { redact }: Called): CallFault {
  const code = codeOf(thrown);
  if (code !== undefined && NOBODY_THERE.includes(code)) return new CallFault('unreachable', `no connection (${code})`);
  const said = code ?? redact(messageOf(thrown));
  return new CallFault('unavailable', `the connection broke (${said})`, { mayBeBilled: true });
}

function statusFault(thrown: APIError, called: Called): UserError | CallFault {
  const status = thrown.status ?? 0;
  const said = called.redact(
    thrown.message
      .replace(/^(\d{3})\s+/, '$1: ')
      .replace(/\s+/g, ' ')
      .slice(0, 500),
  );
  const words = `${thrown.code ?? ''} ${thrown.type ?? ''} ${thrown.message}`;
  if (status === 429 && !NO_MONEY.test(words)) {
    return new CallFault('rate-limited', said, { retryAfterMs: readRetryAfter(thrown.headers) });
  }
  if (status === 402 || status === 429) {
    return stop(said, called, 'Check the balance and the limits of the account, then run the same command again.');
  }
  if (FILTERED.test(words) && status < 500) return new CallFault('refused', said);
  if (status === 401 || status === 403) {
    return stop(said, called, `Check ${called.keyVariable} and what the key may use.`);
  }
  if (status === 404)
    return stop(said, called, `Check --base-url, and that the server has the model "${called.model}".`);
  if ((status === 400 || status === 413 || status === 422) && TOO_LONG.test(words))
    return new CallFault('too-long', said);
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return new CallFault('unavailable', said, { retryAfterMs: readRetryAfter(thrown.headers) });
  }
  return new CallFault('refused', said);
}

const stop = (said: string, { url }: Called, advice: string) => new UserError(`${url} answers ${said}`, { advice });

/** What every date of HTTP holds, and nothing that `Date.parse` guesses at (`-5` is a day of 2001 to it). */
const CLOCK_TIME = /\d\d:\d\d:\d\d/;

/**
 * How long a server asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` as seconds or as a date. A date is
 * measured against the server's own clock where it tells it, so that a wrong clock here does no harm.
 */
export function readRetryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') || Number.NaN);
  if (ms >= 0) return ms;
  const text = headers?.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!CLOCK_TIME.test(text)) return undefined;
  const [until, serverNow] = [Date.parse(text), Date.parse(headers?.get('date') ?? '')];
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (Number.isNaN(serverNow) ? Date.now() : serverNow));
}

/** Statuses with which servers refuse words that they do not know. */
const REFUSALS = [400, 422, 501];

/** What the server says where it refused the request for its form; undefined where it failed otherwise. */
export function complaintOf(thrown: unknown, called: Called): string | undefined {
  if (!(thrown instanceof APIError) || !REFUSALS.includes(thrown.status ?? 0)) return undefined;
  const fault = readFault(thrown, called);
  if (fault instanceof UserError || (fault instanceof CallFault && fault.kind === 'too-long')) return undefined;
  return `${thrown.param ?? ''} ${thrown.message}`;
}
