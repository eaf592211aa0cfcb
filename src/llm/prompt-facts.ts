import type { LanguageCode } from '../languages/index.js';
import type { ChatRequest } from './chat-model.js';

/** What the model layer asks about a prompt. It stands with whoever asks the prompt: this room knows none. */
export interface PromptFacts {
  /** Tokens of a reply where none was seen yet, o200k_base. */
  expectedTokens(request: ChatRequest): number;
  /** A reply of the right form and size, so that what is asked after it can be planned. */
  standIn(request: ChatRequest): string | Promise<string>;
  /** What the embedded model answers. Without it that model cannot be asked this prompt. */
  offline?(request: ChatRequest): string | Promise<string>;
}

/** Facts by the id of the prompt, without its version. */
export type FactsByPrompt = Readonly<Record<string, PromptFacts>>;

/** The id of the prompt that a request was rendered from, without its version. */
export const promptIdOf = ({ prompt }: ChatRequest): string => prompt.split('@')[0] as string;

/** The facts of a request's prompt. Throws where there are none: that is a bug of whoever asks it. */
export function factsFor(request: ChatRequest, facts: FactsByPrompt): PromptFacts {
  const id = promptIdOf(request);
  const known = Object.hasOwn(facts, id) ? facts[id] : undefined;
  if (!known) throw new Error(`nothing is known of the prompt "${id}": it is in no list of facts`);
  return known;
}

/** What stands in a slot of a request's prompt, trimmed; empty where the prompt has no such slot. */
export const slotOf = ({ slots }: ChatRequest, name: string): string => slots[name]?.trim() ?? '';

/** Mean tokens by language, where they were measured. */
export type Lengths = Partial<Record<LanguageCode, number>>;

/** The length in a request's language; one that is not measured is taken for the longest. */
export const lengthFor = ({ language }: ChatRequest, lengths: Lengths): number =>
  lengths[language] ?? Math.max(...Object.values(lengths));
