import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import type { ReadingOptions } from './script.js';

export type Row = Record<string, unknown>;

/** Who says what in a message. */
export interface Said {
  speaker: string | null;
  content: string;
}

/** Keys as they are compared: without case, spaces, `_` and `-`. */
const SPEAKER_KEYS = 'role speaker character name speakername charactername charname sender 说话人 角色 人物'.split(
  ' ',
);
const TEXT_KEYS = 'content text line dialogue utterance mes message dialog speech words 台词 对白 内容'.split(' ');
const ACT_KEYS = ['act_id', 'act', 'scene_id', 'scene', 'episode', 'chapter'];
/** Lists of messages in a row. */
const LISTS =
  'messages conversations conversation dialogue dialogues dialog turns utterances chat history segments items lines'.split(
    ' ',
  );
/** Who gives instructions to a model or hands it results: nobody who speaks. */
const NOT_SPEAKING = new Set(
  'system developer tool function function_call function_response observation ipython'.split(' '),
);

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const compared = (key: string) => key.replace(/[\s_-]/g, '').toLowerCase();

/** Keys that the user named come first, then the usual ones. */
function findKey(row: Row, named: string | undefined, usual: readonly string[]): string | undefined {
  if (named !== undefined) return Object.hasOwn(row, named) ? named : undefined;
  const keys = Object.keys(row);
  for (const wanted of usual) {
    const found = keys.find((key) => compared(key) === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isNarration = (speaker: string): boolean => speaker === '' || /^(?:narr|旁白|\[)/i.test(speaker);

/** A text, or the texts of a list of parts (OpenAI's content parts, Telegram's entities); undefined where it is neither. */
function textIn(value: unknown, between = ' '): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const parts = value.map((part) => (isRow(part) ? (part.text ?? '') : part));
  return parts.every((part) => typeof part === 'string') ? parts.join(between) : undefined;
}

/** The header of a SillyTavern chat, which is no message. */
export const isChatHeader = (row: Row): boolean =>
  Object.hasOwn(row, 'chat_metadata') ||
  (Object.hasOwn(row, 'character_name') && Object.hasOwn(row, 'user_name') && !Object.hasOwn(row, 'mes'));

/** A message of SillyTavern; what the program itself says is nobody's. */
function sillyTavern(row: Row): Said | undefined {
  if (typeof row.mes !== 'string' || typeof row.name !== 'string') return undefined;
  return { speaker: row.is_system === true ? null : squeeze(row.name) || null, content: squeeze(row.mes) };
}

/** Kinds of Discord's messages that somebody wrote; other kinds tell of events. */
const WRITTEN = /^(?:Default|Reply|0|19|20|23)$/;

/** A message of DiscordChatExporter's JSON. */
function discord(row: Row): Said | undefined {
  if (!isRow(row.author) || typeof row.content !== 'string') return undefined;
  const { nickname, name } = row.author;
  const speaker = [nickname, name].find((one): one is string => typeof one === 'string' && one.trim() !== '');
  const isWritten = row.type === undefined || WRITTEN.test(String(row.type));
  return { speaker: isWritten && speaker !== undefined ? squeeze(speaker) : null, content: squeeze(row.content) };
}

/** A message of Telegram's export; a forwarded one is another's words. */
function telegram(row: Row): Said | undefined {
  if (row.type !== 'message' && row.type !== 'service') return undefined;
  const isDated = Object.hasOwn(row, 'date') || Object.hasOwn(row, 'id');
  if (!isDated || !(Object.hasOwn(row, 'from') || Object.hasOwn(row, 'actor'))) return undefined;
  const isOwn = row.type === 'message' && typeof row.from === 'string' && row.forwarded_from === undefined;
  return { speaker: isOwn ? squeeze(row.from as string) || null : null, content: squeeze(textIn(row.text, '') ?? '') };
}

/** Where a row stands, for messages. */
export interface Place {
  file: string;
  line: number;
}

/** Rows of data sets that have no speakers at all. */
export const isQuestionAndAnswer = (keys: readonly string[]): boolean =>
  keys.some((key) => /^(?:instruction|prompt|question|query|input|chosen)$/i.test(key)) &&
  keys.some((key) =>
    /^(?:outputs?|responses?|answers?|completions?|rejected|generated|generations?|targets?|repl(?:y|ies)|predictions?)$/i.test(
      key,
    ),
  );

/** What to do with rows of questions and answers. */
export const NO_SCRIPT =
  'Rows of questions and answers are no script: take the script or chat that they were made from, with who speaks and what is said in each row.';

/** What to do where a row has no speaker or no words: naming keys helps only where there are keys to name. */
function missingKey(row: Row, place: Place, missing: string, named: boolean, needed: number): UserError {
  const keys = Object.keys(row);
  const texts = keys.filter((key) => typeof row[key] === 'string');
  const advice = isQuestionAndAnswer(keys)
    ? NO_SCRIPT
    : named || texts.length < needed
      ? 'Every row needs who speaks and what is said, such as {"role": "Hamlet", "content": "…"}.'
      : 'Name the keys with "speaker_column" and "text_column" in the role\'s file.';
  return new UserError(`no key ${missing} in this row; its keys: ${keys.join(', ') || 'none'}`, { ...place, advice });
}

/** The keys of who speaks and what is said. Throws UserError where one is missing. */
function keysOf(
  row: Row,
  place: Place,
  { speakerColumn, textColumn }: ReadingOptions,
): [speaker: string, text: string] {
  const isShareGpt = speakerColumn === undefined && Object.hasOwn(row, 'from') && Object.hasOwn(row, 'value');
  const speaker = isShareGpt ? 'from' : nameKey(row, speakerColumn);
  const text = isShareGpt && textColumn === undefined ? 'value' : findKey(row, textColumn, TEXT_KEYS);
  if (speaker === undefined) {
    const missing = speakerColumn ?? SPEAKER_KEYS.slice(0, 4).join('/');
    throw missingKey(row, place, missing, speakerColumn !== undefined, 2);
  }
  if (text === undefined) {
    throw missingKey(row, place, textColumn ?? TEXT_KEYS.slice(0, 5).join('/'), textColumn !== undefined, 2);
  }
  return [speaker, text];
}

/** Who says what in a row of any kind. Throws UserError where it does not say it. */
export function saidIn(row: Row, place: Place, options: ReadingOptions): Said {
  if (options.speakerColumn === undefined && options.textColumn === undefined) {
    const chat = sillyTavern(row) ?? discord(row) ?? telegram(row);
    if (chat) return chat;
  }
  const [speakerKey, textKey] = keysOf(row, place, options);
  const who = row[speakerKey];
  const speaker = isRow(who) ? who.name : (who ?? '');
  const content = textIn(row[textKey]);
  if (typeof speaker !== 'string' || content === undefined) {
    const wrong = typeof speaker === 'string' ? textKey : speakerKey;
    throw new UserError(`"${wrong}" is not a string`, { ...place, advice: 'Write it in quotation marks.' });
  }
  const name = squeeze(speaker);
  return { speaker: isNarration(name) || NOT_SPEAKING.has(name) ? null : name, content: squeeze(content) };
}

/** The key of who speaks; `name` beside the role of a chat model (`assistant`) is the better one. */
function nameKey(row: Row, named: string | undefined): string | undefined {
  const key = findKey(row, named, SPEAKER_KEYS);
  const isModelRole = named === undefined && key === 'role' && /^(?:user|assistant)$/.test(String(row.role));
  return isModelRole && typeof row.name === 'string' && row.name.trim() !== '' ? 'name' : key;
}

/** The list of messages that a row holds, by its key; undefined where it holds none. */
export function listIn(row: Row): string | undefined {
  return Object.keys(row).find((key) => {
    const value = row[key];
    return LISTS.includes(compared(key)) && Array.isArray(value) && value.length > 0 && value.every(isRow);
  });
}

/** The keys under which an object may hold its rows. */
export const isListKey = (key: string): boolean =>
  LISTS.includes(compared(key)) || /^(?:data|rows|script|list|scenes|episodes|plots)$/.test(key);

/** The act or scene that a row names. */
export function actIn(row: Row): string | undefined {
  const key = ACT_KEYS.find((one) => Object.hasOwn(row, one));
  return key === undefined ? undefined : String(row[key]);
}

/** Whether a row is of a kind that is read. */
export function isReadable(row: Row, { speakerColumn, textColumn }: ReadingOptions): boolean {
  if (isChatHeader(row) || listIn(row) !== undefined) return true;
  if ((sillyTavern(row) ?? discord(row) ?? telegram(row)) !== undefined) return true;
  if (Object.hasOwn(row, 'from') && Object.hasOwn(row, 'value')) return true;
  return findKey(row, speakerColumn, SPEAKER_KEYS) !== undefined && findKey(row, textColumn, TEXT_KEYS) !== undefined;
}
