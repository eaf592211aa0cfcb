import { z } from 'zod';
import { Fact, LanguageCode, RoleName, Text } from '../../records.js';

/** What a question exceeds in the role that cannot answer it (papers.md 2). */
export const WHY = ['era', 'genre', 'occupation', 'age', 'knowledge'] as const;

/** WikiRoleEval's rejection labels: 0 where the role can know it, 1 where it cannot. */
export const Label = z.union([z.literal(0), z.literal(1)]);
export type Label = z.infer<typeof Label>;

const AskedQuestion = z.strictObject({
  question: Text,
  why: z.enum(WHY),
  /** Why one role can answer it and the other cannot, in the model's words. */
  reason: z.string(),
  /** The facts of the role that can answer it. */
  evidence: z.array(Fact.pick({ property: true, value: true })).min(1),
  /** What this role said; null where no answer came. */
  answer: z.string().nullable(),
  /** Why the answer is not what its label says; null where it is, or none came. */
  fault: Text.nullable(),
  /** Id of the answer's request. */
  request: Text,
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;

/** One role of a pair and its answers (papers.md 2): contrast.jsonl. Each pair has two rows, one of each role. */
export const ContrastRow = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  /** The other role of the pair. */
  other: RoleName,
  /** By construction: 0 where the questions ask for what is known of this role, 1 where they ask for what is known of the other. */
  label: Label,
  /** The system text that is exported: a short introduction, without what is known of the role. */
  system: Text,
  asked: z.array(AskedQuestion),
  /** Questions that code refused, by why; told with the role that they were made for. */
  refused_questions: z.record(z.string(), z.int().min(1)),
  /** Ids of the requests of the questions. */
  requests: z.array(Text),
  model: Text,
});
export type ContrastRow = z.infer<typeof ContrastRow>;

/** The id of an answer, by the place of its question. */
export const answerId = ({ id }: Pick<ContrastRow, 'id'>, place: number): string => `${id}-${place}`;
