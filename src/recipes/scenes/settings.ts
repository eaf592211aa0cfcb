import { z } from 'zod';
import { Many } from '../../config.js';

export const ScenesSettings = z.strictObject({
  /** Speeches of a scene, at most: a longer one is cut. CoSER's test scenes have 9 to 32 lines (papers.md 7). */
  maxSpeeches: Many.min(2).default(32),
  /** Words (Chinese: characters) of a scene, at most, so that it fits the 2,048 tokens of `rocit.maxTokens`. Our choice. */
  maxWords: Many.default(1000),
  /** A role that speaks less often in a scene has no sample of it: one turn is no dialogue. */
  minTurns: Many.min(2).default(2),
  /** Words of what the system text tells of the setting, at most. Our choice. */
  settingWords: z.int().min(0).default(100),
  /** Whether directions and narration between speeches stand in the dialogue, as `(…)`. */
  directions: z.boolean().default(false),
  /** Verse reads as prose, or keeps its lines. */
  verse: z.enum(['prose', 'lines']).default('prose'),
});
export type ScenesSettings = z.infer<typeof ScenesSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'scenes', settings: ScenesSettings };
