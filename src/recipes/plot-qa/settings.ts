import { z } from 'zod';
import { Many, Share, sampling } from '../../config.js';

export const PlotQaSettings = z.strictObject({
  /** Answers to keep for each role. papers.md 5: not found; our choice, a quick first run. */
  perRole: z.int().min(0).default(20),
  /** Questions of each plot. papers.md 5: not found; our choice: few of one plot can differ. */
  questionsPerPlot: Many.default(3),
  /**
   * Share of plots that are invented. papers.md 5: not found; its plots are all a model's own, so half of ours are, and half stand on a
   * scene that they can be checked against.
   */
  inventedShare: Share.default(0.5),
  /** Questions at most, as a multiple of perRole, before a role is given up. papers.md 5: not found; our choice. */
  candidateCap: z.number().min(1).default(3),
  /** How long a scene may be that a plot is made from. papers.md 5: not found; our choice, as many words as RoleLLM's segments have (1.4a). */
  sceneSpeeches: Many.min(2).default(20),
  sceneWords: Many.default(500),
  /** Exchanges of the script that show how a role speaks where there is no scene. papers.md 5: few-shot dialogue; their number is our choice. */
  exchanges: z.int().min(0).default(6),
  /** Room for the longest reply, the questions of a plot or an answer. papers.md 5: not found; our choice. */
  sampling: sampling(500),
});
export type PlotQaSettings = z.infer<typeof PlotQaSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'plotQa', settings: PlotQaSettings };
