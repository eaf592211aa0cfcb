import type { SplitSettings } from '../../bench/splits.js';
import type { Leak, Shared } from '../../records.js';
import { squeeze } from '../../text/words.js';
import type { Log } from '../context.js';

/** What a test question shares with training, as a table names it. */
export const SHARED_NAMES: Record<Shared, string> = {
  question: 'the question',
  answer: 'an answer',
  cue: 'a cue that is quoted',
  lines: 'lines of the script',
};

const LONGEST = 90;

function shorten(text: string): string {
  const letters = [...squeeze(text)];
  return letters.length <= LONGEST ? letters.join('') : `${letters.slice(0, LONGEST).join('')}…`;
}

/** The first test question that leaks, beside what is trained on; empty where none does. */
export function leakExample({ example }: Leak): string {
  if (!example) return '';
  const [tested, trained] = [shorten(example.tested), shorten(example.trained)];
  return tested === trained ? `${example.role}: “${tested}”` : `${example.role}: “${tested}” beside “${trained}”`;
}

/** Says what test questions share with training, with an example each, and which split keeps them apart. */
export function tellLeaks(leaks: readonly Leak[], splitBy: SplitSettings['splitBy'], log: Log): void {
  const found = leaks.filter(({ exact, near }) => exact + near > 0);
  for (const leak of found) {
    const { set, shared, tested, exact, near } = leak;
    const how = shared === 'lines' ? '' : ` (${exact} word for word, ${near} nearly)`;
    log.info(
      `export: ${exact + near} of ${tested} ${set} test questions share ${SHARED_NAMES[shared]} with training${how}. ${leakExample(leak)}`,
    );
  }
  if (found.length > 0 && splitBy !== 'passage') log.info('export: --split-by passage keeps these apart');
}
