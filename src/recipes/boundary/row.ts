import { z } from 'zod';
import { LanguageCode, RoleName, Segment, Text } from '../../records.js';

/** The four kinds of traps, and questions of the same form whose premise is true. */
export const TRAPS = ['false-premise', 'after-the-point', 'beyond-the-world', 'out-of-role'] as const;
export const CONTROL = 'control';
export const KINDS = [...TRAPS, CONTROL] as const;
export type BoundaryKind = (typeof KINDS)[number];

/** How a false value was come by: by another number or name in it, from another role of the script, or by the model; … */
const HOWS = ['number', 'name', 'other-role', 'model', 'later', 'world', 'bait'] as const;

/** What a trap puts in the place of what is true. */
const Tampering = z.strictObject({
  /** What it is about; of what lies beyond the character's world and of baits what the question speaks of. */
  property: Text,
  /** null where nothing is true of it: not yet, or not in this world. */
  true_value: Text.nullable(),
  tampered_value: Text,
  /** … what happens later, what is not of this world, and what the character is said to be have one way each. */
  how: z.enum(HOWS),
  /** Whose it is: of a name or of another role's value. */
  of: Text.nullable(),
});
export type Tampering = z.infer<typeof Tampering>;

/** Where in the story the character stands: at the end of a scene, with the lines of it that are told. */
const Point = z.strictObject({
  script: Text,
  act_id: z.int().min(0),
  /** The last line of the scene (diag_id): what comes behind it is later. */
  to: z.int().min(0),
  quote: Text,
});
export type Point = z.infer<typeof Point>;

/** An answer and whether it is what its side of the pair has to be. */
const CheckedAnswer = z.strictObject({
  text: z.string(),
  /** null where the language has no signs to tell it by. */
  passes: z.boolean().nullable(),
  /** What in it tells. */
  evidence: z.string(),
});
export type CheckedAnswer = z.infer<typeof CheckedAnswer>;

/** One question to a role with a better and a worse answer (papers.md 4 and 9): boundary.jsonl. */
export const BoundaryRow = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  kind: z.enum(KINDS),
  /** The fact that it begins from, with its place in the script. */
  property: Text,
  value: Text,
  source: z.enum(['script', 'card', 'file']),
  segment: Segment.nullable(),
  /** null for a control whose fact has no twin: its worse answer knows nothing of it. */
  tampering: Tampering.nullable(),
  point: Point.nullable(),
  /** The role's system text with the point in it; null where there is none. */
  system: Text.nullable(),
  /** Ordinary exchanges that lead up to the question. */
  lead_up: z.array(z.strictObject({ user: Text, role: Text })),
  question: Text,
  chosen: CheckedAnswer,
  /** null where none came. */
  rejected: CheckedAnswer.nullable(),
  /** Ids of the requests of the question, the better and the worse answer. */
  requests: z.array(Text),
  model: Text,
});
export type BoundaryRow = z.infer<typeof BoundaryRow>;
