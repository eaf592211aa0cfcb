import { UserError } from '../errors.js';
import { quotePath } from '../text/quote-path.js';
import { isListKey } from './chat-rows.js';
import {
  createLineCounter,
  elementsAt,
  membersAt,
  type OnBroken,
  parseSpan,
  type Span,
  startOfJson,
  valueAt,
} from './json-scan.js';
import { isRolePlay } from './role-play-rows.js';
import { createRowReader, type RowReader } from './row-reader.js';
import type { ScriptFormat } from './script.js';

/** Deepest nesting of lists of messages: an export of several chats has three levels. */
const DEEPEST = 4;

interface Reading {
  text: string;
  file: string;
  reader: RowReader;
  lineOf(at: number): number;
  onBroken: OnBroken;
}

const isListOfRows = (text: string, { start }: Span) =>
  text[start] === '[' && /^\[\s*[{[]/.test(text.slice(start, start + 200));

/** Reads the rows of a list; lists in a list are scenes. */
function readList(reading: Reading, start: number, depth: number): void {
  const { text, file, reader, lineOf, onBroken } = reading;
  for (const span of elementsAt(text, start, onBroken)) {
    const line = lineOf(span.start);
    if (text[span.start] === '[' && depth < DEEPEST) {
      reader.beginAct();
      readList(reading, span.start, depth + 1);
    } else if (text[span.start] === '{' && depth < DEEPEST && holdsChat(text, span))
      readObject(reading, span.start, depth + 1);
    else reader.read(parseSpan(text, span, { file, line }), { file, line });
  }
}

/** A chat of an export of several: an object with a long list of messages, which is read piece by piece. */
function holdsChat(text: string, { start, end }: Span): boolean {
  if (end - start < 100) return false;
  const head = text.slice(start, Math.min(end, start + 2_000));
  return (
    /"messages"\s*:\s*\[\s*\{/.test(head) &&
    /"(?:type|id|name|guild|channel)"\s*:/.test(head.slice(0, head.indexOf('"messages"')))
  );
}

/** Reads the lists of rows that an object holds, by their usual keys, or else all of them, each a scene. */
function readObject(reading: Reading, start: number, depth: number): void {
  const { text, file, reader, lineOf, onBroken } = reading;
  const members = [...membersAt(text, start, onBroken)];
  if (isRolePlay(new Set(members.map(({ key }) => key)))) {
    const place = { file, line: lineOf(start) };
    reader.read(parseSpan(text, valueAt(text, start), place), place);
    return;
  }
  const lists = members.filter(({ value }) => isListOfRows(text, value));
  const usual = lists.filter(({ key }) => isListKey(key));
  const nested = members.filter(
    ({ key, value }) => text[value.start] === '{' && /^(?:chats|left_chats|data)$/.test(key),
  );
  for (const { value } of usual.length > 0 ? usual : lists.length > 0 ? lists : nested) {
    reader.beginAct();
    if (depth >= DEEPEST) continue;
    if (text[value.start] === '{') readObject(reading, value.start, depth + 1);
    else readList(reading, value.start, depth + 1);
  }
  if (lists.length + nested.length > 0 || depth > 0) return;
  throw new UserError('this JSON object holds no list of messages or lines', {
    file,
    line: lineOf(start),
    advice:
      'A list of rows is read, each with who speaks and what is said, such as [{"role": "Hamlet", "content": "…"}].',
  });
}

function refuseCard({ text, file, onBroken }: Reading, start: number): void {
  const keys = new Set([...membersAt(text, start, onBroken)].map(({ key }) => key));
  const isCard = (keys.has('spec') && keys.has('data')) || keys.has('first_mes') || keys.has('char_greeting');
  if (!isCard) return;
  throw new UserError('this is a character card and no script', {
    file,
    advice: `Name it as a role: rolellm profile-build --roles ${quotePath(file)}`,
  });
}

/** Says where a text stops being JSON. */
function brokenAt(text: string, file: string, at: number): never {
  const isCutOff = at >= text.length;
  throw new UserError(
    isCutOff ? 'the JSON is cut off' : `the JSON is broken: "${text.slice(at, at + 20)}" is not expected here`,
    {
      file,
      line: createLineCounter(text)(at),
      advice: isCutOff
        ? 'Get the whole file again.'
        : 'Mend that place: a comma, bracket or quotation mark is missing.',
    },
  );
}

/**
 * JSON of one piece: a list of rows or of conversations (messages, ShareGPT, CoSER, PIPPA), DiscordChatExporter's and Telegram's exports,
 * transcripts with segments. It is read row by row, so that the size of the file does not matter.
 */
export const json: ScriptFormat = {
  name: 'json',

  recognise(text) {
    return /^\s*(?:\[\s*[{[]|\{\s*")/.test(text.slice(0, 10_000)) ? 0.98 : 0;
  },

  read(text, options) {
    const { file } = options;
    const start = startOfJson(text);
    const reader = createRowReader(options);
    const onBroken = (at: number) => brokenAt(text, file, at);
    const reading: Reading = { text, file, reader, lineOf: createLineCounter(text), onBroken };
    if (text[start] === '{') {
      refuseCard(reading, start);
      readObject(reading, start, 0);
    } else readList(reading, start, 0);
    return reader.lines();
  },
};
