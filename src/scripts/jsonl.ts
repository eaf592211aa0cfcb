import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const SPEAKER_KEYS = ['role', 'speaker', 'character', 'name'];
const TEXT_KEYS = ['content', 'text', 'line', 'dialogue', 'utterance'];
const ACT_KEYS = ['act_id', 'act', 'scene_id', 'scene', 'episode', 'chapter'];

type Row = Record<string, unknown>;

function parseRow(source: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(source);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Row) : undefined;
  } catch {
    return undefined;
  }
}

/** Keys that the user named come first, then the usual ones. */
function firstKey(row: Row, named: string | undefined, usual: readonly string[]): string | undefined {
  return (named === undefined ? usual : [named]).find((key) => Object.hasOwn(row, key));
}

function isNarration(speaker: string): boolean {
  return speaker === '' || /^(?:narr|旁白|\[)/i.test(speaker);
}

/** One JSON object a line, with who speaks and what: RoleBench's profiles-eng-ROLE.jsonl (papers.md 1.3) and its like. */
export const jsonl: ScriptFormat = {
  name: 'jsonl',

  recognise(text, { file, speakerColumn, textColumn }) {
    const first = text.match(/[^\n]*\S[^\n]*/)?.[0] ?? '';
    const row = parseRow(first);
    if (row && firstKey(row, speakerColumn, SPEAKER_KEYS) && firstKey(row, textColumn, TEXT_KEYS)) return 1;
    return /\.(?:jsonl|ndjson)$/i.test(file) ? 0.9 : 0;
  },

  read(text, { file, speakerColumn, textColumn }) {
    const lines: ScriptLine[] = [];
    let act = 0;
    let actLabel: string | undefined;
    for (const [index, source] of text.split('\n').entries()) {
      if (source.trim() === '') continue;
      const place = { file, line: index + 1 };
      const row = parseRow(source);
      if (!row)
        throw new UserError('not a JSON object', {
          ...place,
          advice: 'Every line must be one, such as {"role": "Hamlet", "content": "…"}.',
        });
      const said = readRow(row, place, speakerColumn, textColumn);
      const actKey = firstKey(row, undefined, ACT_KEYS);
      const label = actKey === undefined ? actLabel : String(row[actKey]);
      if (actLabel !== undefined && label !== actLabel) act += 1;
      actLabel = label;
      if (said.content !== '') lines.push({ ...said, act, line: index + 1 });
    }
    return lines;
  },
};

function readRow(
  row: Row,
  place: { file: string; line: number },
  speakerColumn: string | undefined,
  textColumn: string | undefined,
): Pick<ScriptLine, 'speaker' | 'content'> {
  const speakerKey = firstKey(row, speakerColumn, SPEAKER_KEYS);
  const textKey = firstKey(row, textColumn, TEXT_KEYS);
  if (speakerKey === undefined || textKey === undefined) {
    const missing =
      speakerKey === undefined ? (speakerColumn ?? SPEAKER_KEYS.join('/')) : (textColumn ?? TEXT_KEYS.join('/'));
    throw new UserError(`no key ${missing} in this row; its keys: ${Object.keys(row).join(', ') || 'none'}`, {
      ...place,
      advice: 'Name the keys with "speaker_column" and "text_column" in the role\'s file.',
    });
  }
  const speaker = row[speakerKey] ?? '';
  const content = row[textKey] ?? '';
  if (typeof speaker !== 'string' || typeof content !== 'string') {
    const wrong = typeof speaker === 'string' ? textKey : speakerKey;
    throw new UserError(`"${wrong}" is not a string`, { ...place, advice: 'Write it in quotation marks.' });
  }
  const name = squeeze(speaker);
  return { speaker: isNarration(name) ? null : name, content: squeeze(content) };
}
