import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { zodMessage } from './zod-message.js';

/** One reply, raw, as it came: a line of calls/STAGE.jsonl. */
export const JournalEntry = z.strictObject({
  /** Ids of the requests that it answers: one for each of its contents. */
  ids: z.array(z.string().min(1)).min(1),
  contents: z.array(z.string()).min(1),
  /** One for each content: `stop`, `length`, `content_filter` … as the API names them; `refusal` where the model declined. */
  finish_reasons: z.array(z.string()).min(1),
  usage: z.strictObject({
    prompt_tokens: z.int().min(0),
    cached_tokens: z.int().min(0),
    completion_tokens: z.int().min(0),
  }),
  /** US dollars; null where no price is set. */
  cost: z.number().min(0).nullable(),
  model: z.string(),
  prompt: z.string(),
  /** The reply's own id, of one that came through a queue: it could come again. */
  reply: z.string().min(1).optional(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** The end of a line: `,"check":"1a2b3c4d"}`, the CRC-32 of all bytes before it. A changed bit may still be JSON; this tells. */
const CHECK = ',"check":"';
const CHECK_BYTES = CHECK.length + 8 + '"}'.length;

const checksumOf = (bytes: Uint8Array) => crc32(bytes).toString(16).padStart(8, '0');

/** An entry as a line of the journal, with its checksum and its line end. */
export function toJournalLine(entry: JournalEntry): Buffer {
  const body = Buffer.from(JSON.stringify(JournalEntry.parse(entry)).slice(0, -1));
  return Buffer.concat([body, Buffer.from(`${CHECK}${checksumOf(body)}"}\n`)]);
}

/** What is wrong with a line. */
export interface Damage {
  damage: string;
}

/** An entry but for its texts. */
export const JournalHead = JournalEntry.omit({ contents: true });
export type JournalHead = z.infer<typeof JournalHead>;

/** The entry of a line, or what is wrong with it. Lines of older journals have no checksum and are read as they are. */
export function readJournalLine(bytes: Buffer): JournalEntry | Damage {
  const body = checkedBody(bytes);
  if (body === undefined) return isUtf8(bytes) ? parse(JournalEntry, bytes.toString('utf8')) : NOT_UTF8;
  return 'damage' in body ? body : parse(JournalEntry, `${body.toString('utf8')}}`);
}

const [CONTENTS, FINISH_REASONS] = [Buffer.from('],"contents":['), Buffer.from('],"finish_reasons":[')];

/**
 * As readJournalLine, but for the texts of the replies: these are most of a journal, and opening one need not decode what its
 * checksum has shown to be whole.
 */
export function readJournalHead(bytes: Buffer): JournalHead | Damage {
  const body = checkedBody(bytes);
  if (body !== undefined && 'damage' in body) return body;
  // Neither mark can be part of a text: the quotes of a text are escaped.
  const from = body?.indexOf(CONTENTS) ?? -1;
  const to = body?.lastIndexOf(FINISH_REASONS) ?? -1;
  if (!body || from === -1 || to < from) return readJournalLine(bytes);
  return parse(JournalHead, `${body.toString('utf8', 0, from)}${body.toString('utf8', to)}}`);
}

const NOT_UTF8: Damage = { damage: 'is damaged: it is not UTF-8' };
const WRONG_CHECKSUM: Damage = { damage: 'is damaged: it does not match its checksum' };

/** The bytes that a line's checksum is of; undefined where it has none. */
function checkedBody(bytes: Buffer): Buffer | Damage | undefined {
  const end = bytes.length - CHECK_BYTES;
  if (end <= 0 || bytes.toString('latin1', end, end + CHECK.length) !== CHECK) return undefined;
  const body = bytes.subarray(0, end);
  return bytes.toString('latin1', end + CHECK.length) === `${checksumOf(body)}"}` ? body : WRONG_CHECKSUM;
}

function parse<Value>(schema: z.ZodType<Value>, text: string): Value | Damage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { damage: 'is damaged: it is not JSON' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : { damage: `does not fit: ${zodMessage(parsed.error)}` };
}
