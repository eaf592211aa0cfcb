/** One line of text: every run of white space becomes one space, ends are trimmed. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
