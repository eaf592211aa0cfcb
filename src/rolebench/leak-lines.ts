import type { Leak, Shared } from '../records.js';
import { squeeze } from '../text/words.js';
import type { SplitSettings } from './splits.js';

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

/** What test questions share with training, a line each with an example, and which split keeps them apart. */
export function leakLines(leaks: readonly Leak[], splitBy: SplitSettings['splitBy']): string[] {
  const found = leaks.filter(({ exact, near }) => exact + near > 0);
  const lines = found.map((leak) => {
    const { set, shared, tested, exact, near } = leak;
    const how = shared === 'lines' ? '' : ` (${exact} word for word, ${near} nearly)`;
    return `${exact + near} of ${tested} ${set === 'script' ? 'test turns of scenes' : `${set} test questions`} share ${SHARED_NAMES[shared]} with training${how}. ${leakExample(leak)}`;
  });
  const isParted = splitBy === 'passage' || found.every(({ set }) => set === 'script');
  return found.length > 0 && !isParted ? [...lines, '--split-by passage keeps these apart'] : lines;
}
