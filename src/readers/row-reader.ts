import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import { actIn, isChatHeader, isRow, listIn, type Place, type Row, saidIn } from './chat-rows.js';
import { type RolePlay, rolePlaysIn } from './role-play-rows.js';
import type { ReadingOptions, ScriptLine } from './script.js';

/** Collects the lines of rows that come one after another. */
export interface RowReader {
  read(row: unknown, place: Place): void;
  /** What comes now is another scene. */
  beginAct(): void;
  lines(): ScriptLine[];
}

/** Names of a SillyTavern chat, for its placeholders. */
interface ChatNames {
  user: string;
  character: string;
}

const fillIn = (text: string, { user, character }: ChatNames) =>
  text.replace(/\{\{user\}\}/gi, () => user).replace(/\{\{char\}\}/gi, () => character);

/** Authors of Discord who bear one nickname are told apart by their names. */
function tellApart(lines: readonly ScriptLine[], authors: ReadonlyMap<ScriptLine, { id: string; name: string }>): void {
  const ids = new Map<string, Set<string>>();
  for (const [{ speaker }, { id }] of authors) ids.set(speaker ?? '', (ids.get(speaker ?? '') ?? new Set()).add(id));
  if (![...ids.values()].some(({ size }) => size > 1)) return;
  for (const line of lines) {
    const author = authors.get(line);
    if (author && line.speaker !== null && ids.get(line.speaker)!.size > 1) line.speaker += ` (${author.name})`;
  }
}

const NOT_AN_OBJECT = 'Every line must be one, such as {"role": "Hamlet", "content": "…"}.';

/** Reads rows: messages of chats, rows that hold a conversation each, lines of a script. */
export function createRowReader(options: ReadingOptions): RowReader {
  const lines: ScriptLine[] = [];
  const authors = new Map<ScriptLine, { id: string; name: string }>();
  const namesKeys = options.speakerColumn !== undefined || options.textColumn !== undefined;
  let act = 0;
  let label: string | undefined;
  let names: ChatNames | undefined;

  const beginAct = () => {
    if (lines.at(-1)?.act === act) act += 1;
  };

  function readMessage(row: Row, place: Place): void {
    const said = saidIn(row, place, options);
    const content = names ? fillIn(said.content, names) : said.content;
    if (content === '') return;
    const line: ScriptLine = { speaker: said.speaker, content, act, line: place.line };
    lines.push(line);
    if (isRow(row.author) && typeof row.author.id === 'string' && said.speaker !== null) {
      authors.set(line, { id: row.author.id, name: String(row.author.name ?? row.author.id) });
    }
  }

  /** A row that holds a conversation is a scene of its own. */
  function readConversation(row: Row, list: string, place: Place): void {
    beginAct();
    const system = typeof row.system === 'string' ? squeeze(row.system) : '';
    if (system !== '') lines.push({ speaker: null, content: system, act, line: place.line });
    for (const message of row[list] as Row[]) readMessage(message, place);
  }

  /** Conversations of a data set for role play, each a scene. */
  function readRolePlays(plays: readonly RolePlay[], { line }: Place): void {
    for (const { scenario, said } of plays) {
      beginAct();
      for (const { speaker, content } of [{ speaker: null, content: scenario }, ...said]) {
        if (content !== '') lines.push({ speaker, content, act, line });
      }
    }
  }

  function read(row: unknown, place: Place): void {
    if (!isRow(row)) throw new UserError('not a JSON object', { ...place, advice: NOT_AN_OBJECT });
    if (isChatHeader(row)) {
      names = { user: String(row.user_name ?? 'User'), character: String(row.character_name ?? '') };
      return;
    }
    const plays = namesKeys ? undefined : rolePlaysIn(row);
    if (plays) {
      readRolePlays(plays, place);
      return;
    }
    const list = listIn(row);
    if (list !== undefined) {
      readConversation(row, list, place);
      return;
    }
    const next = actIn(row) ?? label;
    if (label !== undefined && next !== label) act += 1;
    label = next;
    readMessage(row, place);
  }

  return {
    read,
    beginAct,
    lines() {
      tellApart(lines, authors);
      return lines;
    },
  };
}
