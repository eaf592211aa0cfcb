import { z } from 'zod';
import type { ReplyBounds } from '../../llm/chat-model.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { Confidence } from '../../records.js';
import { squeeze } from '../../text/words.js';

const Line = z.string().transform(squeeze);

/** A model that says `high, because …` or 高 means High; everything else is not sure. */
const SaidConfidence = z.preprocess(
  (said) => (typeof said === 'string' && /^\s*(?:high|高)/i.test(said) ? 'High' : 'Low'),
  Confidence,
);

const Triplets = z.object({
  triplets: z.array(
    z.object({ question: Line, confidence: SaidConfidence, rationale: Line, answer: z.string().trim() }),
  ),
});

/** A question-confidence-answer triplet as a reply holds it (papers.md 1.4b). */
export type Triplet = z.infer<typeof Triplets>['triplets'][number];

/** The reply's shape, as it is asked for. */
export const tripletSchema = replySchema(
  'triplets',
  z.object({
    triplets: z.array(
      z.object({ question: z.string(), confidence: Confidence, rationale: z.string(), answer: z.string() }),
    ),
  }),
);

/**
 * Bounds of a reply with so many triplets. Half as much again as the longest of RoleBench, whose longest role-specific question
 * has 243 characters and whose longest answer 823; a rationale is a sentence. Our choice.
 */
export const tripletBounds = (count: number): ReplyBounds => ({
  triplets: count,
  question: 400,
  rationale: 600,
  answer: 1200,
});

/** Triplets of a reply. Throws InvalidReply. */
export function readTriplets(content: string): Triplet[] {
  return readJsonReply(content, Triplets).triplets;
}
