import type { z } from 'zod';
import { UserError } from '../errors.js';
import { parseFor, zodMessage } from './zod-message.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Where a row is, and what to do where it cannot be read. */
export interface RowSource {
  file: string;
  line?: number | undefined;
  /** Where the line is not JSON, and where the row does not fit. */
  advice: { noJson: string; invalid: string };
}

/** The row in the bytes of one line. Throws UserError where they are not UTF-8, not JSON, or do not fit the schema. */
export function parseRow<Row>(bytes: Uint8Array, schema: z.ZodType<Row>, { file, line, advice }: RowSource): Row {
  const place = line === undefined ? { file } : { file, line };
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new UserError('this line is not a JSON value', { ...place, advice: advice.noJson });
  }
  const parsed = parseFor(schema, value);
  if (parsed.success) return parsed.data;
  throw new UserError(`this row is not valid: ${zodMessage(parsed.error)}`, { ...place, advice: advice.invalid });
}
