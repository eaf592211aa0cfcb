import { z } from 'zod';
import { Confidence, LanguageCode, QuestionType, RoleName, Segment, Text } from '../../records.js';

/** A question-confidence-answer triplet of Context-Instruct (papers.md 1.4): context-instruct.jsonl. */
export const Candidate = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  type: QuestionType,
  question: z.string(),
  confidence: Confidence,
  /** Why the model is or is not sure. */
  rationale: z.string(),
  answer: z.string(),
  /** The passage that it was made from; null for script-agnostic ones, which come from the profile alone. */
  segment: Segment.nullable(),
  /** Id of the request whose reply it stands in. */
  request: Text,
  model: Text,
});
export type Candidate = z.infer<typeof Candidate>;
