import type { ScriptLine } from './script.js';
import { nameKey } from './speaker-names.js';

/** A list of names is no longer than this (our choice). */
const LONGEST_LIST = 300;

const namesIn = (list: string): string[] =>
  list
    .replace(/[.。]\s*$/, '')
    .replace(/[（(][^（()）]*[）)]/gu, '')
    .split(/\s*[,，、;；/&+]\s*(?:and\s+)?|\s+and\s+|(?<=\p{Script=Han})\s+/iu)
    .map((name) => nameKey(name));

/**
 * Labels that a word list cannot know: who only ever lists others that speak is none who speaks, but the heading of a list.
 * `Present: IDA, KURT`, `登场：王伟、李娜`. Their lines become narration.
 */
export function withoutNameLists(lines: ScriptLine[]): ScriptLine[] {
  const said = new Map<string, string[]>();
  for (const { speaker, content } of lines) {
    if (speaker !== null) said.set(speaker, [...(said.get(speaker) ?? []).slice(0, 50), content]);
  }
  const keys = new Set([...said.keys()].map(nameKey));
  const isLabel = ([speaker, contents]: [string, string[]]): boolean => {
    let most = 0;
    return (
      contents.every((content) => {
        if (content.length > LONGEST_LIST || /[?!？！…]/u.test(content)) return false;
        const names = namesIn(content);
        most = Math.max(most, names.length);
        return names.every((name) => keys.has(name) && name !== nameKey(speaker));
      }) && most > 1
    );
  };
  const labels = new Set([...said].filter(isLabel).map(([speaker]) => speaker));
  if (labels.size === 0) return lines;
  return lines.map((line) =>
    line.speaker !== null && labels.has(line.speaker)
      ? { ...line, speaker: null, content: `${line.speaker}: ${line.content}` }
      : line,
  );
}
