import type { AskingMethod } from '../../config.js';
import type { ChatMessage, ChatModel, ChatRequest } from '../../llm/chat-model.js';
import { type Draft, makeRequest } from '../../llm/chat-request.js';
import { fitPrompt } from '../../llm/room/fit.js';
import { type PromptRoom, UNLIMITED } from '../../llm/room/index.js';
import type { Exchange } from '../../prompts/exchanges.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import type { LanguageCode } from '../../records.js';
import type { RoleGptSettings } from './settings.js';

/** A role as prompts show it; `description` is with its catchphrases, as in desc.json. */
export interface AskedRole {
  name: string;
  language: LanguageCode;
  description: string;
  /** The description with facts behind it, where prompts show what is known of the role. */
  described?: string;
}

/** What one in-character answer is asked from. */
export interface RoleGptQuestion {
  role: AskedRole;
  question: string;
  demonstrations: readonly Exchange[];
}

/** How one in-character answer is asked. */
export interface RoleGptAsking {
  settings: RoleGptSettings;
  model: ChatModel;
  prompts: Prompts;
  /** How much a prompt may show. */
  room?: PromptRoom;
  seed: number;
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
  // The embedded model answers from the slots: it speaks of the description alone.
  const shown = role.described === undefined ? {} : { role_description_and_catchphrases: role.described };
  if (method === 'few-shot-prompt') {
    const template = prompts('rolegpt.few-shot-prompt', role.language);
    const slots = { ...about, demonstrations: renderDemonstrations(demonstrations), instruction: question };
    return { messages: renderPrompt(template, { ...slots, ...shown }), slots, prompt: template.reference };
  }
  const template = prompts('rolegpt.system', role.language);
  const system = renderPrompt(template, { ...about, ...shown });
  const turns = method === 'few-shot-dialogue' ? asTurns(demonstrations) : [];
  const messages = [...system, ...turns, { role: 'user' as const, content: question }];
  return { messages, slots: about, prompt: template.reference };
}

/** One question with as many demonstrations as there is room for, the most alike ones. */
export function draftWithDemonstrations(
  demonstrations: readonly Exchange[],
  room: PromptRoom,
  draftWith: (demonstrations: readonly Exchange[]) => Draft,
): { draft: Draft; shown: readonly Exchange[] } {
  // The most alike stands last.
  const best = (count: number) => demonstrations.slice(demonstrations.length - count);
  const sizes = Array.from({ length: demonstrations.length + 1 }, (_, k) => demonstrations.length - k);
  const { draft, size } = fitPrompt(room, sizes, (count) => draftWith(best(count)));
  return { draft, shown: best(size) };
}

/** One question with these demonstrations. */
export function draftRoleGpt(
  asked: RoleGptQuestion,
  { settings, prompts, room = UNLIMITED, seed }: Omit<RoleGptAsking, 'model'>,
): Draft {
  return {
    ...renderRoleGpt(asked, settings.method, prompts),
    sampling: room.forReply(settings.sampling),
    sample: 0,
    seed,
    language: asked.role.language,
    origin: { subject: `the prompt of ${asked.role.name} for one instruction`, lower: 'rolegpt.demonstrations' },
  };
}

/** Requests for all samples of one question: same messages, sample 0, 1, 2 …; and the demonstrations that they show. */
export function requestSamples(
  asked: RoleGptQuestion,
  count: number,
  asking: RoleGptAsking,
): { requests: ChatRequest[]; shown: readonly Exchange[] } {
  const { model, room = UNLIMITED } = asking;
  const { draft, shown } = draftWithDemonstrations(asked.demonstrations, room, (demonstrations) =>
    draftRoleGpt({ ...asked, demonstrations }, asking),
  );
  const requests = Array.from({ length: count }, (_, sample) => makeRequest(model, { ...draft, sample }));
  return { requests, shown };
}
