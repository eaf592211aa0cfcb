import type { ChatRequest } from '../../llm/chat-model.js';
import { requestId } from '../../llm/chat-request.js';
import { type Answers, readChoice } from '../../llm/work.js';
import type { Answer } from '../../records.js';
import type { AskedPrompt } from '../../store/prompt-log.js';
import type { PromptLogReader } from '../../store/prompt-log-reader.js';
import { readResponse } from '../rolegpt/ask-rolegpt.js';

/** A request as it is shown beside the row that came of it. */
export interface TracedRequest extends Pick<ChatRequest, 'id' | 'prompt'> {
  messages: readonly { role: string; content: string }[];
  sampling: Readonly<Record<string, number>>;
}

/** Requests as they were kept when they were asked; none where one of them was not kept. */
export function findKept(ids: readonly string[], prompts: PromptLogReader): TracedRequest[] {
  const found = ids.flatMap((id): TracedRequest[] => {
    const asked = prompts.find(id);
    return asked ? [{ id, prompt: asked.prompt, messages: asked.messages, sampling: asked.sampling }] : [];
  });
  return found.length === ids.length ? found : [];
}

/** The prompt that an answer came from, as it was kept: its id begins with that of a request of that prompt. */
export function findKeptPrompt({ id }: Pick<Answer, 'id'>, prompts: PromptLogReader): AskedPrompt | undefined {
  return prompts.find(id.slice(0, id.lastIndexOf('-')));
}

/** Ids of the requests that an answer came from, as its prompt was kept; none where that says nothing of it. */
export function requestsOf(
  { id, set, answer }: Pick<Answer, 'id' | 'set' | 'answer'>,
  prompts: PromptLogReader,
  answers: Answers,
): string[] {
  const asked = findKeptPrompt({ id }, prompts);
  if (!asked) return [];
  const [beginning, number] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))];
  if (set === 'role_specific') return asked.ids.filter((one) => one.startsWith(beginning));
  // A pair is named after its first sample: the answer is the one that says the same.
  const sample = requestId(asked.group, number);
  const choice = answers.get(sample);
  const reading = choice && readChoice(readResponse, choice);
  return reading?.ok && reading.value === answer ? [sample] : [];
}
