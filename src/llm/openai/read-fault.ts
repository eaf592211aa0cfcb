import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { apiOf, shownUrl } from '../../base-url.js';
import { messageOf, UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import type { Called } from './called.js';
import { codeOf, connectionFault, sizeFault } from './connection-fault.js';
import { countsIn, saysTooLong, wordsOnLength } from './overflow.js';
import { FILTERED, NO_MONEY, WANTS_HTTPS } from './words.js';

/**
 * What a failed call means: UserError where asking on is useless (key, model, money, address), CallFault otherwise. No
 * message of theirs holds a secret. Anything that is not the API's is returned as it is, or without the secrets in its message.
 */
export function readFault(thrown: unknown, called: Called): unknown {
  const tooLarge = sizeFault(thrown);
  if (tooLarge) return tooLarge;
  if (thrown instanceof APIConnectionTimeoutError)
    return new CallFault('timed-out', 'no reply within the time allowed');
  if (thrown instanceof APIConnectionError) return connectionFault(thrown, called);
  if (thrown instanceof APIError && thrown.status !== undefined) return statusFault(thrown, called);
  if (thrown instanceof SyntaxError) return new CallFault('garbled', 'the server sent something that is not JSON');
  return codeOf(thrown) === undefined ? withoutSecrets(thrown, called) : connectionFault(thrown, called);
}

function withoutSecrets(thrown: unknown, { redact }: Called): unknown {
  const said = redact(messageOf(thrown));
  return said === messageOf(thrown) ? thrown : new Error(said);
}

/** So much of what a server says is shown, and so much is looked at. */
const LONGEST_SAID = 500;
const LONGEST_READ = 10_000;

/** Statuses that speak of the key, the account or the model, whatever their words are. */
const ABOUT_THE_USER = [401, 402, 403, 404, 429];

function statusFault(thrown: APIError, called: Called): UserError | CallFault {
  const status = thrown.status ?? 0;
  if (status >= 300 && status < 400) return redirected(thrown, called);
  // Redacted before it is cut: half a key would be found no more.
  const said = called.redact(thrown.message.replace(/^(\d{3})\s+/, '$1: ').replace(/\s+/g, ' ')).slice(0, LONGEST_SAID);
  const words = `${thrown.code ?? ''} ${thrown.type ?? ''} ${thrown.message.slice(0, LONGEST_READ)}`;
  const retryAfterMs = readRetryAfter(thrown.headers);
  if (status === 429 && !NO_MONEY.test(words)) return new CallFault('rate-limited', said, { retryAfterMs });
  if (FILTERED.test(words) && status < 500 && status !== 402 && status !== 429) return new CallFault('refused', said);
  const onLength = wordsOnLength(thrown);
  if (!ABOUT_THE_USER.includes(status) && saysTooLong(onLength))
    return new CallFault('too-long', said, { tokens: countsIn(onLength) });
  const advice = whatToMend(status, words, called);
  if (advice !== undefined) return new UserError(`${called.url} answers ${said}`, { advice });
  if (status >= 500 || [408, 409, 425].includes(status)) return new CallFault('unavailable', said, { retryAfterMs });
  return new CallFault('refused', said);
}

/** What the user has to mend before any call is answered; undefined where it is this call that failed. */
function whatToMend(status: number, words: string, { url, model, keyVariable }: Called): string | undefined {
  switch (status) {
    case 402:
    case 429:
      return 'Check the balance and the limits of the account, then run the same command again.';
    case 401:
    case 403:
      return `Check ${keyVariable} and what the key may use.`;
    case 404:
      return `Check --base-url${/\/v\d/.test(url) ? '' : ' (it mostly ends in /v1)'}, and that the server has the model "${model}".`;
    case 400:
      return WANTS_HTTPS.test(words)
        ? `Did you mean ${url.replace('http:', 'https:')}? Set it with --base-url.`
        : undefined;
    default:
      return undefined;
  }
}

/** A redirect is not followed: the key would go along. */
function redirected({ status, headers }: APIError, { url, redact }: Called): UserError {
  const location = headers?.get('location') ?? '';
  const target = URL.canParse(location, url) ? new URL(location, url).href : undefined;
  const api = target && apiOf(target);
  const where = target === undefined ? 'elsewhere' : `to ${shownUrl(target)}`;
  const advice = api === undefined ? 'Check --base-url.' : `If you trust it, set --base-url to ${api}.`;
  return new UserError(
    redact(`${url} answers ${status}: it redirects every call ${where}, and rolellm sends no key there`),
    {
      advice: redact(advice),
    },
  );
}

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
