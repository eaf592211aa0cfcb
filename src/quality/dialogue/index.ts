import type { DialogueCheck } from './check.js';
import { collapsingLengths } from './collapsing-lengths.js';
import { exchangedSides } from './exchanged-sides.js';
import { onlyDirection } from './only-direction.js';
import { repeatedTurn } from './repeated-turn.js';
import { speaksForAnother } from './speaks-for-another.js';

/** The checks of whole dialogues, in the order in which they are run: the one that refuses the earliest turn decides. */
export const dialogueChecks: readonly DialogueCheck[] = [
  speaksForAnother,
  exchangedSides,
  onlyDirection,
  repeatedTurn,
  collapsingLengths,
];
