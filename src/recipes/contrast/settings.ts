import { z } from 'zod';
import { Many, Share, sampling } from '../../config.js';

export const ContrastSettings = z.strictObject({
  /** Rows to keep for each role, half of them what it knows. papers.md 2: three questions a pair, each asked of both. */
  perRole: z.int().min(0).default(6),
  /** Roles that each role is paired with. papers.md 2: one; ours leaves some for the checks to refuse. */
  pairs: Many.default(2),
  /** Questions for a pair. papers.md 2: 3. */
  questions: Many.default(3),
  /** How often a pair is asked for questions at most, while some are missing. papers.md 2: 3, of which one that fits is taken. */
  rounds: Many.default(3),
  /** Facts of a role that a prompt shows, drawn by the seed where it has more. papers.md 2: all; ours fits an 8k context. */
  facts: Many.default(40),
  /** Words of a role's article that a prompt shows. papers.md 2: its introduction; our choice. */
  articleWords: z.int().min(0).default(200),
  /** Words of the introduction that the exported system text holds; never less than a sentence. papers.md 2: brief; our choice. */
  introductionWords: Many.default(30),
  /** Least share of a fact's telling words that an answer holds to hold the fact: an answer tells it in its own words. Our choice. */
  minHeld: Share.default(0.5),
  /** Whether an answer to what a role cannot know must say so. papers.md 2: not checked; our choice. */
  mustSayUnknown: z.boolean().default(true),
  /** papers.md 2: not found. One to four sentences; our choice. */
  sampling: sampling(400),
});
export type ContrastSettings = z.infer<typeof ContrastSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'contrast', settings: ContrastSettings };

/** Tokens of a reply with questions: each has some 100 with its reason. Our choice: room for three times as many as by default. */
export const questionSampling = ({ sampling: own }: ContrastSettings) => ({ ...own, max_tokens: 2000 });
