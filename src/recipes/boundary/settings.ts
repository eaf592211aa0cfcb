import { z } from 'zod';
import { Many, Share, sampling } from '../../config.js';

/** How much of each kind, beside the others. */
const weight = (value: number) => z.number().min(0).default(value);

const Kinds = z
  .strictObject({
    'false-premise': weight(2),
    'after-the-point': weight(1),
    'beyond-the-world': weight(1),
    'out-of-role': weight(1),
  })
  .refine((kinds) => Object.values(kinds).some((one) => one > 0), 'one kind at least must have more than 0');

const LeadUp = z
  .strictObject({ least: z.int().min(0).default(0), most: z.int().min(0).max(9).default(3) })
  .refine(({ least, most }) => most >= least, { path: ['most'], error: 'must be least or more' });

export const BoundarySettings = z.strictObject({
  /** Rows to keep for each role, controls among them. papers.md 4: not found; our choice, a quick first run. */
  perRole: z.int().min(0).default(20),
  /** Share of questions whose premise is true, so that a tuned model does not deny everything. papers.md 4: not found; our choice: half. */
  controls: Share.default(0.5),
  /** How the traps are shared among their kinds. papers.md 4 and 9: not found; our choice: most are what ERABAL asks. */
  kinds: Kinds.prefault({}),
  /** Fewest and most ordinary exchanges before the question, drawn by the seed. papers.md 9: a planner decides; our choice. */
  leadUp: LeadUp.prefault({}),
  /** Questions to ask for, as a multiple of perRole: checks refuse some. papers.md 4: not found; our choice. */
  candidates: z.number().min(1).default(2),
  /** Questions of one kind that begin from one fact. Our choice: more are alike. */
  perFact: Many.default(2),
  /** Three exchanges and a question have some 300 tokens. Our choice. */
  sampling: sampling(1000),
});
export type BoundarySettings = z.infer<typeof BoundarySettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'boundary', settings: BoundarySettings };
