import { languageOf } from '../../languages/index.js';
import { normaliseForComparison } from '../../text/duplicates.js';
import { countWords } from '../../text/words.js';
import { cutEvidence } from '../patterns.js';
import { type DialogueCheck, findTurn } from './check.js';

/** An echo of a few words is an answer: "At the harbour?" "At the harbour." Our choice. */
const LEAST = { word: 8, character: 14 };

/** What others say in a turn, each line by itself and all together, without the names before them. */
function linesOf(text: string, speaker: string | null): string[] {
  const lines = text.split('\n');
  const said = speaker === null ? lines.map((line) => line.replace(/^[^:：\n]{1,80}[:：]\s*/, '')) : lines;
  return [text, ...lines, ...said];
}

/**
 * Refuses a turn in which the role says what somebody else has said before it, and one after which somebody else speaks under the role's name:
 * the sides are exchanged.
 */
export const exchangedSides: DialogueCheck = {
  name: 'exchanged-sides',
  run(dialogue) {
    const { role, turns } = dialogue;
    const heard = new Set<string>();
    let read = 0;
    return findTurn(dialogue, (text, at) => {
      for (; read < at; read += 1) {
        const turn = turns[read];
        if (turn?.by !== 'user') continue;
        if (turn.speaker === role) return `${role} speaks on the other side: ${cutEvidence(turn.text)}`;
        for (const line of linesOf(turn.text, turn.speaker)) heard.add(normaliseForComparison(line));
      }
      const isHeard =
        countWords(text) >= LEAST[languageOf(dialogue.language).unit] && heard.has(normaliseForComparison(text));
      return isHeard ? `somebody else said it: ${cutEvidence(text)}` : undefined;
    });
  },
};
