import type { APIError } from 'openai';
import { CallFault } from '../call-fault.js';
import type { ChatChoice, ChatReplies } from '../chat-model.js';
import type { Redact } from '../redact.js';
import { withThoughts } from '../visible-text.js';
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
  const isHiding = hasHiddenThoughts(usage);
  const given = (Array.isArray(listed) ? listed : []).slice(0, MOST_CHOICES);
  const choices = inOrder(given.flatMap((choice) => readChoice(choice, hide, isHiding) ?? [])).slice(0, samples);
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

/**
 * One answer, with the thoughts that came in a field of their own between think tags before it; undefined where it is none. A
 * server that hides its model's thoughts and had no room for more has sent an answer that is only thoughts all the same.
 */
function readChoice(choice: unknown, hide: Redact, isHiding: boolean): ReadChoice | undefined {
  const { index, finish_reason, message, error } = fieldsOf(choice);
  if (!isObject(message) || isObject(error)) return undefined;
  const { content, refusal } = fieldsOf(message);
  const text = textOf(content);
  const finish = typeof finish_reason === 'string' ? finish_reason.slice(0, 100) : 'none';
  if (text === '' && typeof refusal === 'string' && refusal !== '')
    return { index, content: hide(refusal), finish_reason: 'refusal' };
  const hidden = isHiding && text === '' && finish === 'length';
  const whole = withThoughts(text, thoughtsIn(message as Fields), hidden);
  return { index, content: hide(whole), finish_reason: hide(finish) };
}

/** Whether a model thought where nobody sees it: OpenAI counts the tokens and sends no text. */
function hasHiddenThoughts(usage: unknown): boolean {
  const { reasoning_tokens } = fieldsOf(fieldsOf(usage).completion_tokens_details);
  return typeof reasoning_tokens === 'number' && reasoning_tokens > 0;
}

/** Where servers put a model's thoughts: DeepSeek, vLLM, llama.cpp, SGLang and LM Studio; OpenRouter, Ollama and Groq. */
const THOUGHT_FIELDS = ['reasoning_content', 'reasoning', 'thinking'] as const;

/** Thoughts in a field of their own, or in parts of the content as Mistral has them; empty where there are none. */
function thoughtsIn(message: Fields): string {
  const { content } = message;
  const parts = (Array.isArray(content) ? content : []).map((part) => textOf(fieldsOf(part).thinking)).join('');
  return THOUGHT_FIELDS.map((field) => textOf(message[field])).find((text) => text.trim() !== '') ?? parts;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** A text, or one that comes in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part === 'string' ? part : textOf(fieldsOf(part).text))).join('');
}
