import { InvalidReply } from './work.js';

/** A reply of plain text, as it came. Throws InvalidReply where there is none. */
export function readTextReply(content: string): string {
  const text = content.trim();
  if (text === '') throw new InvalidReply('the answer is empty');
  return text;
}
