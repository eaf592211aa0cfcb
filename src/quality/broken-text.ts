import { findBrokenCharacter } from '../text/broken-characters.js';
import type { Check } from './check.js';

/** Refuses rows that no reader could show or store: half an emoji, control characters, U+FFFD, an unbalanced direction mark. */
export const brokenText: Check = {
  name: 'broken-text',
  run({ isRoleSpecific, question, answer }) {
    const inAnswer = findBrokenCharacter(answer);
    if (inAnswer !== undefined) return { evidence: `holds ${inAnswer}` };
    // A general instruction is the user's own.
    const inQuestion = isRoleSpecific ? findBrokenCharacter(question) : undefined;
    return inQuestion === undefined ? undefined : { evidence: `its question holds ${inQuestion}` };
  },
};
