import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../errors.js';
import type { ChatMessage } from '../llm/chat-model.js';
import { LanguageCode } from '../records.js';
import { parseYaml } from '../store/yaml-file.js';

const FrontMatter = z.strictObject({
  /** Name of the prompt: the file's name. */
  id: z.string().min(1),
  version: z.int().min(1),
  language: LanguageCode,
  /** Names that stand in the text as {{name}}. */
  slots: z.array(z.string().regex(/^[a-z_]+$/)),
  /** What it is for, and the paper's section. */
  purpose: z.string().min(1),
});

/** A prompt: a document of prompts/, parsed. */
export interface Prompt extends z.infer<typeof FrontMatter> {
  /** `id@version`: what a request says that it was rendered from. */
  reference: string;
  /** SHA-256 of the file's text. */
  sha256: string;
  /** The messages, with their slots still in them. */
  messages: ChatMessage[];
}

const SLOT = /\{\{([^{}]*)\}\}/g;
const ROLE_HEADING = /^## (system|user|assistant)[ \t]*$/gm;

/**
 * Parses a prompt file: front matter between `---` lines, then `## system`, `## user` or `## assistant` sections. Throws
 * UserError with its line where the front matter does not fit, or the text has a slot that is not declared, or lacks one.
 */
export function parsePrompt(text: string, file: string): Prompt {
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!front) throw new UserError('a prompt begins with front matter between two lines of ---', { file, line: 1 });
  // The empty line stands for the first one of ---, so that an error names the line of the file.
  const advice = `Its front matter has: ${Object.keys(FrontMatter.shape).join(', ')}.`;
  const { value } = parseYaml(`\n${front[1]}`, file, FrontMatter, advice);
  const body = text.slice(front[0].length);
  const sha256 = createHash('sha256').update(text).digest('hex');
  checkSlots(body, value.slots, file, front[0].split('\n').length);
  return { ...value, reference: `${value.id}@${value.version}`, sha256, messages: splitMessages(body, file) };
}

function checkSlots(body: string, declared: readonly string[], file: string, firstLine: number): void {
  const used = new Set<string>();
  for (const match of body.matchAll(SLOT)) {
    const name = match[1] as string;
    const line = firstLine + body.slice(0, match.index).split('\n').length - 1;
    if (!declared.includes(name))
      throw new UserError(`the slot {{${name}}} is not declared in "slots"`, { file, line });
    used.add(name);
  }
  const unused = declared.find((name) => !used.has(name));
  if (unused) throw new UserError(`the slot "${unused}" is declared but does not stand in the text`, { file, line: 2 });
}

function splitMessages(body: string, file: string): ChatMessage[] {
  const headings = [...body.matchAll(ROLE_HEADING)];
  if (headings.length === 0) throw new UserError('a prompt needs a "## system" or "## user" section', { file });
  return headings.map((heading, k) => ({
    role: heading[1] as ChatMessage['role'],
    content: body.slice(heading.index + heading[0].length, headings[k + 1]?.index).trim(),
  }));
}

/**
 * The prompt's messages with its slots filled. A value is put in as it is: braces in a role's text are only text. Throws where
 * a slot is not given: that is a bug of the caller's.
 */
export function renderPrompt(
  { messages, reference, slots }: Prompt,
  values: Readonly<Record<string, string>>,
): ChatMessage[] {
  const missing = slots.find((name) => values[name] === undefined);
  if (missing) throw new Error(`prompt ${reference}: no value for the slot "${missing}"`);
  return messages.map(({ role, content }) => ({
    role,
    content: content.replace(SLOT, (_, name: string) => values[name] as string),
  }));
}

/** As renderPrompt, without blank lines and without the lines of the prompt that have an empty value in them. */
export function renderWithoutEmptyLines(prompt: Prompt, values: Readonly<Record<string, string>>): ChatMessage[] {
  const empty = Object.keys(values).filter((name) => values[name] === '');
  const isKept = (line: string) => line !== '' && !empty.some((name) => line.includes(`{{${name}}}`));
  const messages = prompt.messages.map(({ role, content }) => ({
    role,
    content: content.split('\n').filter(isKept).join('\n'),
  }));
  return renderPrompt({ ...prompt, messages }, values);
}

const EXAMPLE = /<example>([\s\S]*?)<\/example>/g;

/** Texts of the worked examples, in the text or as turns of the model: what must never come back in an answer. */
export function promptExamples({ messages }: Prompt): string[] {
  return messages.flatMap(({ role, content }) =>
    role === 'assistant' ? [content] : [...content.matchAll(EXAMPLE)].map((match) => (match[1] as string).trim()),
  );
}
