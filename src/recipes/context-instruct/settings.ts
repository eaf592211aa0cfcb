import { z } from 'zod';
import { Many, Share, sampling } from '../../config.js';
import type { PromptRoom } from '../../llm/room/index.js';

/** papers.md 1.4a. */
export const SegmentSettings = z.strictObject({
  maxWords: Many.default(500),
  minTurns: Many.default(4),
  maxTurns: Many.default(10),
  /** Cap per role; with more, a seeded sample is taken. */
  maxSegments: Many.default(100),
});
export type SegmentSettings = z.infer<typeof SegmentSettings>;

/** Room for one triplet in a reply: a tenth of that for ten. */
const TOKENS_FOR_TRIPLET = 400;

/** What a small model can fill: one triplet a reply. Over several it loses the form, and what loops ends sooner. */
export const SMALL_MODEL = {
  questionsPerCall: 1,
  questionsPerSegment: 1,
  sampling: { max_tokens: TOKENS_FOR_TRIPLET },
};

export const ContextInstructSettings = z.strictObject({
  /** Accepted answers for each role. The paper keeps about 200; our default makes a quick first run. */
  perRole: z.int().min(0).default(50),
  /** Share of script-based questions. The paper's released rows have 34 to 35 %; ours leans on what the script can prove. */
  scriptShare: Share.default(0.5),
  /** Script-agnostic questions for one request. papers.md 1.4b: n was 10 in notes. */
  questionsPerCall: Many.default(10),
  /** Questions for one segment. The paper calls it M and gives no number; ours covers more of the script with fewer each. */
  questionsPerSegment: Many.default(4),
  /** Candidates at most, as a multiple of perRole. The paper made 400 to keep 200; ours allows twice that. */
  candidateCap: z.number().min(1).default(4),
  segment: SegmentSettings.prefault({}),
  /** Room for ten triplets: an answer is 68 words at the median, 100 at the 95th percentile (papers.md 1.4b). */
  sampling: sampling(4000),
});
export type ContextInstructSettings = z.infer<typeof ContextInstructSettings>;

/** Where they stand in the settings file. */
export const OWN = { key: 'contextInstruct', settings: ContextInstructSettings };

/** The settings within the room that there is: where a reply must be shorter than asked for, it holds fewer triplets. */
export function withinRoom(own: ContextInstructSettings, room: PromptRoom): ContextInstructSettings {
  const sampling = room.forReply(own.sampling);
  if (sampling.max_tokens === own.sampling.max_tokens) return own;
  const most = Math.max(1, Math.floor(sampling.max_tokens / TOKENS_FOR_TRIPLET));
  return {
    ...own,
    sampling,
    questionsPerCall: Math.min(own.questionsPerCall, most),
    questionsPerSegment: Math.min(own.questionsPerSegment, most),
  };
}
