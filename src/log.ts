/** Where a run tells what goes on. Structurally a pino logger. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}
