import { quoteWord } from '../text/quote-path.js';
import { redactSecrets } from './secrets.js';

/** The query of a URL: any of its values may be a key. */
const QUERY = /(:\/\/[^\s?#]*\?)[^\s#]+/g;

function asCommand(words: readonly string[]): string {
  const shown = words.map((word) => redactSecrets(word.replace(QUERY, '$1***')));
  return ['rolellm', ...shown.map(quoteWord)].join(' ');
}

/** The command that was typed, to be pasted into a shell for going on. */
export const typedCommand = (): string => asCommand(process.argv.slice(2));

/** The command that was typed, with more words behind it. */
export const commandWith = (more: readonly string[]): string => asCommand([...process.argv.slice(2), ...more]);

/** The command that was typed, with another budget. */
export function commandWithBudget(budget: number): string {
  const words = process.argv.slice(2);
  const isBudget = (word: string | undefined) => word === '--budget';
  const others = words.filter((word, k) => !isBudget(word) && !isBudget(words[k - 1]) && !word.startsWith('--budget='));
  return asCommand([...others, '--budget', String(budget)]);
}
