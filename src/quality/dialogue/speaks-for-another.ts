import { readDialogue } from '../../text/dialogue.js';
import { cutEvidence } from '../patterns.js';
import { type DialogueCheck, findTurn } from './check.js';

/** The label at the beginning of a line: `Nora: …`, `诺拉：…`. */
const LABEL = /^[\s*_[（(]*([^\s:：][^:：\n]{0,80}?)[\s*_\])）]*[:：]/;

/**
 * Refuses a turn with a line that is labelled as somebody else's who speaks in the dialogue, so that the role speaks for both sides. In a script's
 * own speeches it is how somebody is addressed: who speaks was found when it was read.
 */
export const speaksForAnother: DialogueCheck = {
  name: 'speaks-for-another',
  run(dialogue) {
    const others = new Set(readDialogue(dialogue).partners.map((name) => name.toLowerCase()));
    return findTurn(dialogue, (text, at) => {
      if (dialogue.turns[at]?.lines) return undefined;
      const line = text.split('\n').find((one) => others.has(LABEL.exec(one)?.[1]?.toLowerCase() ?? ''));
      return line === undefined ? undefined : cutEvidence(line);
    });
  },
};
