import pino from 'pino';
import { showControls } from '../text/show-controls.js';
import type { Flags } from './flags.js';
import { printErr } from './print.js';
import { redactSecrets } from './secrets.js';

/** A line of pino's as a person reads it. */
function asText(line: string): string {
  const { level, msg } = JSON.parse(line) as { level: number; msg: string };
  const label = level >= 50 ? 'error: ' : level >= 40 ? 'warning: ' : '';
  return `${label}${msg}\n`;
}

/** The log of a run: plain lines on stderr, or where `print` puts them; JSON lines with --json, only errors with --quiet. */
export function createLog({ json, quiet, logLevel }: Flags, print: (text: string) => void = printErr): pino.Logger {
  const level = quiet && logLevel === 'info' ? 'error' : logLevel;
  const options: pino.LoggerOptions = { level, base: null, timestamp: json ?? false };
  return pino(options, {
    write: (line: string) => print(showControls(redactSecrets(json ? line : asText(line)))),
  });
}
