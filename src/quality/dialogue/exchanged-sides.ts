import { languageOf } from '../../languages/index.js';
import { readDialogue } from '../../text/dialogue.js';
import { normaliseForComparison } from '../../text/duplicates.js';
import { countWords } from '../../text/words.js';
import { cutEvidence } from '../patterns.js';
import { type DialogueCheck, findTurn } from './check.js';

/** An echo of a few words is an answer: "At the harbour?" "At the harbour." Our choice. */
const LEAST = { word: 8, character: 14 };

/**
 * Refuses a turn in which the role says what somebody else has said before it, and one after which somebody else speaks under the role's name:
 * the sides are exchanged.
 */
export const exchangedSides: DialogueCheck = {
  name: 'exchanged-sides',
  run(dialogue) {
    const { role } = dialogue;
    const { turns } = readDialogue(dialogue);
    const heard = new Set<string>();
    let read = 0;
    return findTurn(dialogue, (text, at) => {
      for (; read < at; read += 1) {
        const { by, speeches = [] } = turns[read] ?? {};
        if (by !== 'user') continue;
        const own = speeches.find(({ speaker }) => speaker === role);
        if (own) return `${role} speaks on the other side: ${cutEvidence(own.text)}`;
        for (const said of speeches) heard.add(normaliseForComparison(said.text));
      }
      const isHeard =
        countWords(text) >= LEAST[languageOf(dialogue.language).unit] && heard.has(normaliseForComparison(text));
      return isHeard ? `somebody else said it: ${cutEvidence(text)}` : undefined;
    });
  },
};
