import { UserError } from '../errors.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { type Cue, speechesOf } from './subtitle-speeches.js';

const LOOK_AT = 200_000;

/** The fields of an event where no `Format:` line names them (SSA 4 and ASS have Name at the same place). */
const FIELDS = 'Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text';

const fieldNames = (format: string) => format.split(',').map((name) => name.trim().toLowerCase());

/** An event's fields: the last one, the text, may hold commas. */
function cutFields(event: string, count: number): string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < count - 1) {
    const comma = event.indexOf(',', from);
    if (comma < 0) break;
    fields.push(event.slice(from, comma).trim());
    from = comma + 1;
  }
  return [...fields, event.slice(from)];
}

/** What a title shows: without the overrides; drawings are no words. */
function shownLines(text: string): string[] {
  if (/\{[^{}]*\\p[1-9]/.test(text)) return [];
  return text
    .replace(/\{[^{}]*\}/g, '')
    .replace(/\\h/g, ' ')
    .split(/\\[Nn]/);
}

/** Subtitles of Aegisub and its like (ASS, SSA): events with the speaker in the field Name, or before the words. */
export const ass: ScriptFormat = {
  name: 'ass',
  recognise: (text) =>
    /^(?:\s*\[Script Info\]|\[(?:V4\+? Styles|Events)\]\s*$)/im.test(text.slice(0, LOOK_AT)) ? 1 : 0,
  read(text, { file }): ScriptLine[] {
    let names = fieldNames(FIELDS);
    let isEvents = !/^\[Events\]\s*$/im.test(text);
    const events: { name: string; lines: string[]; line: number }[] = [];
    for (const [at, source] of text.split('\n').entries()) {
      if (/^\s*\[[^\]]+\]\s*$/.test(source)) isEvents = /^\s*\[Events\]/i.test(source);
      const [, key, value] = /^\s*(Format|Dialogue)\s*:\s*(.*)$/i.exec(source) ?? [];
      if (!isEvents || key === undefined || value === undefined) continue;
      if (/^format$/i.test(key)) {
        names = fieldNames(value);
        continue;
      }
      const fields = cutFields(value, names.length);
      const textAt = names.indexOf('text');
      const nameAt = names.findIndex((name) => name === 'name' || name === 'actor');
      const words = fields[textAt];
      if (words === undefined) {
        throw new UserError(`this title has ${fields.length} fields and not ${names.length}`, {
          file,
          line: at + 1,
          advice: 'The "Format:" line above names them; write the missing ones.',
        });
      }
      events.push({ name: nameAt < 0 ? '' : (fields[nameAt] ?? ''), lines: shownLines(words), line: at + 1 });
    }
    const hasNames = events.some(({ name }) => name !== '');
    const cues: Cue[] = events.map(({ name, lines, line }) => ({
      said: lines.map((shown) => ({
        text: shown,
        line,
        ...(hasNames ? { speaker: name === '' ? null : name } : {}),
      })),
    }));
    return speechesOf(cues, file, 'ASS');
  },
};
