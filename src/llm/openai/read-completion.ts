import type { APIError } from 'openai';
import { CallFault } from '../call-fault.js';
import type { ChatChoice, ChatReplies } from '../chat-model.js';
import type { Redact } from '../redact.js';
import { errorInBody } from './error-in-body.js';
import { readUsage } from './read-usage.js';

/** Choices that are looked at; no server gives so many. */
const MOST_CHOICES = 1000;

/** What a completion answers: how many samples were asked for, and the texts of the prompt. */
export interface AskedFor {
  samples: number;
  prompt: readonly string[];
  /** Takes the key out of what the server says, which is kept and published. */
  hide: Redact;
  /** What came with the body. */
  headers?: Headers;
}

type Fields = Record<string, unknown>;

/** The keys of what should be an object; none where it is none. */
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/**
 * The answers of a completion, as many as were asked for or fewer. It was paid for: whatever can be read of it is, and what
 * servers get wrong around it counts as missing. A refusal in the API's own field is an answer whose finish reason says so. A
 * body that is an error, whatever its status said, is returned as one. Throws CallFault where it is no completion.
 */
export function readCompletion(body: unknown, { samples, prompt, hide, headers }: AskedFor): ChatReplies | APIError {
  const { choices: listed, usage } = fieldsOf(body);
  const given = (Array.isArray(listed) ? listed : []).slice(0, MOST_CHOICES);
  const choices = inOrder(given.flatMap((choice) => readChoice(choice, hide) ?? [])).slice(0, samples);
  if (choices.length === 0) {
    const error = errorInBody(body, headers) ?? errorInBody(given[0], headers);
    if (error) return error;
    throw new CallFault('garbled', 'the server sent something that is not a chat completion');
  }
  return { choices, usage: readUsage(usage, { prompt, answers: choices.map(({ content }) => content) }) };
}

interface ReadChoice extends ChatChoice {
  index: unknown;
}

/** By their numbers, where all have one. */
function inOrder(choices: readonly ReadChoice[]): ChatChoice[] {
  const isNumbered = choices.every(({ index }) => typeof index === 'number');
  const sorted = isNumbered ? [...choices].sort((a, b) => Number(a.index) - Number(b.index)) : choices;
  return sorted.map(({ content, finish_reason }) => ({ content, finish_reason }));
}

/** One answer; undefined where it is none. */
function readChoice(choice: unknown, hide: Redact): ReadChoice | undefined {
  const { index, finish_reason, message, error } = fieldsOf(choice);
  if (!isObject(message) || isObject(error)) return undefined;
  const { content, refusal } = fieldsOf(message);
  const text = textOf(content);
  const finish = typeof finish_reason === 'string' ? finish_reason.slice(0, 100) : 'none';
  if (text === '' && typeof refusal === 'string' && refusal !== '')
    return { index, content: hide(refusal), finish_reason: 'refusal' };
  return { index, content: hide(text), finish_reason: hide(finish) };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** A text, or one that comes in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part === 'string' ? part : textOf(fieldsOf(part).text))).join('');
}
