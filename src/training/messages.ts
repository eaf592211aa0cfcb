import type { Turn } from '../records.js';
import type { Dialogue } from '../turns.js';

/** A message as TRL, Axolotl, OpenAI and LLaMA-Factory read it (formats.md 1 to 4). */
export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

const SIDES = { user: 'user', role: 'assistant' } as const;

const toMessage = ({ by, text }: Turn): Message => ({ role: SIDES[by], content: text });

/** The system text and all turns. */
export const toMessages = ({ system, turns }: Dialogue): Message[] => [
  { role: 'system', content: system },
  ...turns.map(toMessage),
];

/**
 * For OpenAI: `weight` says which answers count in the loss. It stands on each of them, because Hugging Face's reader of JSON
 * fails on a key that comes first in a later part of a file.
 */
export const toWeighedMessages = ({ system, turns }: Dialogue): (Message & { weight?: 0 | 1 })[] => [
  { role: 'system', content: system },
  ...turns.map((turn) =>
    turn.by === 'role' ? { ...toMessage(turn), weight: turn.trained ? (1 as const) : (0 as const) } : toMessage(turn),
  ),
];

/** For Axolotl's `message_field_training: train`: which messages count in the loss. */
export const toTrainMessages = ({ system, turns }: Dialogue): (Message & { train: boolean })[] => [
  { role: 'system', content: system, train: false },
  ...turns.map((turn) => ({ ...toMessage(turn), train: turn.by === 'role' && turn.trained })),
];

/** For TRL: what stands before the last turn, and that turn, on which alone the loss is. */
export function toPromptCompletion(dialogue: Dialogue): { prompt: Message[]; completion: Message[] } {
  const messages = toMessages(dialogue);
  return { prompt: messages.slice(0, -1), completion: messages.slice(-1) };
}

const SHAREGPT_SIDES = { user: 'human', role: 'gpt' } as const;

/** For LLaMA-Factory: human and gpt in turn, the system text in a column of its own. */
export const toShareGpt = ({ system, turns }: Dialogue) => ({
  conversations: turns.map(({ by, text }) => ({ from: SHAREGPT_SIDES[by], value: text })),
  system,
});
