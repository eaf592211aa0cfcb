import type { AskingMethod } from '../../config.js';
import type { ChatMessage, ChatModel, ChatRequest } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { InvalidReply } from '../../llm/work.js';
import type { Exchange } from '../../prompts/exchanges.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import type { LanguageCode } from '../../records.js';
import type { RoleGptSettings } from './settings.js';

/** A role as prompts show it; `description` is with its catchphrases, as in desc.json. */
export interface AskedRole {
  name: string;
  language: LanguageCode;
  description: string;
}

/** What one in-character answer is asked from. */
export interface RoleGptQuestion {
  role: AskedRole;
  question: string;
  demonstrations: readonly Exchange[];
}

/** Demonstrations inside one prompt: the few-shot prompt method. */
function renderDemonstrations(demonstrations: readonly Exchange[]): string {
  return demonstrations
    .map(({ cue, reply }) => `${cue.role}: ${cue.content}\n${reply.role}: ${reply.content}`)
    .join('\n\n');
}

/** Demonstrations as turns of a chat: few-shot dialogue engineering (papers.md 1.6). */
function asTurns(demonstrations: readonly Exchange[]): ChatMessage[] {
  return demonstrations.flatMap(({ cue, reply }): ChatMessage[] => [
    { role: 'user', content: `${cue.role}: ${cue.content}` },
    { role: 'assistant', content: reply.content },
  ]);
}

/** The messages of one question by one of the paper's three methods, the prompt that they come from, and what fills its slots. */
export function renderRoleGpt(
  { role, question, demonstrations }: RoleGptQuestion,
  method: AskingMethod,
  prompts: Prompts,
): Pick<ChatRequest, 'messages' | 'slots' | 'prompt'> {
  const about = { role_name: role.name, role_description_and_catchphrases: role.description };
  if (method === 'few-shot-prompt') {
    const template = prompts('rolegpt.few-shot-prompt', role.language);
    const slots = { ...about, demonstrations: renderDemonstrations(demonstrations), instruction: question };
    return { messages: renderPrompt(template, slots), slots, prompt: template.reference };
  }
  const template = prompts('rolegpt.system', role.language);
  const system = renderPrompt(template, about);
  const turns = method === 'few-shot-dialogue' ? asTurns(demonstrations) : [];
  const messages = [...system, ...turns, { role: 'user' as const, content: question }];
  return { messages, slots: about, prompt: template.reference };
}

/** Requests for all samples of one question: same messages, sample 0, 1, 2 … */
export function requestSamples(
  asked: RoleGptQuestion,
  count: number,
  { settings, model, prompts, seed }: { settings: RoleGptSettings; model: ChatModel; prompts: Prompts; seed: number },
): ChatRequest[] {
  const rendered = renderRoleGpt(asked, settings.method, prompts);
  const { language, name } = asked.role;
  const origin = { subject: `the prompt of ${name} for one instruction`, lower: 'rolegpt.demonstrations' };
  return Array.from({ length: count }, (_, sample) =>
    makeRequest(model, { ...rendered, sampling: settings.sampling, sample, seed, language, origin }),
  );
}

/** An in-character answer, as it came. Throws InvalidReply where there is none. */
export function readResponse(content: string): string {
  const text = content.trim();
  if (text === '') throw new InvalidReply('the answer is empty');
  return text;
}
