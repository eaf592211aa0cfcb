import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import { readsAsDirection, withoutItalicDirections } from './direction-words.js';
import { readMeet, surenessOfMeet } from './meet-transcript.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { canBeName, isNarrator } from './spoken-label.js';

const LOOK_AT = 40_000;

const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp][Mm])?`;
/** One time, or from one to another. */
const SPAN = String.raw`(${CLOCK})(?:\s*(?:-->|[-–—]|to)\s*${CLOCK})?`;
const BRACKETED = String.raw`[[(<]\s*${SPAN}\s*[\])>]`;

/** A line that names a speaker and a time, and what of the speech stands on it. */
interface Head {
  name: string;
  words: string;
  seconds: number;
  form: 'name first' | 'time first' | 'time alone';
}

const HEADS: readonly { form: Head['form']; pattern: RegExp; order: readonly ['name' | 'time', 'name' | 'time'] }[] = [
  // Zoom's chat: 10:02:13 From Martha Gale to Everyone: words
  {
    form: 'time first',
    pattern: new RegExp(String.raw`^${SPAN}\s+From\s+(.{1,60}?)(?:\s+to\s+.{1,60}?)?\s*:(?:\s+(.*))?$`, 'i'),
    order: ['time', 'name'],
  },
  // [00:15] Martha: words
  {
    form: 'time first',
    pattern: new RegExp(String.raw`^(?:${BRACKETED}|${SPAN})\s*[-–—]?\s*([^:：]{1,60}?)\s*[:：](?:\s*(.*))?$`),
    order: ['time', 'name'],
  },
  // Martha (00:15): words, Martha [00:15] words, [Martha] 00:15
  {
    form: 'name first',
    pattern: new RegExp(String.raw`^(.{1,60}?)\s*[-–—,:|]?\s*${BRACKETED}\s*[:：]?(?:\s*(.*))?$`),
    order: ['name', 'time'],
  },
  // Martha 00:15, Martha: 00:15
  {
    form: 'name first',
    pattern: new RegExp(String.raw`^(.{1,60}?)(?:\s*[-–—,:|]\s*|\s+)${SPAN}\s*:?()$`),
    order: ['name', 'time'],
  },
  // 00:15 Martha, [00:15] Martha: the words stand below
  {
    form: 'time alone',
    pattern: new RegExp(String.raw`^(?:${BRACKETED}|${SPAN})\s*[-–—|]?\s*(.{1,60}?)()$`),
    order: ['time', 'name'],
  },
];

function secondsOf(clock: string): number {
  const isAfternoon = /p\.?m/i.test(clock) && !/^12/.test(clock);
  const parts = clock
    .replace(/[.,]\d+|\s*[ap]m$/gi, '')
    .split(':')
    .map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0) + (isAfternoon ? 12 * 60 ** (parts.length - 1) : 0);
}

function headOf(source: string, forms: ReadonlySet<Head['form']>): Head | undefined {
  const line = squeeze(source.slice(0, 400));
  if (!/\d:\d\d/.test(line.slice(0, 120))) return undefined;
  for (const { form, pattern, order } of HEADS) {
    if (!forms.has(form)) continue;
    const found = pattern.exec(line);
    if (!found) continue;
    const groups = found.slice(1).filter((group): group is string => group !== undefined);
    const [one = '', two = ''] = groups;
    const name = (order[0] === 'name' ? one : two)
      .replace(/^\[([^[\]]+)\]$/, '$1')
      .replace(/[\s:：-]+$/, '')
      .trim();
    if (!canBeName(name)) continue;
    const words =
      groups[2] === undefined || groups[2] === '' ? '' : squeeze(source).slice(line.length - groups[2].length);
    return { name, words, seconds: secondsOf(order[0] === 'time' ? one : two), form };
  }
  return undefined;
}

const ALL_FORMS: ReadonlySet<Head['form']> = new Set(['name first', 'time first', 'time alone']);

/** The forms that a transcript uses: those whose names recur, or which are all there is. */
function formsOf(text: string): { forms: ReadonlySet<Head['form']>; heads: Head[]; lines: number } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let heads = lines.flatMap((line) => headOf(line, ALL_FORMS) ?? []);
  const withWords = heads.filter(({ form }) => form !== 'time alone');
  // `00:15 Martha` and `00:15 Hello there` look alike: a name alone is believed only where each of them speaks again.
  if (withWords.length > 0) heads = withWords;
  else {
    const names = new Set(heads.map(({ name }) => name));
    if (heads.length < 3 || names.size * 2 > heads.length || heads.length * 2 > lines.length + 1) heads = [];
  }
  return { forms: new Set(heads.map(({ form }) => form)), heads, lines: lines.length };
}

/** Times in a transcript go forward; a few may not, where several parts were joined. */
function goForward(heads: readonly Head[]): boolean {
  const back = heads.filter(({ seconds }, at) => at > 0 && seconds < heads[at - 1]!.seconds).length;
  return back * 4 <= heads.length;
}

/** A time at the beginning of a line. */
const STAMP = new RegExp(String.raw`^\s*(?:${BRACKETED}|${SPAN}(?=\s*$))\s*`);

/** What transcription services add at the end and above. */
const ADDED =
  /^(?:transcribed by\b.*|https?:\/\/\S+|unknown|summary keywords|speakers?|\[?end of (?:transcript|recording)\]?|.{1,60} (?:started|stopped) (?:the )?(?:transcription|transcribing|recording)\.?)$/i;

/** `(laughs)`, `[inaudible]`, `[00:12:03]`: directions and times within a speech; other words in brackets are spoken or an editor's. */
const BRACKETS = /\[([^[\]]{1,200})\]|\(([^()]{1,200})\)/g;

const withoutDirections = (speech: string): string =>
  squeeze(
    withoutItalicDirections(speech).replace(BRACKETS, (whole, square?: string, round?: string) => {
      const words = square ?? round ?? '';
      return readsAsDirection(words) || /^\s*\d{1,2}:\d{2}(?::\d{2})?\s*$/.test(words) ? ' ' : whole;
    }),
  ).replace(/ (?=[.,!?;:](?:\s|$))/g, '');

/** The lines with what is spoken alone; a speech that is only a direction is nobody's words. */
const asSpoken = (lines: readonly ScriptLine[]): ScriptLine[] =>
  lines.flatMap((line) => {
    if (line.content === '') return [];
    if (line.speaker === null) return [line];
    const content = withoutDirections(line.content);
    return [/[\p{L}\p{N}?!…]/u.test(content) ? { ...line, content } : { ...line, speaker: null }];
  });

function readTimed(text: string, forms: ReadonlySet<Head['form']>): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let open: ScriptLine | undefined;
  for (const [at, source] of text.split('\n').entries()) {
    const line = at + 1;
    const head = headOf(source, forms);
    if (head) {
      open = { speaker: isNarrator(head.name) ? null : head.name, content: head.words, act: 0, line };
      lines.push(open);
      continue;
    }
    const content = squeeze(source.replace(STAMP, ''));
    if (content === '') continue;
    // Where every line bears its time, one without a name is nobody's; a time inside a paragraph only marks the place.
    if (ADDED.test(content) || (forms.has('time first') && STAMP.test(source))) open = undefined;
    if (open) open.content += open.content === '' ? content : ` ${content}`;
    else lines.push({ speaker: null, content, act: 0, line });
  }
  return lines;
}

/** Transcripts of talks with times (Otter, Zoom, Rev, Teams, Google Meet and their like): name and time, the words behind or below. */
export const timedTranscript: ScriptFormat = {
  name: 'timed-transcript',
  recognise(text) {
    const start = text.slice(0, LOOK_AT);
    if (!/\d:\d\d/.test(start)) return 0;
    const { heads, lines } = formsOf(start);
    if (heads.length >= 2 && heads.length * 12 >= lines && goForward(heads)) return 0.99;
    const meet = surenessOfMeet(start);
    if (meet > 0) return meet;
    // Times without names are refused by their name below.
    const stamped = start.split('\n').filter((line) => STAMP.test(line)).length;
    return heads.length < 2 && stamped >= 3 && stamped * 5 >= lines * 2 ? 0.97 : 0;
  },
  read(text, { file }) {
    const start = text.slice(0, LOOK_AT * 10);
    const { forms, heads } = formsOf(start);
    const lines = heads.length < 2 && surenessOfMeet(start) > 0 ? readMeet(text) : readTimed(text, forms);
    if (lines.some(({ speaker }) => speaker !== null)) return asSpoken(lines);
    throw new UserError('these lines have times and no speakers', {
      file,
      advice: 'Have the transcript made with speakers, or write the name before each: "Martha: …".',
    });
  },
};
