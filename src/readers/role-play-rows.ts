import { squeeze } from '../text/words.js';
import { isRow, type Row, type Said } from './chat-rows.js';
import { spokenWords } from './stage-directions.js';

/** A conversation of a data set for role play: what is told before it, and who says what. */
export interface RolePlay {
  scenario: string;
  said: Said[];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const areRows = (value: unknown): value is Row[] => Array.isArray(value) && value.every(isRow);

/** Who tells what happens around CoSER's characters. */
const ENVIRONMENT = 'Environment';

/** CoSER's `[thought] (action) words`: only the words are said. What has none is told of the character. */
function coserSaid(character: string, message: string): Said {
  const speaker = squeeze(character);
  if (speaker === ENVIRONMENT || speaker === '') return { speaker: null, content: squeeze(message) };
  const content = spokenWords(message, { parentheses: 'directions' });
  if (/[\p{L}\p{N}]/u.test(content)) return { speaker, content };
  const done = [...message.matchAll(/\(([^()]+)\)/g)].map(([, action]) => squeeze(action!)).join('; ');
  return { speaker: null, content: done === '' ? '' : `${speaker}: ${done}` };
}

const isMessage = (row: Row) => typeof row.character === 'string' && typeof row.message === 'string';

/** A conversation of CoSER's test set and of its books. */
function coser(row: Row): RolePlay | undefined {
  const { dialogues } = row;
  const isOne = areRows(dialogues) && dialogues.every(isMessage) && ('scenario' in row || 'key_characters' in row);
  if (!isOne) return undefined;
  return {
    scenario: squeeze(textOf(row.scenario)),
    said: dialogues.map(({ character, message }) => coserSaid(textOf(character), textOf(message))),
  };
}

/** How CoSER's training rows begin, and where their instructions tell the scene. */
const STARTS = /^\s*={2,}\s*Conversation Start\s*={2,}\s*/i;
const SCENE = /^={2,}[^=\n]*\bscenario\b[^=\n]*={2,}\s*\n([\s\S]*?)(?=\n={2,}|$(?![\s\S]))/im;
const LABELLED = /^([^\s:][^:\n]{0,60}): ([\s\S]*)$/;

/** The speeches in one side's turn; what stands before the first name is no speech: which character comes next. */
function speechesIn(turn: string): Said[] {
  const speeches: [character: string, message: string][] = [];
  for (const paragraph of turn.replace(STARTS, '').split(/\n{2,}/)) {
    const [, character, message] = LABELLED.exec(paragraph.trim()) ?? [];
    if (character !== undefined) speeches.push([character, message!]);
    else if (speeches.length > 0) speeches.at(-1)![1] += `\n${paragraph}`;
  }
  return speeches.map(([character, message]) => coserSaid(character, message));
}

/** A row of CoSER's training set, whose turns hold the speeches of several. */
function coserTraining({ conversations }: Row): RolePlay | undefined {
  if (!areRows(conversations)) return undefined;
  const begins = conversations.slice(0, 2).some(({ value }) => typeof value === 'string' && STARTS.test(value));
  if (!begins) return undefined;
  const [system] = conversations.filter(({ from }) => from === 'system');
  const told = textOf(system?.value);
  return {
    scenario: squeeze(SCENE.exec(told)?.[1] ?? told),
    said: conversations.filter((turn) => turn !== system).flatMap(({ value }) => speechesIn(textOf(value))),
  };
}

/** The messages of PIPPA's conversation, which tables hold as one list of texts and one of who wrote them. */
function pippaMessages(conversation: unknown): Row[] | undefined {
  if (isRow(conversation) && Array.isArray(conversation.message) && Array.isArray(conversation.is_human)) {
    const { is_human: humans } = conversation;
    return conversation.message.map((message, at) => ({ message, is_human: humans[at] }));
  }
  return areRows(conversation) && conversation.every((row) => 'is_human' in row) ? conversation : undefined;
}

/** A row of PIPPA: a chat with a bot, which greets first. */
function pippa(row: Row): RolePlay | undefined {
  const messages = typeof row.bot_name === 'string' ? pippaMessages(row.conversation) : undefined;
  if (!messages) return undefined;
  const bot = squeeze(textOf(row.bot_name)) || null;
  const named = (text: unknown) =>
    squeeze(textOf(text))
      .replace(/\{\{user\}\}/gi, 'User')
      .replace(/\{\{char\}\}/gi, () => bot ?? '');
  const said = messages.map(({ message, is_human }) => ({ speaker: is_human ? 'User' : bot, content: named(message) }));
  const greets = messages.length > 0 && messages[0]!.is_human === true;
  return { scenario: '', said: greets ? [{ speaker: bot, content: named(row.bot_greeting) }, ...said] : said };
}

/**
 * The conversations in a row of CoSER (test set, training set, books and their plots) or PIPPA; undefined where it is of neither.
 */
export function rolePlaysIn(row: Row): RolePlay[] | undefined {
  const one = coser(row) ?? pippa(row) ?? coserTraining(row);
  if (one) return [one];
  for (const key of ['conversation', 'plots']) {
    const parts = row[key];
    if (!areRows(parts) || !('plots' in row || 'key_characters' in row)) continue;
    const found = parts.map(rolePlaysIn);
    if (found.every((plays) => plays !== undefined)) return found.flat();
  }
  return undefined;
}

/** Whether an object with these keys is one row of them, and not a list of rows. */
export const isRolePlay = (keys: ReadonlySet<string>): boolean =>
  (keys.has('dialogues') && (keys.has('scenario') || keys.has('key_characters'))) ||
  (keys.has('bot_name') && keys.has('conversation')) ||
  (keys.has('key_characters') && keys.has('conversation'));
