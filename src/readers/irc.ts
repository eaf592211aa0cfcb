import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const LOOK_AT = 40_000;

/** A time, with or without its date and brackets, as clients write it: `[12:01]`, `2024-03-04 12:01:05`, `Mar 04 12:01:05`. */
const STAMP =
  /^(?:[[(]?(?:\d{4}-\d{2}-\d{2}[T ]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? |\p{L}{3}\.? \d{1,2},? (?:\d{4},? )?)?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?: ?[AaPp][Mm])?Z?[\])]?)(?:[ \t]+|(?=<))/u;
/** No stamp is longer (our choice). */
const LONGEST_STAMP = 60;

/**
 * What stands before the words; of a line of many megabytes no more is looked at, since an expression for all of it fails there.
 * `<nick> words`, a sign of rank before the nick; a tag of markup has a slash or attributes.
 */
const ANGLES = /^<[ @+%~&!]{0,3}([^<>\s=/"][^<>="/]{0,39}?) {0,20}>(?:[ \t]+|$)/u;
/** WeeChat: `nick<tab>words` in its files, `nick | words` on its screen. */
const COLUMNS = /^[@+%~&!]?([^\s|<>]{1,30})(?:\t| +\| )/u;
/** `* nick waves`, `*** nick has joined`, `-!- nick`, `--> nick`, `--- Log opened`: what is done, and what the program tells. */
const TOLD = /^\s{0,4}(?:\*{1,3}|-!-|-{2,3}>?|<-{1,2}|={2,3})\s+/;

/** A stamp is cut off; a nick and its signs are no longer (our choice). */
const LONGEST_NICK = 100;

interface Message {
  nick: string | null;
  words: string;
}

interface Shape {
  hasStamp: boolean;
  /** Nicks stand in angle brackets, or in a column of their own. */
  isAngled: boolean;
}

function cutStamp(line: string): { hasStamp: boolean; rest: string } {
  const stamp = STAMP.exec(line.slice(0, LONGEST_STAMP))?.[0];
  return { hasStamp: stamp !== undefined, rest: line.slice(stamp?.length ?? 0) };
}

/** A line as a message; undefined where it is none and goes on with the one above. */
function messageOf(line: string, { hasStamp, isAngled }: Shape): Message | undefined {
  const cut = cutStamp(line);
  if (cut.hasStamp !== hasStamp)
    return TOLD.test(line.slice(0, LONGEST_NICK)) ? { nick: null, words: line } : undefined;
  const start = cut.rest.slice(0, LONGEST_NICK);
  const told = TOLD.exec(start);
  if (told) return { nick: null, words: cut.rest.slice(told[0].length) };
  const found = isAngled ? ANGLES.exec(start) : COLUMNS.exec(start);
  if (found) return { nick: found[1]!, words: cut.rest.slice(found[0].length) };
  return hasStamp ? { nick: null, words: cut.rest } : undefined;
}

/** The shapes in the order in which they are tried: a column without a time could be any table. */
const SHAPES: readonly Shape[] = [
  { hasStamp: true, isAngled: true },
  { hasStamp: false, isAngled: true },
  { hasStamp: true, isAngled: false },
];

/** The shape that a text has: most of its lines are messages, and some nick recurs. */
function shapeOf(text: string): Shape | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return SHAPES.find((shape) => {
    const messages = lines.flatMap((line) => messageOf(line, shape) ?? []);
    const nicks = messages.flatMap(({ nick }) => nick ?? []);
    const isWritten = nicks.length >= 3 && new Set(nicks).size < nicks.length;
    return isWritten && messages.length * 2 >= lines.length && nicks.length * 3 >= messages.length;
  });
}

/** Logs of IRC and of chats that look like it: `<nick> words`, `[12:01] <nick> words`, WeeChat's columns. */
export const irc: ScriptFormat = {
  name: 'irc',
  recognise(text) {
    const start = text.slice(0, LOOK_AT);
    // Markup closes its tags; a log has none to close.
    if (/<\?xml|<!doctype|<\/[A-Za-z][^<>]{0,40}>/i.test(start)) return 0;
    return shapeOf(start) ? 0.995 : 0;
  },
  read(text) {
    const shape = shapeOf(text.slice(0, LOOK_AT));
    if (!shape) return [];
    const messages: (Message & { line: number })[] = [];
    for (const [at, line] of text.split('\n').entries()) {
      const message = messageOf(line, shape);
      if (message) messages.push({ ...message, line: at + 1 });
      else if (line.trim() !== '' && messages.length > 0) messages.at(-1)!.words += ` ${line}`;
    }
    return messages.flatMap(({ nick, words, line }): ScriptLine[] => {
      const content = squeeze(words);
      return content === '' ? [] : [{ speaker: nick, content, act: 0, line }];
    });
  },
};
