import { quoteCoverage } from './quote-coverage.js';
import type { ScriptLine } from './script.js';

/** How a script was read, as far as it is told. */
export interface Reading {
  format: string;
  lines: readonly ScriptLine[];
  encoding: string;
  isGuess: boolean;
  container: string | null;
}

/** How a script was read, in words: `EPUB, read as prose, UTF-8, 81% of 940 quotes have a speaker`. */
export function describeReading(reading: Reading): string {
  const { format, encoding, isGuess, container } = reading;
  const coverage = quoteCoverage(format, reading.lines);
  return [
    ...(container === null ? [] : [container]),
    `read as ${format}`,
    isGuess ? `${encoding} (guessed)` : encoding,
    ...(coverage
      ? [`${Math.floor((100 * coverage.attributed) / coverage.quotes)}% of ${coverage.quotes} quotes have a speaker`]
      : []),
  ].join(', ');
}

/** One line about an encoding that was guessed; undefined where it was not. */
export function guessOf(
  file: string,
  { isGuess, encoding }: Pick<Reading, 'isGuess' | 'encoding'>,
): string | undefined {
  if (!isGuess) return undefined;
  return `${file}: not UTF-8; read as ${encoding}, which is a guess. If letters are wrong, name another "encoding" in the role's file (or --encoding of --list-characters)`;
}
