/** Where an error stands and what to do about it. */
export interface ErrorPlace {
  /** File that the user can open. */
  file?: string;
  /** Line in that file, from 1. */
  line?: number;
  /** One sentence: what to do. */
  advice?: string;
  cause?: unknown;
}

/**
 * An error that the person at the terminal can act on: what is wrong, where, what to do. It is printed as one line and ends
 * the command with exit status 2. Anything else that is thrown is a bug of rolellm's.
 */
export class UserError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly advice: string | undefined;

  constructor(what: string, { file, line, advice, cause }: ErrorPlace = {}) {
    super(what, { cause });
    this.name = 'UserError';
    this.file = file;
    this.line = line;
    this.advice = advice;
  }

  /** The whole error on one line: `FILE:LINE: what. Advice`. */
  toLine(): string {
    const place = this.file === undefined ? '' : `${this.file}${this.line === undefined ? '' : `:${this.line}`}: `;
    const what = /[.!?。]$/.test(this.message) ? this.message : `${this.message}.`;
    return `${place}${what}${this.advice ? ` ${this.advice}` : ''}`.replace(/\s*\n\s*/g, ' ');
  }
}

/** The operating system's error code (`ENOENT`, `EACCES` …), where the thrown value has one. */
export function errorCode(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
