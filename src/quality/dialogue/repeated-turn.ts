import { languageOf } from '../../languages/index.js';
import { normaliseForComparison } from '../../text/duplicates.js';
import { countWords } from '../../text/words.js';
import { cutEvidence } from '../patterns.js';
import { type DialogueCheck, findTurn } from './check.js';

/** People say "Yes, my lord." again and again: only what has so many words, or characters, is a repetition. Our choice. */
const LEAST = { word: 5, character: 10 };

/** Refuses a turn that the role has said before in the same dialogue, word for word but for case and punctuation. */
export const repeatedTurn: DialogueCheck = {
  name: 'repeated-turn',
  run(dialogue) {
    const said = new Set<string>();
    return findTurn(dialogue, (text) => {
      if (countWords(text) < LEAST[languageOf(dialogue.language).unit]) return undefined;
      const key = normaliseForComparison(text);
      if (said.has(key)) return `said before: ${cutEvidence(text)}`;
      said.add(key);
      return undefined;
    });
  },
};
