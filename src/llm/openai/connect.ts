import OpenAI, { type APIError } from 'openai';
import { faultOfBaseUrl } from '../../base-url.js';
import { MAX_REPLY_BYTES } from '../../config.js';
import { UserError } from '../../errors.js';
import { checkHeaderVariables, checkKey, secretHeaders } from '../keys.js';
import { createHider, createRedactor } from '../redact.js';
import { asErrorBody } from './error-in-body.js';
import { createFetch } from './fetch.js';

/** How a server is reached. */
export interface Connection {
  apiKey: string | undefined;
  /**
   * Undefined: OpenAI's own. Credentials in it (https://user:password@host) are sent as basic authentication, its query
   * (?api-version=…) with every call.
   */
  baseUrl: string | undefined;
  /** Longest wait for one reply. */
  timeoutSeconds: number;
  /** Longest reply that is read, as it comes and unpacked; by default that of the settings. */
  maxReplyBytes?: number;
  /** The environment variable that the key comes from, for messages. */
  keyVariable?: string;
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** setTimeout takes no longer wait than this, and ends a longer one at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The SDK, which else finds no message in the errors of servers that do not put it where OpenAI does. */
class Client extends OpenAI {
  protected override makeStatusError(
    status: number,
    body: object,
    message: string | undefined,
    headers: Headers,
  ): APIError {
    return super.makeStatusError(status, asErrorBody(body ?? {}), message, headers);
  }
}

/**
 * A client, and what messages may say about it. It never tries again by itself: that is the pool's. Throws UserError where the
 * key or the address cannot be one.
 */
export function connect({
  apiKey,
  baseUrl = OPENAI_URL,
  timeoutSeconds,
  maxReplyBytes = MAX_REPLY_BYTES,
  keyVariable = 'OPENAI_API_KEY',
}: Connection) {
  checkKey(keyVariable, apiKey);
  checkHeaderVariables(process.env);
  const { address, query, user, password } = readBaseUrl(baseUrl);
  const timeoutMs = Math.min(timeoutSeconds * 1000, LONGEST_TIMER_MS);
  const basic = user === '' && password === '' ? undefined : Buffer.from(`${user}:${password}`).toString('base64');
  const client = new Client({
    // A local server usually wants no key, but the SDK asks for one.
    apiKey: apiKey ?? 'none',
    baseURL: address,
    defaultQuery: query,
    ...(basic === undefined ? {} : { defaultHeaders: { authorization: `Basic ${basic}` } }),
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    fetch: createFetch(maxReplyBytes),
  });
  // A user name without a password is a key, and so may every value of the query be, but for the version.
  const inQuery = Object.entries(query).flatMap(([name, value]) => (/version/i.test(name) ? [] : value));
  const secrets = [apiKey, password || user, basic, ...inQuery, ...secretHeaders(process.env)];
  return { client, url: address, timeoutMs, keyVariable, redact: createRedactor(secrets), hide: createHider(secrets) };
}

/** The parts of an address. Throws UserError where it cannot be one. */
function readBaseUrl(baseUrl: string) {
  const fault = faultOfBaseUrl(baseUrl);
  if (fault !== undefined) throw new UserError(`the base URL ${fault}`, { advice: 'It mostly ends in /v1.' });
  const url = new URL(baseUrl.trim());
  return {
    address: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    query: Object.fromEntries(url.searchParams),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
