import { z } from 'zod';
import { LanguageCode, RoleName, Text } from '../../records.js';

/** What RoleGPT answered to a general instruction in one role (papers.md 1.6): rolegpt.jsonl. */
export const RolePair = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  question: Text,
  category: Text.nullable(),
  source: Text,
  raw_answer: Text.nullable(),
  /** The responses that become references, 5 in the paper, each in the place of its sample; null where that one failed. */
  generated: z.array(z.string().nullable()),
  /** One more, kept as the RoleGPT baseline. */
  baseline: z.string().nullable(),
  /** Ids of the requests: of each response in its place, then of the baseline. */
  requests: z.array(Text),
  /** diag_id of the role's lines that were shown as demonstrations. */
  demonstrations: z.array(z.strictObject({ script: Text, diag_id: z.int().min(0) })),
  model: Text,
});
export type RolePair = z.infer<typeof RolePair>;

/** The id of a pair's response, by its place among those that were asked for. */
export const sampleId = ({ id }: Pick<RolePair, 'id'>, place: number): string => `${id}-${place}`;

/** The id of the pair that a response belongs to, and its place. */
export const pairOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));
export const placeOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
