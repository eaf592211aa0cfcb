import { APIError } from 'openai';
import { saysTooLong } from './overflow.js';
import { NO_MONEY } from './words.js';

/** What an error without a status of its own means, by the words that servers use; the first that fits. */
const STATUS_BY_WORDS: readonly [RegExp, number][] = [
  [/overload|capacity|\bbusy\b|unavailable|try again|time.?out/i, 503],
  [NO_MONEY, 402],
  [/rate.?limit|too many requests|throttl/i, 429],
  [/api.?key|authenticat|unauthori[sz]ed/i, 401],
  [/permission|forbidden/i, 403],
  [/model.{0,100}(?:not.?found|not exist)|unknown.model/i, 404],
  [/invalid.request|bad.request|unsupported|unrecognized/i, 400],
];

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** The error that a body holds, as the API would have sent it with a status of its own; undefined where it holds none. */
export function errorInBody(body: unknown, headers = new Headers()): APIError | undefined {
  const error = findError(body);
  return error && APIError.generate(statusOf(error), { error }, undefined, headers);
}

/** The body of a failed call with its error where the SDK looks for it; as it is where it holds none that is known. */
export function asErrorBody(body: object): object {
  const error = findError(body) ?? saidIn(body);
  return error ? { error } : body;
}

/** `{message: …}` and `{detail: …}`, as small servers have it. */
function saidIn({ message, detail }: { message?: unknown; detail?: unknown }): Fields | undefined {
  const said = [message, detail].find((one) => typeof one === 'string');
  return said === undefined ? undefined : { message: said };
}

/** `{error: …}` as the API has it, `{object: "error", …}` as vLLM does, `{errors: […]}` as gateways do, `[{error: …}]` as Google does. */
function findError(body: unknown): Fields | undefined {
  if (Array.isArray(body)) return isObject(body[0]) && !Array.isArray(body[0]) ? findError(body[0]) : undefined;
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
  // First: such messages also say `try again`.
  if (saysTooLong(words)) return 400;
  return STATUS_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 500;
}
