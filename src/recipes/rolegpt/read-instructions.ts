import { basename, extname } from 'node:path';
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { messageOf, UserError } from '../../errors.js';
import { guessLanguage, languageCodes } from '../../languages/index.js';
import { Instruction, LanguageCode } from '../../records.js';
import { parseFor } from '../../store/zod-message.js';
import { withoutBrokenCharacters } from '../../text/broken-characters.js';

const ADVICE = `A row needs "instruction" (or "question", "prompt") and may have "input", "output" (or "answer", "response", "raw_answer"), "category", "source" and "language" (${languageCodes.join(', ')}).`;

/** One stray control character is no reason to refuse a file of a thousand rows. */
const Optional = z.string().transform(withoutBrokenCharacters).nullish();

/** Every key under which the known data sets keep what an instruction holds; other keys are not read. */
const Row = z.object({
  instruction: Optional,
  question: Optional,
  prompt: Optional,
  input: Optional,
  output: Optional,
  answer: Optional,
  response: Optional,
  raw_answer: Optional,
  category: Optional,
  source: Optional,
  language: z.union([LanguageCode, z.literal('')]).nullish(),
  instances: z.array(z.object({ input: Optional, output: Optional })).nullish(),
});

interface PlacedRow {
  value: unknown;
  line: number | undefined;
}

function firstFilled(...texts: (string | null | undefined)[]): string | undefined {
  return texts.find((text) => typeof text === 'string' && text.trim() !== '') ?? undefined;
}

function toInstruction({ value, line }: PlacedRow, file: string, language: LanguageCode | undefined): Instruction {
  const place = { file, ...(line === undefined ? {} : { line }), advice: ADVICE };
  const parsed = parseFor(Row, value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(`this row is not an instruction: ${issue?.path.join('.') || 'row'}: ${issue?.message}`, place);
  }
  const row = parsed.data;
  const instruction = firstFilled(row.instruction, row.question, row.prompt);
  if (instruction === undefined) throw new UserError('this row contains no instruction', place);
  const instance = row.instances?.[0];
  const input = firstFilled(row.input, instance?.input) ?? '';
  return {
    instruction,
    input,
    language: row.language || language || guessLanguage(instruction + input).code,
    source: firstFilled(row.source) ?? basename(file),
    category: firstFilled(row.category) ?? null,
    raw_answer: firstFilled(row.raw_answer, row.output, row.answer, row.response, instance?.output) ?? null,
  };
}

function parseJson(text: string, file: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = { file, ...(line === undefined ? {} : { line }), cause: error };
    throw new UserError(`this is not valid JSON: ${messageOf(error)}`, {
      ...place,
      advice: 'Correct it, or delete it.',
    });
  }
}

function readJsonl(text: string, file: string): PlacedRow[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const line = index + 1;
    return content.trim() === '' ? [] : [{ value: parseJson(content, file, line), line }];
  });
}

function readJson(text: string, file: string): PlacedRow[] {
  const value = parseJson(text, file);
  if (Array.isArray(value)) return value.map((row) => ({ value: row, line: undefined }));
  throw new UserError('this JSON file contains no list of instructions', {
    file,
    advice: 'Write them as [{...}, {...}].',
  });
}

function readCsv(text: string, file: string): PlacedRow[] {
  try {
    const rows: { record: unknown; info: { lines: number } }[] = parseCsv(text, {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      info: true,
    });
    return rows.map(({ record, info }) => ({ value: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? { line: error.lines } : {};
    throw new UserError(`this is not valid CSV: ${error.message}`, {
      file,
      ...line,
      advice: 'Correct this row.',
      cause: error,
    });
  }
}

function readText(text: string): PlacedRow[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const instruction = content.trim();
    return instruction === '' || instruction.startsWith('#') ? [] : [{ value: { instruction }, line: index + 1 }];
  });
}

const readers: Record<string, (text: string, file: string) => PlacedRow[]> = {
  '.jsonl': readJsonl,
  '.json': readJson,
  '.csv': readCsv,
  '.txt': readText,
};

/**
 * Reads general instructions: JSONL, a JSON list, CSV with a header, or text with one a line (blank lines and lines that begin
 * with # are skipped), by the file's ending. `file` names them in errors and is the source of rows that name none. The language
 * is the row's own, else `language`, else what the row's letters or words show.
 * Throws UserError with file and line where a row does not fit, and where there is none.
 */
export function readInstructions(text: string, file: string, language?: LanguageCode): Instruction[] {
  const read = readers[extname(file).toLowerCase()];
  if (!read)
    throw new UserError('the type of this file is unknown', { file, advice: 'Use .jsonl, .json, .csv or .txt.' });
  const rows = read(text.replace(/^\uFEFF/, ''), file);
  if (rows.length === 0) throw new UserError('this file contains no instructions', { file, advice: ADVICE });
  return rows.map((row) => Instruction.parse(toInstruction(row, file, language)));
}
