import { z } from 'zod';
import { UserError } from '../errors.js';
import { writeFileAtomically } from './atomic.js';
import { kindOf, readNamedFile } from './read-file.js';
import { zodMessage } from './zod-message.js';

/** The context window that the prompts to one model were cut for: an entry of windows.json. */
export const WindowRecord = z.strictObject({
  /** Tokens of prompt and reply together; null where prompts are not cut, because it was not known. */
  window: z.int().min(1).nullable(),
  /** Who says so. */
  from: z.string(),
  /** The model's own tokens for one of gpt-tokenizer's, by language, where it was measured. */
  ratios: z.record(z.string(), z.number().positive()).default({}),
  /** gpt-tokenizer counts as the model itself does. */
  is_exact: z.literal(true).optional(),
});
export type WindowRecord = z.infer<typeof WindowRecord>;

const Windows = z.strictObject({ version: z.literal(1), models: z.record(z.string(), WindowRecord) });

/** What a data folder knows of its models' windows, by the model's name. Throws UserError where the file cannot be read. */
export function readWindows(file: string): Record<string, WindowRecord> {
  if (kindOf(file) === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(readNamedFile(file).toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    value = undefined;
  }
  const parsed = Windows.safeParse(value);
  if (parsed.success) return parsed.data.models;
  const why = value === undefined ? 'is not JSON' : `is not valid: ${zodMessage(parsed.error)}`;
  throw new UserError(`the record of context windows ${why}`, {
    file,
    advice:
      'Delete the file: the window is found out again. Where it was another, prompts are cut otherwise and asked again.',
  });
}

/** Writes what is known of one model's window, leaving the others as they are. */
export function recordWindow(file: string, model: string, record: WindowRecord): void {
  const windows = { version: 1, models: { ...readWindows(file), [model]: record } };
  writeFileAtomically(file, [`${JSON.stringify(Windows.parse(windows), null, 2)}\n`]);
}
