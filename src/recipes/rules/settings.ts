import { z } from 'zod';
import { Many, Share, sampling } from '../../config.js';

export const RulesSettings = z
  .strictObject({
    /** Rows to keep for each role, and prompts to ask for them. papers.md 3: not found; our choice, a quick first run. */
    perRole: z.int().min(0).default(20),
    /** Answers to each prompt: one that fails beside one that passes is a preference pair. papers.md 3: not found; our choice. */
    answers: Many.default(2),
    /** Different sets of rules for each role. papers.md 3: not found; our choice. */
    sets: Many.default(5),
    /** Fewest and most rules of a set. papers.md 3: not found; our choice. */
    minRules: Many.default(3),
    maxRules: Many.default(6),
    /** The user's own rules; a table for each language where none are given. */
    file: z.string().min(1).optional(),
    /** Whether a model judges what code cannot; else such rules are kept unjudged. papers.md 3: judged by a model. */
    judge: z.boolean().default(true),
    /** General instructions: a file; the shipped sample of each language where none is given. papers.md 3: Alpaca, UltraChat. */
    instructions: z.string().min(1).optional(),
    /** The three as for general instructions (papers.md 1.5). */
    maxInstructionWords: Many.default(100),
    similarity: Share.default(0.8),
    categories: z.array(z.string()).nullable().default(null),
    /** Rules may ask for five sentences or more. Our choice. */
    sampling: sampling(400),
  })
  .refine(({ minRules, maxRules }) => maxRules >= minRules, { path: ['maxRules'], error: 'must be minRules or more' });
export type RulesSettings = z.infer<typeof RulesSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'rules', settings: RulesSettings };
