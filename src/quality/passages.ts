import { type DialogueLine, NARRATION, type Segment } from '../records.js';
import type { Dialogues } from '../store/dialogues.js';
import type { Passage } from './check.js';

/** Finds the passage that a segment of one role's names. */
export type PassagesOfRole = (role: string) => (segment: Segment) => Passage | undefined;

/** Passages out of dialogues.jsonl. Keeps one script at a time, so ask for those of a script together. */
export function openPassages(linesOf: Dialogues): PassagesOfRole {
  let script: string | undefined;
  let lines = new Map<number, DialogueLine>();
  const passages = new Map<string, Passage | undefined>();

  function read(role: string, segment: Segment): Passage | undefined {
    const own: DialogueLine[] = [];
    for (let number = segment.from; number <= segment.to; number += 1) {
      const line = lines.get(number);
      if (line) own.push(line);
    }
    if (own.length === 0) return undefined;
    return {
      text: own.map((line) => `${line.role}: ${line.content}`).join('\n'),
      othersLines: own.filter((line) => line.role !== role).map(({ content }) => content),
      speakers: [...new Set(own.map((line) => line.role))].filter((name) => name !== role && name !== NARRATION),
    };
  }

  return (role) => (segment) => {
    if (segment.script !== script) {
      script = segment.script;
      lines = new Map(linesOf([script]).map((line) => [line.diag_id, line]));
      passages.clear();
    }
    const key = `${role}\n${segment.from}`;
    if (!passages.has(key)) passages.set(key, read(role, segment));
    return passages.get(key);
  };
}
