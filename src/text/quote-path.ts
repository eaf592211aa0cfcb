/** A path as one word that can be pasted into a shell, whatever is in it. */
export function quotePath(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path;
  return `"${safe.replace(/(["\\$`])/g, '\\$1')}"`;
}
