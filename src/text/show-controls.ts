/** What steers a terminal or turns the direction of what is shown; line breaks and tabs do no harm. */
const CONTROLS = /(?![\t\n]|\r\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;

/**
 * The text as it may be shown on a terminal: control characters, marks of direction and half characters as escapes (`\u001b`),
 * as JSON writes them, so that JSON stays JSON.
 */
export function showControls(text: string): string {
  return text.replace(CONTROLS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
