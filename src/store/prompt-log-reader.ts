import { closeSync, fstatSync } from 'node:fs';
import type { z } from 'zod';
import { errorCode } from '../errors.js';
import { openToRead, readOpenLines } from './lines.js';
import { type AskedPrompt, NAME_LENGTH, PromptLine, TextLine } from './prompt-log.js';

/** The prompts that a stage asked, also while a run adds to them. */
export interface PromptLogReader {
  /** What the request of this id asked; the first characters of the id will do. Undefined where it was not kept, or is damaged. */
  find(id: string): AskedPrompt | undefined;
}

const [IDS, TEXT] = ['{"ids":[', '{"text":"'];
const IDS_END = Buffer.from('],"group"');

/** Where lines stand, by the beginnings of their names. */
interface Index {
  requests: Map<string, number>;
  texts: Map<string, number>;
  /** Up to here the file was read. */
  read: number;
  inode: number;
}

const emptyIndex = (inode = 0): Index => ({ requests: new Map(), texts: new Map(), read: 0, inode });

/** Notes what a line is by its first key, without parsing the rest. */
function enter({ requests, texts }: Index, bytes: Buffer, offset: number): void {
  if (bytes.toString('latin1', 0, TEXT.length) === TEXT) {
    texts.set(bytes.toString('latin1', TEXT.length, TEXT.length + NAME_LENGTH), offset);
    return;
  }
  if (bytes.toString('latin1', 0, IDS.length) !== IDS) return;
  const ids = bytes.toString('latin1', IDS.length, Math.max(IDS.length, bytes.indexOf(IDS_END)));
  for (const id of ids.split(',')) requests.set(id.slice(1, 1 + NAME_LENGTH), offset);
}

/** Opens a stage's prompts for reading; there need not be any. What was added since is found at each look. */
export function openPromptLogReader(file: string): PromptLogReader {
  let index = emptyIndex();

  /** Looks at what came since. Another file of that name, or one that became shorter, is read anew. */
  function refresh(descriptor: number): void {
    const { size, ino } = fstatSync(descriptor);
    if (size < index.read || ino !== index.inode) index = emptyIndex(ino);
    for (const { bytes, offset, complete } of readOpenLines(descriptor, index.read, size)) {
      if (!complete) break;
      enter(index, bytes, offset);
      index.read = offset + bytes.length + 1;
    }
  }

  function lookUp(descriptor: number, id: string): AskedPrompt | undefined {
    const line = readAt(descriptor, index.requests.get(id.slice(0, NAME_LENGTH)), PromptLine);
    if (!line) return undefined;
    const textOf = (name: string) => readAt(descriptor, index.texts.get(name), TextLine)?.content;
    const messages = line.messages.map(({ role, text }) => ({ role, content: textOf(text) }));
    const schema = parse(line.schema === null ? 'null' : textOf(line.schema));
    if (schema === undefined || !messages.every(isWhole)) return undefined;
    return { ...line, messages, schema: schema as object | null };
  }

  return {
    find(id) {
      let descriptor: number;
      try {
        descriptor = openToRead(file);
      } catch (thrown) {
        if (errorCode(thrown) === 'ENOENT') return undefined;
        throw thrown;
      }
      try {
        refresh(descriptor);
        return lookUp(descriptor, id);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

const isWhole = <Message extends { content: string | undefined }>(
  message: Message,
): message is Message & { content: string } => message.content !== undefined;

/** The value of a JSON text; undefined where there is none, or it is damaged. */
function parse(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}

/** The line that begins at an offset; undefined where there is none, or it is damaged. */
function readAt<Value>(descriptor: number, offset: number | undefined, schema: z.ZodType<Value>): Value | undefined {
  if (offset === undefined) return undefined;
  const [line] = readOpenLines(descriptor, offset, Number.POSITIVE_INFINITY);
  return schema.safeParse(parse(String(line?.bytes))).data;
}
