import { z } from 'zod';
import { AskingMethod, Many, Share, sampling } from '../../config.js';

export const RoleGptSettings = z.strictObject({
  /** papers.md 1.6: few-shot dialogue won 63 % of the comparisons. */
  method: AskingMethod.default('few-shot-dialogue'),
  /** papers.md 1.6: top-5 pairs. */
  demonstrations: z.int().min(0).default(5),
  /** A longer exchange is not shown as a demonstration: five soliloquies would fill the prompt. Our choice. */
  demonstrationWords: Many.default(80),
  /** BM25 of the demonstrations; the paper gives neither. The usual values of both: see text/bm25.ts. */
  bm25: z.strictObject({ k1: z.number().min(0).default(1.2), b: Share.default(0.75) }).prefault({}),
  /** papers.md 1.6: 5 responses become references; one more is the baseline. */
  responses: Many.default(5),
  /** General instructions: a file; the shipped sample of each language where none is given. */
  instructions: z.string().min(1).optional(),
  /** papers.md 1.5: at most 100 words. */
  maxInstructionWords: Many.default(100),
  /** Instructions of each language at most; null takes all. */
  count: Many.nullable().default(null),
  /** Two instructions as similar as this are duplicates (papers.md 1.5 gives no threshold; see text/duplicates.ts). */
  similarity: Share.default(0.8),
  /** Only these categories; null takes all. */
  categories: z.array(z.string()).nullable().default(null),
  /** papers.md 1.6: max tokens 200. */
  sampling: sampling(200),
});
export type RoleGptSettings = z.infer<typeof RoleGptSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'rolegpt', settings: RoleGptSettings };
