/** A word for a POSIX shell; in quotes only where it needs them. */
export const quoteWord = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) && !word.startsWith('~') ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A path as one word that can be pasted into a shell, whatever is in it. */
export function quotePath(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path;
  return `"${safe.replace(/(["\\$`])/g, '\\$1')}"`;
}
