import type { Instruction, LanguageCode } from '../../records.js';
import { createDuplicateFinder, type DuplicateFinder } from '../../text/duplicates.js';
import { hashNumber } from '../../text/random.js';
import { countWords } from '../../text/words.js';

export interface SampleSettings {
  /** Longest instruction with its input, in words (English) or characters (Chinese); 100 in papers.md 1.5. */
  maxWords: number;
  /** How many to keep of each language; all where null. */
  count: number | null;
  /** From which similarity on, 0 to 1, an instruction repeats an earlier one. */
  similarity: number;
  /** Categories to keep, all where null. An instruction without a category is in none. */
  categories: string[] | null;
  seed: number;
}

export type DropReason = 'too long' | 'duplicate' | 'category' | 'not sampled';

export interface InstructionSample {
  kept: Instruction[];
  dropped: { instruction: string; reason: DropReason }[];
}

function wholeText({ instruction, input }: Instruction): string {
  return input.trim() === '' ? instruction : `${instruction}\n${input}`;
}

/** Why an instruction cannot be in the sample, whatever else is; asks the finder last, so that only usable ones count. */
function refuse(instruction: Instruction, settings: SampleSettings, finder: DuplicateFinder): DropReason | undefined {
  const { maxWords, categories } = settings;
  const text = wholeText(instruction);
  if (countWords(text) > maxWords) return 'too long';
  if (categories && (instruction.category === null || !categories.includes(instruction.category))) return 'category';
  return finder.add(text) === undefined ? undefined : 'duplicate';
}

/** Puts the instructions of each category in an order that the seed and their own text decide. */
function rankByCategory(instructions: readonly Instruction[], seed: number): Map<string | null, Instruction[]> {
  const categories = new Map<string | null, { instruction: Instruction; rank: number }[]>();
  for (const instruction of instructions) {
    const members = categories.get(instruction.category) ?? [];
    members.push({ instruction, rank: hashNumber(seed, wholeText(instruction)) });
    categories.set(instruction.category, members);
  }
  const ranked = new Map<string | null, Instruction[]>();
  for (const [category, members] of categories) {
    const sorted = members.sort((a, b) => a.rank - b.rank).map(({ instruction }) => instruction);
    ranked.set(category, sorted);
  }
  return ranked;
}

/** Takes one instruction of each category in turn, categories in an order of the seed's, until there are enough. */
function drawBalanced(instructions: readonly Instruction[], count: number, seed: number): Set<Instruction> {
  const drawn = new Set<Instruction>();
  const rank = (category: string | null) => hashNumber(seed, 'category', category ?? '');
  const queues = [...rankByCategory(instructions, seed)]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([, queue]) => queue);
  const wanted = Math.min(count, instructions.length);
  for (let turn = 0; drawn.size < wanted; turn += 1) {
    for (const queue of queues) {
      const next = queue[turn];
      if (next && drawn.size < wanted) drawn.add(next);
    }
  }
  return drawn;
}

/**
 * Samples general instructions as papers.md 1.5 does: a cap on length, no near-duplicates, the chosen categories, then a sample
 * of each language with about the same number of every category. Both lists keep the order of the input. An instruction's rank
 * in its category comes from the seed and its text alone, so that an added one does not reshuffle the others (our choice).
 */
export function sampleInstructions(instructions: readonly Instruction[], settings: SampleSettings): InstructionSample {
  const finders = new Map<LanguageCode, DuplicateFinder>();
  const reasons = new Map<Instruction, DropReason>();
  const usable = new Map<LanguageCode, Instruction[]>();
  for (const instruction of instructions) {
    const { language } = instruction;
    const finder = finders.get(language) ?? createDuplicateFinder({ threshold: settings.similarity });
    finders.set(language, finder);
    const reason = refuse(instruction, settings, finder);
    if (reason) reasons.set(instruction, reason);
    else usable.set(language, [...(usable.get(language) ?? []), instruction]);
  }
  for (const members of usable.values()) {
    if (settings.count === null) continue;
    const drawn = drawBalanced(members, settings.count, settings.seed);
    for (const member of members) if (!drawn.has(member)) reasons.set(member, 'not sampled');
  }
  return {
    kept: instructions.filter((instruction) => !reasons.has(instruction)),
    dropped: instructions.flatMap((instruction) => {
      const reason = reasons.get(instruction);
      return reason ? [{ instruction: instruction.instruction, reason }] : [];
    }),
  };
}
