import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../errors.js';
import { append, openToAppend } from './append.js';
import { writeError } from './faults.js';

/** What was asked: a prompt, and the requests that ask it. Written to calls/STAGE.prompts.jsonl, its texts on lines of their own. */
export interface AskedPrompt {
  /** Ids of the requests that were asked together. */
  ids: readonly string[];
  /** The same for all samples of a prompt. */
  group: string;
  /** `id@version` of the file that the messages were rendered from. */
  prompt: string;
  model: string;
  messages: readonly { role: string; content: string }[];
  sampling: Readonly<Record<string, number>>;
  /** Shape of the reply, where it must be JSON. */
  schema: object | null;
  seed: number;
}

/** A text that prompts share: most have their system message in common, and those about a role what describes it. */
export const TextLine = z.strictObject({ text: z.string(), content: z.string() });

/** A prompt as its line has it, with the names of its texts. */
export const PromptLine = z.strictObject({
  ids: z.array(z.string()).min(1),
  group: z.string(),
  prompt: z.string(),
  model: z.string(),
  messages: z.array(z.strictObject({ role: z.string(), text: z.string() })),
  sampling: z.record(z.string(), z.number()),
  /** Name of the schema's text. */
  schema: z.string().nullable(),
  seed: z.number(),
});
export type PromptLine = z.infer<typeof PromptLine>;

/** So much of a name decides: rows carry no more of a request's id, and no two of a million texts are likely to share it. */
export const NAME_LENGTH = 16;

/** Prompts that are being kept. */
export interface PromptLog {
  keep(asked: AskedPrompt): void;
  close(): void;
}

/** Names that are remembered, so that what was just written is not written again: enough for all that is asked at once. */
const REMEMBERED = 8192;

/** Remembers the names that were met last, at least so many; forgetting one costs some bytes and nothing else. */
function createMemory() {
  let [young, old] = [new Set<string>(), new Set<string>()];
  /** Whether a name is new; then it is not any more. */
  return (name: string): boolean => {
    const isNew = !young.has(name) && !old.has(name);
    if (young.size >= REMEMBERED) [young, old] = [new Set(), young];
    young.add(name);
    return isNew;
  };
}

const nameOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, NAME_LENGTH);

/**
 * Keeps the prompts of a stage beside its journal, for people to look at: nothing that is asked or made depends on it. So it is
 * opened when something is asked, written without waiting for the disk, and where it cannot be written `onFault` is told once
 * and the run goes on. A killed process loses none of it; a torn last line is cut off by the next.
 */
export function openPromptLog(file: string, onFault: (reason: string) => void): PromptLog {
  const isNewRequest = createMemory();
  const isNewText = createMemory();
  let descriptor: number | undefined;
  let isBroken = false;

  /** Does something with the file; from the first failure on nothing more is done. */
  function attempt(action: () => void): void {
    if (isBroken) return;
    try {
      action();
    } catch (thrown) {
      isBroken = true;
      onFault(messageOf(writeError(thrown, file)));
    }
  }

  return {
    keep(asked) {
      const ids = asked.ids.filter(isNewRequest);
      if (ids.length === 0) return;
      attempt(() => {
        descriptor ??= openAtEnd(file);
        append(descriptor, Buffer.from(linesOf({ ...asked, ids }, isNewText)));
      });
    },
    close() {
      const open = descriptor;
      if (open === undefined) return;
      attempt(() => fsyncSync(open));
      closeSync(open);
    },
  };
}

/** The lines that keep a prompt: those of its texts that are new, then its own. */
function linesOf(
  { ids, group, prompt, model, messages, sampling, schema, seed }: AskedPrompt,
  isNew: (name: string) => boolean,
) {
  let lines = '';
  function nameText(content: string): string {
    const text = nameOf(content);
    if (isNew(text)) lines += `${JSON.stringify({ text, content } satisfies z.infer<typeof TextLine>)}\n`;
    return text;
  }
  const named: PromptLine = {
    ids: [...ids],
    group,
    prompt,
    model,
    messages: messages.map(({ role, content }) => ({ role, text: nameText(content) })),
    sampling,
    schema: schema && nameText(JSON.stringify(schema)),
    seed,
  };
  return `${lines}${JSON.stringify(named)}\n`;
}

const CHUNK_BYTES = 1 << 16;

/** Opens a file at the end of its last whole line. */
function openAtEnd(file: string): number {
  const descriptor = openToAppend(file);
  try {
    const { size } = fstatSync(descriptor);
    const end = endOfLines(descriptor, size);
    if (end < size) ftruncateSync(descriptor, end);
    return descriptor;
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
}

function endOfLines(descriptor: number, size: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let to = size; to > 0; ) {
    const from = Math.max(0, to - CHUNK_BYTES);
    const length = readSync(descriptor, chunk, 0, to - from, from);
    const at = chunk.subarray(0, length).lastIndexOf(0x0a);
    if (at !== -1) return from + at + 1;
    to = from;
  }
  return 0;
}
