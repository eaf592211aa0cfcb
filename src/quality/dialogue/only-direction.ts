import { isOnlyAction } from '../../text/actions.js';
import { cutEvidence } from '../patterns.js';
import { type DialogueCheck, findTurn } from './check.js';

/** Everything between brackets: a direction, not speech. */
const BRACKETED = /\([^()]*\)|（[^（）]*）|\[[^[\]]*\]|【[^【】]*】/g;

/** Refuses a turn in which nothing is said: only what the role does. */
export const onlyDirection: DialogueCheck = {
  name: 'only-direction',
  run: (dialogue) =>
    findTurn(dialogue, (text) => {
      const isDirection = isOnlyAction(text) || !/[\p{L}\p{N}]/u.test(text.replace(BRACKETED, ''));
      return isDirection && /[\p{L}\p{N}]/u.test(text) ? cutEvidence(text) : undefined;
    }),
};
