import { redactSecrets } from './secrets.js';

/** The query of a URL: any of its values may be a key. */
const QUERY = /(:\/\/[^\s?#]*\?)[^\s#]+/g;

/** The command that was typed, so that it can be printed for going on. */
export function typedCommand(): string {
  const shown = process.argv.slice(2).map((word) => word.replace(QUERY, '$1***'));
  const words = shown.map((word) => (/[\s"'$*?&]/.test(word) ? `'${word}'` : word));
  return redactSecrets(['rolellm', ...words].join(' '));
}

/** The command that was typed, with another budget. */
export function commandWithBudget(budget: number): string {
  return `${typedCommand().replace(/ --budget[= ]\S+/, '')} --budget ${budget}`;
}
