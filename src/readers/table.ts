import { parse } from 'csv-parse/sync';
import { messageOf, UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import { isQuestionAndAnswer, NO_SCRIPT } from './chat-rows.js';
import { isLabel } from './labels.js';
import type { ReadingOptions, ScriptFormat, ScriptLine } from './script.js';
import { withVerseOnly } from './verse-lines.js';

/** Header names that tell a column's use, in the order in which they are tried; compared without case, spaces and `_`. */
const SPEAKER_HEADERS = [
  'speaker',
  'character',
  'role',
  'player',
  'charactername',
  'speakername',
  'playername',
  'name',
  'actor',
  'person',
  'sender',
  'personnage',
  '说话人',
  '角色',
  '人物',
  '說話人',
];
const TEXT_HEADERS = [
  'text',
  'dialogue',
  'dialog',
  'content',
  'playerline',
  'line',
  'utterance',
  'quote',
  'speech',
  'sentence',
  'words',
  'dialoguetext',
  'dialogues',
  'lines',
  'message',
  'réplique',
  '台词',
  '对白',
  '内容',
  '臺詞',
  '對白',
  '內容',
  '文本',
];
const ACT_HEADERS = [
  'act',
  'scene',
  'actid',
  'sceneid',
  'actscene',
  'actsceneline',
  'season',
  'episode',
  'episodeid',
  'chapter',
  '场',
  '幕',
  '集',
  '回',
];
const VERSE_HEADERS = ['linenumber', 'playerlinenumber'];

interface Row {
  record: string[];
  line: number;
}

interface Columns {
  speaker: number;
  text: number;
  acts: number[];
  /** Numbers that the verse lines of a play bear: where it stands, consecutive rows of one speaker are one speech. */
  verse: number | undefined;
  /** Number of the speech in the play (Shakespeare_data): tells two speeches of one speaker in a row apart. */
  speech: number | undefined;
}

const headerName = (header: string) => header.replace(/[\s_.-]/g, '').toLowerCase();

/** R's write.table: every word in quotation marks, one blank between. */
const BLANKS_BETWEEN = /^\s*"[^"]*"(?: "[^"]*")+\s*$/;

/** The first line with words. (A regular expression for it takes quadratic time on long runs of blanks.) */
function headerOf(text: string): string {
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(from, end);
    if (line.trim() !== '') return line;
    from = end + 1;
  }
  return '';
}

/** What stands between a table's fields, by its file's ending or its header. */
export function delimiterOf(text: string, file: string): string {
  if (/\.tsv$/i.test(file)) return '\t';
  const header = headerOf(text);
  if (BLANKS_BETWEEN.test(header)) return ' ';
  const counts = [',', '\t', ';', '|'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function parseRows(text: string, file: string): Row[] {
  try {
    const delimiter = delimiterOf(text, file);
    const parsed = parse(text, {
      delimiter,
      // R writes \" for a quotation mark unless told to double it.
      escape: delimiter === ' ' && text.includes('\\"') ? '\\' : '"',
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    let line = 1;
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => {
      const row = { record, line: Math.max(line, info.lines - lineBreaks(record)) };
      line = info.lines;
      return row;
    });
  } catch (thrown) {
    const line = (thrown as { lines?: unknown }).lines;
    throw new UserError(`the table is broken: ${messageOf(thrown)}`, {
      file,
      ...(typeof line === 'number' ? { line } : {}),
      advice: 'Quote fields that hold a delimiter or a quotation mark, and double the marks inside them.',
    });
  }
}

const lineBreaks = (record: readonly string[]) => record.reduce((sum, field) => sum + field.split('\n').length - 1, 0);

function findColumn(headers: readonly string[], named: string | undefined, usual: readonly string[]): number {
  if (named !== undefined) return headers.findIndex((header) => headerName(header) === headerName(named));
  const names = headers.map(headerName);
  for (const name of usual) {
    const at = names.indexOf(name);
    if (at !== -1) return at;
  }
  return -1;
}

/** So many headers are named, each with so many characters (our choice): a file that is no table may be one line. */
const NAMED_HEADERS = 20;
const HEADER_LENGTH = 40;

const listHeaders = (headers: readonly string[]) => {
  const named = headers.slice(0, NAMED_HEADERS).map((header) => {
    const words = squeeze(header.slice(0, HEADER_LENGTH));
    return header.length > HEADER_LENGTH ? `${words}…` : words;
  });
  return named.join(', ') + (headers.length > NAMED_HEADERS ? ', …' : '');
};

/** What to do where a column is missing: naming it helps only where a table has columns to name. */
function adviceFor(headers: readonly string[], option: 'speaker_column' | 'text_column'): string {
  if (isQuestionAndAnswer(headers)) return NO_SCRIPT;
  // Running text has commas too.
  const isTable = headers.length > 1 && headers.every((header) => header.trim().length <= HEADER_LENGTH);
  return isTable
    ? `Name the column with "${option}" in the role's file, or --${option.replace('_', '-')} of --list-characters.`
    : 'A table needs a column for who speaks and one for what is said, such as: speaker,text';
}

function columnsOf(headers: readonly string[], { file, speakerColumn, textColumn }: ReadingOptions): Columns {
  const speaker = findColumn(headers, speakerColumn, SPEAKER_HEADERS);
  const text = findColumn(headers, textColumn, TEXT_HEADERS);
  for (const [at, what, option, named] of [
    [speaker, 'speaker', 'speaker_column', speakerColumn],
    [text, 'text', 'text_column', textColumn],
  ] as const) {
    if (at !== -1) continue;
    const missing = named === undefined ? `no ${what} column is recognised` : `there is no column "${named}"`;
    throw new UserError(`${missing}; columns: ${listHeaders(headers)}`, {
      file,
      line: 1,
      advice: adviceFor(headers, option),
    });
  }
  const names = headers.map(headerName);
  const column = (wanted: string) => (names.includes(wanted) ? names.indexOf(wanted) : undefined);
  return {
    speaker,
    text,
    acts: names.flatMap((name, at) => (ACT_HEADERS.includes(name) && at !== text && at !== speaker ? [at] : [])),
    verse: VERSE_HEADERS.map(column).find((at) => at !== undefined),
    speech: column('playerlinenumber'),
  };
}

/** Act columns of Shakespeare_data hold `1.2.33`, the last number being the line: only act and scene count. */
const actOf = (field: string) => field.trim().replace(/^(\d+\.\d+)\.\d+$/, '$1');

/** What R, pandas and databases write where a value is missing, with exactly these capitals: a grandmother may be called Nan. */
const MISSING = new Set([
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'nan',
  'NaN',
  'NULL',
  'null',
  'None',
  '\\N',
  '-',
  '--',
  '–',
  '—',
]);

/** The line below the header of a table in Markdown. */
const RULE = /^:?-{2,}:?$/;

const isNarration = (speaker: string) =>
  MISSING.has(speaker) || /^(?:[[(].*[\])]|narr.*)$/i.test(speaker) || isLabel(speaker);

/** R writes the rows' names in front and gives them no header. */
function withoutRowNames(head: Row, rows: readonly Row[]): Row[] {
  const isNamed = rows.length > 0 && rows.every(({ record }) => record.length === head.record.length + 1);
  return isNamed ? rows.map(({ record, line }) => ({ record: record.slice(1), line })) : [...rows];
}

/** Rows whose last field is what is said, and holds the delimiter without quotation marks around: its parts are one again. */
function withWholeTexts(rows: readonly Row[], head: Row, { text }: Columns, delimiter: string): Row[] {
  const { length } = head.record;
  if (text !== length - 1) return [...rows];
  return rows.map(({ record, line }) =>
    record.slice(length).some((field) => field.trim() !== '')
      ? { record: [...record.slice(0, text), record.slice(text).join(delimiter)], line }
      : { record, line },
  );
}

/** CSV and TSV with a column for the speaker and one for what is said. */
export const csv: ScriptFormat = {
  name: 'csv',

  recognise(text, options) {
    if (/\.[ct]sv$/i.test(options.file)) return 0.95;
    const headers = headerOf(text)
      .split(delimiterOf(text, options.file))
      .map((field) => field.trim().replace(/^"|"$/g, ''));
    const isTable =
      headers.length > 1 &&
      findColumn(headers, options.speakerColumn, SPEAKER_HEADERS) !== -1 &&
      findColumn(headers, options.textColumn, TEXT_HEADERS) !== -1;
    return isTable ? 0.9 : 0;
  },

  read(text, options) {
    const [head, ...rows] = parseRows(text, options.file);
    if (!head) return [];
    const columns = columnsOf(head.record, options);
    const delimiter = delimiterOf(text, options.file);
    return joinRows(withWholeTexts(withoutRowNames(head, rows), head, columns, delimiter), columns);
  },
};

/** Numbers the acts: a row in which the act columns change begins a new one. */
function countActs(rows: readonly Row[], { acts }: Columns): number[] {
  let act = 0;
  let before: string | undefined;
  return rows.map(({ record }) => {
    const label = acts.map((at) => actOf(record[at] ?? '')).join('\n');
    if (label.trim() === '') return act;
    if (before !== undefined && label !== before) act += 1;
    before = label;
    return act;
  });
}

function joinRows(rows: readonly Row[], columns: Columns): ScriptLine[] {
  const lines: ScriptLine[] = [];
  const acts = countActs(rows, columns);
  /** The speech that verse lines go on with: a stage direction in its midst does not end it. */
  let last: { spoken: ScriptLine; speech: string | undefined } | undefined;
  for (const [index, { record, line }] of rows.entries()) {
    const act = acts[index]!;
    const content = squeeze(record[columns.text] ?? '');
    const name = squeeze(record[columns.speaker] ?? '').replace(/\s*[:：]$/, '');
    if (content === '' || content === 'NA' || content === 'NaN' || RULE.test(content)) continue;
    const speaker = isNarration(name) ? null : name;
    const speech = columns.speech === undefined ? undefined : record[columns.speech];
    const isVerse = columns.verse !== undefined && speaker !== null;
    if (isVerse && last?.spoken.speaker === speaker && last.spoken.act === act && last.speech === speech) {
      last.spoken.content += ` ${content}`;
      last.spoken.verse ??= [];
      last.spoken.verse.push(last.spoken.content.length - content.length);
      continue;
    }
    const spoken: ScriptLine = { speaker, content, act, line };
    lines.push(spoken);
    if (speaker !== null) last = { spoken, speech };
  }
  return withVerseOnly(lines);
}
