import pino from 'pino';
import type { Flags } from './flags.js';
import { redactSecrets } from './secrets.js';

/** A line of pino's as a person reads it. */
function asText(line: string): string {
  const { level, msg } = JSON.parse(line) as { level: number; msg: string };
  const label = level >= 50 ? 'error: ' : level >= 40 ? 'warning: ' : '';
  return `${label}${msg}\n`;
}

/** The log of a run: plain lines on stderr, JSON lines with --json, only warnings with --quiet. */
export function createLog({ json, quiet, logLevel }: Flags): pino.Logger {
  const level = quiet && logLevel === 'info' ? 'error' : logLevel;
  const options: pino.LoggerOptions = { level, base: null, timestamp: json ?? false };
  return pino(options, {
    write: (line: string) => process.stderr.write(redactSecrets(json ? line : asText(line))),
  });
}
