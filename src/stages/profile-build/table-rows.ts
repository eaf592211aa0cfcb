import { extname } from 'node:path';
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { messageOf, UserError } from '../../errors.js';
import { delimiterOf } from '../../readers/table.js';
import { readNamedFile } from '../../store/read-file.js';

/** A row of a table, by its headers or keys, and the line of the file where it begins. */
export interface TableRow {
  line: number;
  fields: Record<string, unknown>;
}

/** Parses JSON in a user's file. Throws UserError with its place. */
export function parseJson(text: string, place: { file: string; line?: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError(`this is not valid JSON: ${messageOf(cause)}`, { ...place, advice: 'Correct it.', cause });
  }
}

function readJsonl(text: string, file: string): TableRow[] {
  return text.split(/\r?\n/).flatMap((content, index): TableRow[] => {
    if (content.trim() === '') return [];
    const line = index + 1;
    const fields = parseJson(content, { file, line });
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return [{ line, fields: fields as TableRow['fields'] }];
    }
    throw new UserError('this line is no row of a table', {
      file,
      line,
      advice: 'Write {"name": …, "description": …}.',
    });
  });
}

const lineBreaks = (fields: readonly string[]) => fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0);

function readCsv(text: string, file: string): TableRow[] {
  try {
    const parsed: { record: Record<string, string>; info: { lines: number } }[] = parseCsv(text, {
      delimiter: delimiterOf(text, file),
      columns: (headers: string[]) => headers.map((header) => header.trim()),
      skip_empty_lines: true,
      info: true,
    });
    return parsed.map(({ record, info }) => ({ line: info.lines - lineBreaks(Object.values(record)), fields: record }));
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw new UserError(`the table is broken: ${thrown.message}`, {
      file,
      ...(typeof thrown.lines === 'number' ? { line: thrown.lines } : {}),
      advice: 'Quote fields that hold a delimiter or a quotation mark, and double the marks inside them.',
      cause: thrown,
    });
  }
}

const READERS: Readonly<Record<string, (text: string, file: string) => TableRow[]>> = {
  '.csv': readCsv,
  '.tsv': readCsv,
  '.jsonl': readJsonl,
};

/** The rows of a CSV or TSV file with a header, or of a JSONL file. Throws UserError with file and line where it is broken or has none. */
export function readTableRows(file: string): TableRow[] {
  const read = READERS[extname(file).toLowerCase()];
  if (!read) throw new UserError('a table of roles is .csv, .tsv or .jsonl', { file });
  const rows = read(
    readNamedFile(file)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
    file,
  );
  if (rows.length > 0) return rows;
  throw new UserError('this table contains no rows', { file, advice: 'It needs a header and a row for each role.' });
}
