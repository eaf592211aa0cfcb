import { UserError } from '../errors.js';
import { isReadable, isRow, type Row } from './chat-rows.js';
import { rolePlaysIn } from './role-play-rows.js';
import { createRowReader } from './row-reader.js';
import type { ScriptFormat } from './script.js';

function parseRow(source: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(source);
    return isRow(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One JSON object a line: who speaks and what (RoleBench's profiles-eng-ROLE.jsonl, papers.md 1.3), a message of a chat
 * (SillyTavern), or a conversation (messages, ShareGPT, CoSER, PIPPA).
 */
export const jsonl: ScriptFormat = {
  name: 'jsonl',

  recognise(text, options) {
    const [first = '', second = ''] = /^\s*(\S[^\n]*)\s*([^\n]{0,3})/.exec(text)?.slice(1) ?? [];
    const row = parseRow(first);
    if (row && (isReadable(row, options) || rolePlaysIn(row))) return 1;
    if (row && /^\{\s*"/.test(second)) return 0.99;
    return /\.(?:jsonl|ndjson)$/i.test(options.file) ? 0.99 : 0;
  },

  read(text, options) {
    const reader = createRowReader(options);
    for (const [index, source] of text.split('\n').entries()) {
      if (source.trim() === '') continue;
      const place = { file: options.file, line: index + 1 };
      const row = parseRow(source);
      if (!row) {
        throw new UserError('not a JSON object', {
          ...place,
          advice: 'Every line must be one, such as {"role": "Hamlet", "content": "…"}.',
        });
      }
      reader.read(row, place);
    }
    return reader.lines();
  },
};
