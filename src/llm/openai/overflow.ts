import type { APIError } from 'openai';
import type { TokenCounts } from '../call-fault.js';

/** By these words servers say that a prompt, or a prompt with the room for its reply, is too long for the model. */
const TOO_LONG = new RegExp(
  [
    'context[_ ](?:length|window|size|limit)',
    'exceed_context',
    'maximum (?:context|model length|number of tokens)',
    'too many tokens',
    '(?:prompt|input) (?:is )?too long',
    'n_ctx',
    '`max_new_tokens` must be',
    'reduce the length of the messages',
  ].join('|'),
  'i',
);

/** Limits of an account are spoken of in tokens too, and pass by waiting. */
const OF_A_MINUTE = /rate.?limit|per.?min|\bTPM\b/i;

/** Whether a server says that a prompt is too long. */
export const saysTooLong = (words: string): boolean => TOO_LONG.test(words) && !OF_A_MINUTE.test(words);

/** How servers tell the tokens of a prompt, of the room for its reply, and of the model's window; the first that fits. */
const NUMBERS: Readonly<Record<keyof TokenCounts, readonly RegExp[]>> = {
  prompt: [
    /"n_prompt_tokens": ?(\d{1,9})/,
    /(?:request|input) \((\d{1,9}) tokens\)/i,
    /messages resulted in (\d{1,9})/i,
    /(\d{1,9}) (?:in the messages|in (?:the|your) prompt|of text input|input tokens|tokens from the input)/i,
    /(?:requested tokens|input token count) \((\d{1,9})\)/i,
    /keep the first (\d{1,9}) tokens/i,
    /n_keep: ?(\d{1,9})/i,
    /prompt \((?:total )?length (\d{1,9})\)/i,
    /prompt is too long: (\d{1,9})/i,
    /prompt contains (\d{1,9}) tokens/i,
    /given: (\d{1,9}) `inputs`/i,
    /context limit: (\d{1,9}) \+/i,
    /you requested (?:about |a total of )?(\d{1,9}) tokens/i,
  ],
  reply: [
    /(\d{1,9}) (?:in|for) the (?:completion|output)/i,
    /(\d{1,9}) (?:output tokens|tokens for the completion|`max_new_tokens`)/i,
    /is too large: (\d{1,9})\. This model/i,
    /context limit: \d{1,9} \+ (\d{1,9}) >/i,
  ],
  window: [
    /"n_ctx": ?(\d{1,9})/,
    /context (?:length|window|size)(?: is| of only| of|:)? \(?(\d{1,9})/i,
    /n_ctx: ?(\d{1,9})/i,
    /maximum model length of (\d{1,9})/i,
    /maximum number of tokens allowed \((\d{1,9})/i,
    /context limit: \d{1,9} \+ \d{1,9} > (\d{1,9})/i,
    /> ?(\d{1,9}) maximum/i,
    /(\d{1,9}) maximum context/i,
    /must be <= (\d{1,9})/i,
  ],
};

/** The numbers in what a server says of a prompt that is too long, as far as it tells them. */
export function countsIn(words: string): TokenCounts {
  const counts: TokenCounts = {};
  for (const part of ['prompt', 'reply', 'window'] as const) {
    const told = NUMBERS[part].map((pattern) => pattern.exec(words)?.[1]).find((digits) => digits !== undefined);
    if (told !== undefined) counts[part] = Number(told);
  }
  return counts;
}

/** So much of it is looked at: a body may hold the whole prompt. */
const LONGEST_READ = 10_000;

/** What a failed call says that may speak of its length: also what a gateway passes on, and numbers beside the message. */
export function wordsOnLength({ code, type, message, error }: APIError): string {
  const { metadata, n_prompt_tokens, n_ctx } = fieldsOf(error);
  const { raw } = fieldsOf(metadata);
  const passedOn = typeof raw === 'string' ? raw.slice(0, LONGEST_READ) : '';
  const beside = n_ctx === undefined ? '' : JSON.stringify({ n_prompt_tokens, n_ctx }).slice(0, LONGEST_READ);
  return `${code ?? ''} ${type ?? ''} ${message.slice(0, LONGEST_READ)} ${passedOn} ${beside}`;
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
