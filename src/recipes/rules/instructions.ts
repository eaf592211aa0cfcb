import type { Settings } from '../../config.js';
import type { Instruction, LanguageCode } from '../../records.js';
import { readNamedFile } from '../../store/read-file.js';
import { hashNumber } from '../../text/random.js';
import { wholeInstruction } from '../rolegpt/index.js';
import { loadInstructions, shippedInstructions } from '../rolegpt/load-instructions.js';
import { readInstructions } from '../rolegpt/read-instructions.js';
import type { RulesSettings } from './settings.js';

// General instructions are one thing in both recipes: what is read, cut and sampled for one is so for the other.
export { shippedInstructions, wholeInstruction };

/** What the offline model says, whose taggers are loaded where something is asked. */
export const openOffline = () => import('../rolegpt/in-character.js');

/** Reads the user's own file of instructions, where one is named, to see whether it fits. Throws UserError where it does not. */
export function checkInstructions({ instructions: file }: RulesSettings): void {
  if (file !== undefined) readInstructions(readNamedFile(file).toString('utf8'), file);
}

/** Instructions for roles that speak these languages. Throws UserError where the file has none for one of them. */
export const loadAll = (own: RulesSettings, languages: readonly LanguageCode[], { seed }: Settings): Instruction[] =>
  loadInstructions({ ...own, count: null }, languages, seed, undefined, 'rules');

/** A role's instructions in an order that the seed decides, so that roles are not all asked the same ones first. */
export function orderFor(role: string, all: readonly Instruction[], seed: number): Instruction[] {
  const ranked = all.map((one) => ({ one, at: hashNumber(seed, role, wholeInstruction(one)) }));
  return ranked.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
