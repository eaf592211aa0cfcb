import { z } from 'zod';
import { CallFault } from '../call-fault.js';
import type { ChatChoice, ChatReplies, Usage } from '../chat-model.js';

const Count = z.number().min(0).transform(Math.round);

/** What is read of a chat completion; servers add much and leave out some. */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().optional(),
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: Count,
      completion_tokens: Count.nullish(),
      prompt_tokens_details: z.object({ cached_tokens: Count.nullish() }).nullish(),
    })
    .nullish(),
});
type Completion = z.infer<typeof Completion>;

/** Bytes of a token where the server does not count: few enough that a cost is rather too high than too low. */
const BYTES_PER_TOKEN = 3;

const roughTokens = (texts: readonly string[]) =>
  Math.ceil(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN);

/** What a completion answers: how many samples were asked for, and the texts of the prompt. */
export interface AskedFor {
  samples: number;
  prompt: readonly string[];
}

/**
 * The answers of a completion, as many as were asked for or fewer. A refusal in the API's own field is an answer whose finish
 * reason says so. Throws CallFault where it is not a completion.
 */
export function readCompletion(value: unknown, asked: AskedFor): ChatReplies {
  const parsed = Completion.safeParse(value);
  if (!parsed.success) throw new CallFault('garbled', 'the server sent something that is not a chat completion');
  const choices = [...parsed.data.choices]
    .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
    .slice(0, asked.samples)
    .map(readChoice);
  return { choices, usage: readUsage(parsed.data.usage, asked, choices) };
}

function readChoice({ message, finish_reason }: Completion['choices'][number]): ChatChoice {
  const { content, refusal } = message;
  if (refusal && !content) return { content: refusal, finish_reason: 'refusal' };
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
  return { content: text, finish_reason: finish_reason ?? 'none' };
}

function readUsage(usage: Completion['usage'], { prompt }: AskedFor, choices: readonly ChatChoice[]): Usage {
  if (!usage) {
    const completion_tokens = roughTokens(choices.map(({ content }) => content));
    return { prompt_tokens: roughTokens(prompt), cached_tokens: 0, completion_tokens };
  }
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = usage;
  const cached_tokens = Math.min(prompt_tokens, prompt_tokens_details?.cached_tokens ?? 0);
  return { prompt_tokens, cached_tokens, completion_tokens: completion_tokens ?? 0 };
}
