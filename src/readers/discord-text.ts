import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const LOOK_AT = 20_000;

/** The head of a message: `[date and time] name`, with a note where it is pinned. */
const HEAD = /^\[([^[\]]{3,40})\] (.{1,64}?)(?: \(pinned\))?\s*$/;
const hasClock = (date: string) => /\d{1,2}[:.]\d{2}/.test(date) && /\d\D+\d/.test(date);
const RULE = /^={20,}\s*$/;
/** Blocks below a message that nobody wrote. */
const BLOCK = /^\{(?:Attachments|Embed|Stickers|Reactions|Forwarded Message|Inline Emoji)\}\s*$/;

/** What the exporter writes for events of the channel. */
const EVENT =
  /^(?:Added .{1,64} to the group\.|Added a recipient\.|Left the group\.|Removed .{1,64} from the group\.|Removed a recipient\.|Started a call that lasted .{1,20} minutes\.|Changed the channel name(?::.*|\.)|Changed the channel icon\.|Pinned a message\.|Started a thread\.|Joined the server\.)$/;

function headAt(lines: readonly string[], at: number): string | undefined {
  const [, date, name] = HEAD.exec(lines[at]!) ?? [];
  if (date === undefined || name === undefined || !hasClock(date)) return undefined;
  const before = lines[at - 1];
  return before === undefined || before.trim() === '' || RULE.test(before) ? name : undefined;
}

/** Accounts that bear the same name are told apart by the number behind it; otherwise the number is no part of it. */
function withoutNumbers(names: ReadonlySet<string>): (name: string) => string {
  const bare = (name: string) => name.replace(/#\d{4}$/, '');
  const counts = new Map<string, number>();
  for (const name of names) counts.set(bare(name), (counts.get(bare(name)) ?? 0) + 1);
  return (name) => (counts.get(bare(name)) === 1 ? bare(name) : name);
}

/** Channels of Discord as DiscordChatExporter writes them as plain text. */
export const discordText: ScriptFormat = {
  name: 'discord-text',
  recognise(text) {
    const lines = text.slice(0, LOOK_AT).split('\n');
    const first = lines.findIndex((line) => line.trim() !== '');
    if (RULE.test(lines[first] ?? '') && /^(?:Guild|Server|Channel):/.test(lines[first + 1] ?? '')) return 1;
    if (headAt(lines, first < 0 ? 0 : first) === undefined) return 0;
    return lines.filter((_, at) => headAt(lines, at) !== undefined).length >= 2 ? 0.99 : 0;
  },
  read(text) {
    const lines = text.split('\n');
    const messages: { name: string; words: string; line: number }[] = [];
    let isWritten = false;
    for (const [at, line] of lines.entries()) {
      const name = headAt(lines, at);
      if (name !== undefined) {
        messages.push({ name, words: '', line: at + 1 });
        isWritten = true;
      } else if (BLOCK.test(line) || RULE.test(line)) isWritten = false;
      else if (isWritten) messages.at(-1)!.words += `\n${line}`;
    }
    const nameOf = withoutNumbers(new Set(messages.map(({ name }) => name)));
    return messages.flatMap(({ name, words, line }): ScriptLine[] => {
      const content = squeeze(words);
      if (content === '') return [];
      return [{ speaker: EVENT.test(content) ? null : nameOf(name), content, act: 0, line }];
    });
  },
};
