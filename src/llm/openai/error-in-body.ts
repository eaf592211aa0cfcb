import { APIError } from 'openai';
import { NO_MONEY, TOO_LONG } from './words.js';

/** What an error without a status of its own means, by the words that servers use; the first that fits. */
const STATUS_BY_WORDS: readonly [RegExp, number][] = [
  [/overload|capacity|\bbusy\b|unavailable|try again|time.?out/i, 503],
  [NO_MONEY, 402],
  [/rate.?limit|too many requests|throttl/i, 429],
  [/api.?key|authenticat|unauthori[sz]ed/i, 401],
  [/permission|forbidden/i, 403],
  [/model.{0,100}(?:not.?found|not exist)|unknown.model/i, 404],
  [TOO_LONG, 400],
  [/invalid.request|bad.request|unsupported|unrecognized/i, 400],
];

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** The error that a body holds, as the API would have sent it with a status of its own; undefined where it holds none. */
export function errorInBody(body: unknown, headers = new Headers()): APIError | undefined {
  const error = findError(body);
  return error && APIError.generate(statusOf(error), { error }, undefined, headers);
}

/** `{error: …}` as the API has it, `{object: "error", …}` as vLLM does, `{errors: […]}` as gateways do. */
function findError(body: unknown): Fields | undefined {
  if (!isObject(body)) return undefined;
  const [first] = Array.isArray(body.errors) ? body.errors : [];
  const error = body.error || (body.object === 'error' ? body : first);
  if (typeof error === 'string') return { message: error };
  return isObject(error) && Object.keys(error).length > 0 ? error : undefined;
}

function statusOf(error: Fields): number {
  const { code, type, message, status, status_code } = error;
  const known = [code, status, status_code].map(Number).find((number) => number >= 400 && number < 600);
  if (known !== undefined) return Math.floor(known);
  const words = [code, type, status, message].filter((part) => typeof part === 'string').join(' ');
  return STATUS_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 500;
}
