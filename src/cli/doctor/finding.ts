import { messageOf, UserError } from '../../errors.js';

/** What a check of `doctor` came to. A problem has to be mended before a run; a warning may stay. */
export interface Finding {
  check: string;
  state: 'ok' | 'warning' | 'problem';
  says: string;
  /** What to do, or what could be done. */
  advice?: string | undefined;
  /** Numbers behind it, for --json. */
  details?: Record<string, unknown>;
}

export const ok = (check: string, says: string, advice?: string): Finding => ({ check, state: 'ok', says, advice });

/** What a check that threw found; anything that is not the user's to mend is thrown on. */
export function problemOf(check: string, thrown: unknown): Finding {
  if (!(thrown instanceof UserError)) throw thrown;
  const { file, line, advice } = thrown;
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return { check, state: 'problem', says: `${place}${messageOf(thrown)}`, advice };
}
