import { squeeze } from '../text/words.js';
import { type Labelled, type LabelShape, labelledLine, labelShapes } from './label-shapes.js';
import { areDates } from './labels.js';
import { isHeading } from './play-headings.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { nameKey, nameOfAll } from './speaker-names.js';
import { directionWords, isEnclosed, spokenWords } from './stage-directions.js';

const LOOK_AT = 100_000;

/** So many lines with a name make a script (our choice). */
const FEWEST = 3;

/** How a text uses a shape. */
interface Use {
  shape: LabelShape;
  labels: number;
  names: ReadonlySet<string>;
  /** Share of its lines, or of its paragraphs where speeches have several lines, that begin with a name. */
  share: number;
  /** Nearly all lines begin with a name, and what is said behind it is closed as sentences are. */
  isEvery: boolean;
  /** Names stand above what is said, and not before it. */
  isAbove: boolean;
}

const isInBrackets = (line: string) => isEnclosed(line) || /^[（〔][^（）〔〕]*[）〕]$/u.test(line);

/** Whether a line is no part of what is said: a heading, or a direction. A name in brackets is none. */
const isTold = (line: string, found: Labelled | undefined) => !found && (isHeading(line) || isInBrackets(line));

/** Whether words are something said and not the value of a setting or an entry of a list. */
const areSaid = (words: string) => words === '' || /\p{P}$|\S\s+\S+\s+\S|\p{Lo}/u.test(words);

/** A name and a colon, where another sign is looked for; one in so many is a note. */
const RIVAL = /^\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,3}[:：]\s+\S/u;
const RIVALS = 5;

const rivalsOf = (lines: readonly string[], shape: LabelShape): number =>
  lines.filter((line) => RIVAL.test(line.slice(0, 200)) && !labelledLine(line.trim(), shape)).length;

function useOf(lines: readonly string[], shape: LabelShape): Use {
  let [told, paragraphs, filled] = [0, 0, 0];
  const behind: string[] = [];
  let isBelowName = false;
  const names = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    const words = line.trim();
    if (words === '') continue;
    filled += 1;
    const found = labelledLine(words, shape);
    if (isTold(words, found)) told += 1;
    else if (!isBelowName && (at === 0 || lines[at - 1]!.trim() === '')) paragraphs += 1;
    isBelowName = found?.words === '';
    if (!found) continue;
    behind.push(found.words);
    names.set(nameKey(found.name), (names.get(nameKey(found.name)) ?? 0) + 1);
  }
  const labels = behind.length;
  const said = behind.filter(areSaid).length;
  const closed = behind.filter((words) => /[.!?…]["'”’)]?$/.test(words)).length;
  const isAbove = behind.filter((words) => words === '').length * 2 > labels;
  const untold = Math.max(1, filled - told);
  const among = isAbove ? paragraphs : Math.min(untold, Math.max(paragraphs, untold / 3));
  // Lines of another shape are speeches of others, and would be given to the speaker above.
  const recurs = labels > names.size && said * 2 > labels && rivalsOf(lines, shape) * RIVALS <= labels;
  return {
    shape,
    labels: recurs ? labels : 0,
    names: new Set(names.keys()),
    share: Math.min(1, labels / Math.max(1, among)),
    isEvery: labels > FEWEST && labels * 10 >= untold * 9 && closed * 10 >= labels * 9,
    isAbove,
  };
}

/** Those who talk in a chat with a model, whose answers have many paragraphs. */
const CHAT_PARTY =
  /^(?:user|you|me|human|assistant|ai|bot|model|chatgpt|gpt(?:-?\d\S*)?|claude|gemini|copilot|deepseek|llama|mistral|grok)$/;

/** Whether a shape is the script's own: names recur, and are most of its lines or of its paragraphs. */
function isRule({ shape, labels, names, share, isEvery, isAbove }: Use): boolean {
  if (labels >= FEWEST && isAbove && [...names].every((name) => CHAT_PARTY.test(name))) return true;
  if (labels < FEWEST || share < (shape.isWeak ? 0.6 : 0.5)) return false;
  const isStrict = shape.isWeak && !isEvery;
  return !areDates(names) && (isStrict ? names.size * 2 <= labels : names.size * 1.5 <= labels + 1);
}

function findUse(text: string): Use | undefined {
  const lines = text.split('\n');
  let best: Use | undefined;
  for (const shape of labelShapes) {
    const use = useOf(lines, shape);
    if (isRule(use) && use.labels > (best?.labels ?? 0)) best = use;
  }
  return best;
}

interface Reading {
  use: Use;
  lines: ScriptLine[];
  speech: { name: string; words: string[]; line: number } | undefined;
  act: number;
  hasSpoken: boolean;
}

/** What stands before the last closing quotation mark, and what is told behind it. */
function cutAtClosing(words: string, closing: RegExp | undefined): { said: string; told: string } {
  if (!closing) return { said: words, told: '' };
  let last = words.length;
  while (last > 0 && !closing.test(words[last - 1]!)) last -= 1;
  const said = last === 0 ? words : words.slice(0, last - 1);
  return { said: said.replace(/[（(][^（）()]{1,60}[）)]/gu, ''), told: last === 0 ? '' : squeeze(words.slice(last)) };
}

function flush(reading: Reading): void {
  const { speech, act } = reading;
  reading.speech = undefined;
  if (!speech) return;
  const { said, told } = cutAtClosing(speech.words.join('\n'), reading.use.shape.closing);
  const content = spokenWords(said, { parentheses: 'mixed' });
  if (/[\p{L}\p{N}?!…—-]/u.test(content)) {
    reading.lines.push({ speaker: speech.name, content, act, line: speech.line });
    reading.hasSpoken = true;
  }
  if (/[\p{L}\p{N}]/u.test(told)) reading.lines.push({ speaker: null, content: told, act, line: speech.line });
}

function tell(reading: Reading, words: string, line: number): void {
  flush(reading);
  const content = directionWords(words);
  if (content !== '') reading.lines.push({ speaker: null, content, act: reading.act, line });
}

/** Each name as it is first written. */
function spellingOf(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const key = nameKey(name);
    if (!known.has(key)) known.set(key, nameOfAll(name) || name);
    return known.get(key)!;
  };
}

/** What stands above the list of who is in a play, which ends with its paragraph. */
const CAST = /^\W*(?:(?:the )?(?:cast|characters|persons|dramatis personae)\b.{0,30}|人物|角色)\W*$/iu;

/** A line without a name: a heading, a direction, or more of what is said. */
function readUnnamed(reading: Reading, words: string, line: number, startsParagraph: boolean): void {
  if (isHeading(words)) {
    tell(reading, words.replace(/^#+\s*/, ''), line);
    if (reading.hasSpoken) reading.act += 1;
    reading.hasSpoken = false;
    return;
  }
  const hasSpoken = reading.speech !== undefined && reading.speech.words.length > 0;
  const isOver = startsParagraph && !reading.use.isAbove && hasSpoken;
  if (isInBrackets(words) || !reading.speech || isOver) tell(reading, words, line);
  else reading.speech.words.push(words);
}

function readLabelled(text: string, use: Use): ScriptLine[] {
  const reading: Reading = { use, lines: [], speech: undefined, act: 0, hasSpoken: false };
  const spell = spellingOf();
  let isCast = false;
  const lines = text.split('\n');
  for (const [at, source] of lines.entries()) {
    const words = source.trim();
    if (words === '') continue;
    isCast = isCast ? lines[at - 1]!.trim() !== '' || CAST.test(lines[at - 2] ?? '') : CAST.test(words);
    const found = isCast ? undefined : labelledLine(words, use.shape);
    if (isCast) tell(reading, words, at + 1);
    else if (found) {
      flush(reading);
      reading.speech = { name: spell(found.name), words: found.words === '' ? [] : [found.words], line: at + 1 };
    } else readUnnamed(reading, words, at + 1, at === 0 || lines[at - 1]!.trim() === '');
  }
  flush(reading);
  return reading.lines;
}

/** Transcripts, chats and notes that set the name off by a sign other than those of plays: `[NAME] words`, `Name> words`, `NAME - words`. */
export const labelled: ScriptFormat = {
  name: 'labelled',
  recognise(text) {
    const use = findUse(text.slice(0, LOOK_AT));
    return use ? 0.55 + 0.4 * use.share : 0;
  },
  seen(text) {
    const lines = text.slice(0, LOOK_AT).split('\n');
    const uses = labelShapes.map((shape) => useOf(lines, shape)).filter(({ labels }) => labels > 1);
    const [most] = uses.sort((a, b) => b.labels - a.labels);
    return most ? `${most.labels} lines look like "${most.shape.example}", but most lines do not` : undefined;
  },
  read(text) {
    const use = findUse(text.slice(0, LOOK_AT));
    return use ? readLabelled(text, use) : [];
  },
};
