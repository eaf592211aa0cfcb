import { squeeze } from './words.js';

/** A stretch between single asterisks on one line: an action, or a word that is stressed. */
const STARRED = /(?<!\*)\*(?!\*)([^*\n]{1,2000})(?<!\*)\*(?!\*)/g;

/** Stressed words stand in the midst of a clause; an action begins a line or follows a closed sentence, a quotation or an action. */
const isStress = (before: string, after: string): boolean =>
  /[\p{L}\p{N},;:–—-]\s*$/u.test(before.slice(-20)) &&
  !/^\s*$/.test(after.slice(0, 20)) &&
  !/^\s*["“*]/.test(after.slice(0, 20));

/** The words of a role player's text without its `*actions*`; stressed words stay, without their asterisks. */
export function spokenPart(text: string): string {
  if (!text.includes('*')) return squeeze(text);
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: whole, 1: inner, index } of text.matchAll(STARRED)) {
    const before = text.slice(Math.max(from, index - 20), index);
    const end = index + whole.length;
    pieces.push(text.slice(from, index), isStress(before, text.slice(end, end + 20)) ? (inner as string) : ' ');
    from = end;
  }
  return squeeze([...pieces, text.slice(from)].join('')).replace(/ (?=[.,!?;:])/g, '');
}

/** Whether a text holds an action between asterisks and not one spoken word. */
export const isOnlyAction = (text: string): boolean =>
  /\*[^*]+\*/.test(text) && !/[\p{L}\p{N}]/u.test(spokenPart(text));
