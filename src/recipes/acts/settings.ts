import { z } from 'zod';
import { Many, sampling } from '../../config.js';

export const ActsSettings = z.strictObject({
  /** Answers to keep for each role. papers.md 13: it is for robots and says nothing of it; our choice, what the shipped scenes hold. */
  perRole: z.int().min(0).default(10),
  /** Answers to each instruction: one that fails beside one that does not is a preference pair. papers.md 13: not found; our choice. */
  answers: Many.default(3),
  /** Steps of a program, at most. papers.md 13: a small program; our choice, what the longest goal of the shipped scenes takes. */
  maxSteps: Many.default(8),
  /** The user's own scene; one for each language where none is given. */
  file: z.string().min(1).optional(),
  /** Room for a line and eight steps. papers.md 13: not found; our choice. */
  sampling: sampling(400),
});
export type ActsSettings = z.infer<typeof ActsSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'acts', settings: ActsSettings };
