import type { Finding } from './finding.js';

/** Width of the first two columns. */
const INDENT = 25;

/**
 * A finding as a person reads it: its state, what was checked, what was found and what to do. One line, or for a terminal of
 * so many columns broken below its beginning.
 */
export function renderFinding({ state, check, says, advice }: Finding, columns?: number): string {
  const text = advice === undefined ? says : `${endSentence(says)} ${advice}`;
  // What can be typed stays together, and what a server sends steers no terminal.
  const words = text.replace(/\p{Cc}+/gu, ' ').match(/`[^`]*`\S*|\S+/g) ?? [];
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(30, columns - INDENT);
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return `${state.padEnd(9)}${check.padEnd(16)}${lines.join(`\n${' '.repeat(INDENT)}`)}`;
}

const endSentence = (text: string) => (/[.!?。]$/.test(text) ? text : `${text}.`);
