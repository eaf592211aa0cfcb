import type { Sample } from '../../records.js';

/** A dialogue as its checks see it. */
export type Dialogue = Pick<Sample, 'role' | 'language' | 'turns'>;

/** The first turn that spoils a dialogue, by its place among all turns, and why. */
export interface BadTurn {
  turn: number;
  evidence: string;
}

/** A check of a dialogue as a whole: of what one turn is to another. Adding one is adding a file and a line in the list of index.ts. */
export interface DialogueCheck {
  name: string;
  run(dialogue: Dialogue): BadTurn | undefined;
}

/** The first trained turn of which `find` says something. */
export function findTurn(
  { turns }: Dialogue,
  find: (text: string, at: number) => string | undefined,
): BadTurn | undefined {
  for (const [turn, { trained, text }] of turns.entries()) {
    const evidence = trained ? find(text, turn) : undefined;
    if (evidence !== undefined) return { turn, evidence };
  }
  return undefined;
}
