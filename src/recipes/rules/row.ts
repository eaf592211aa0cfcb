import { z } from 'zod';
import { LanguageCode, RoleName, Text } from '../../records.js';
import { KINDS } from './rule.js';

/** What is known of one rule and one answer. */
const RuleVerdict = z.strictObject({
  /** Its number in the system text. */
  rule: z.int().min(1),
  /** null where nobody judged it. */
  passes: z.boolean().nullable(),
  evidence: z.string(),
});
export type RuleVerdict = z.infer<typeof RuleVerdict>;

/** The answers of one role to one instruction under one set of rules (papers.md 3): rules.jsonl. */
export const RuledPrompt = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  /** The role's system text with the rules in it, as it was asked with and is exported. */
  system: Text,
  /** By their numbers in the system text, from 1. */
  rules: z.array(
    z.strictObject({
      kind: z.enum(KINDS),
      text: Text,
      by: z.enum(['code', 'judge']),
      /** Whether the instruction asks for what it is about. */
      applies: z.boolean(),
    }),
  ),
  question: Text,
  category: Text.nullable(),
  source: Text,
  raw_answer: Text.nullable(),
  /** In the place of its sample each; null where none came. */
  answers: z.array(
    z
      .strictObject({
        text: z.string(),
        /** Of the rules that apply. */
        verdicts: z.array(RuleVerdict),
        /** Whether all of these were kept; null where a judge was asked and gave no verdict. Unasked ones are not in the way. */
        all_pass: z.boolean().nullable(),
        /** The judge's request; null where none was made. */
        judged: Text.nullable(),
      })
      .nullable(),
  ),
  /** Ids of the requests of the answers. */
  requests: z.array(Text),
  model: Text,
});
export type RuledPrompt = z.infer<typeof RuledPrompt>;
export type RuledAnswer = NonNullable<RuledPrompt['answers'][number]>;

/** The id of an answer, by its place among those to its prompt. */
export const answerId = ({ id }: Pick<RuledPrompt, 'id'>, place: number): string => `${id}-${place}`;

/** The id of the prompt that an answer belongs to. */
export const promptOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));

/** All verdicts on an answer in one line: `1 length kept (34 words)`. */
export const describeVerdicts = ({ rules }: Pick<RuledPrompt, 'rules'>, { verdicts }: RuledAnswer): string =>
  verdicts
    .map(({ rule, passes, evidence }) => {
      const state = passes === null ? 'unjudged' : passes ? 'kept' : 'broken';
      return `${rule} ${rules[rule - 1]?.kind} ${state} (${evidence})`;
    })
    .join(', ');

/** The verdict that decides against an answer, as a line; undefined where it keeps all that was judged. */
export function faultOf(
  { rules }: Pick<RuledPrompt, 'rules'>,
  { verdicts, all_pass }: RuledAnswer,
): string | undefined {
  if (all_pass === true) return undefined;
  const found = verdicts.find(({ passes }) => passes === false) ?? verdicts.find(({ passes }) => passes === null);
  if (!found) return 'no verdict';
  const about = `rule ${found.rule} (${rules[found.rule - 1]?.kind}): `;
  return `${about}${found.passes === null ? 'was not judged' : found.evidence}`;
}
