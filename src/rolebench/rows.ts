/** Rows of the released RoleBench files (papers.md 1.8, ../shared/rolebench): keys in the order that they have there. */
import { z } from 'zod';
import { QuestionType } from '../records.js';

const Generated = z.array(z.string().min(1)).min(1);

/** A role-instruction pair with its responses: general/{train,test}.jsonl and every rolegpt_baseline.jsonl. */
export const GeneralRow = z.strictObject({
  role: z.string().min(1),
  question: z.string().min(1),
  generated: Generated,
});
export type GeneralRow = z.infer<typeof GeneralRow>;

/** role_specific/train.jsonl: an answer a row, `type` a string. */
export const TrainRow = z.strictObject({ ...GeneralRow.shape, type: QuestionType });
export type TrainRow = z.infer<typeof TrainRow>;

/** role_specific/test.jsonl: equal questions are one row with all their answers, `type` a list as long as `generated`. */
export const TestRow = z.strictObject({ ...GeneralRow.shape, type: z.array(QuestionType).min(1) });
export type TestRow = z.infer<typeof TestRow>;

/** profiles-LANG/profiles-LANG-ROLE.jsonl. */
export const ProfileRow = z.strictObject({
  role: z.string().min(1),
  content: z.string().min(1),
  act_id: z.int().min(0),
  diag_id: z.int().min(0),
});
export type ProfileRow = z.infer<typeof ProfileRow>;

/** instructions-LANG/*.jsonl. */
export const InstructionRow = z.strictObject({ instruction: z.string().min(1), answer: z.string() });
export type InstructionRow = z.infer<typeof InstructionRow>;

/** instructions-LANG/nums.jsonl. The released file's keys are not known to us: these are ours. */
export const NumsRow = z.strictObject({
  role: z.string().min(1),
  script_based: z.int().min(0),
  script_agnostic: z.int().min(0),
});
export type NumsRow = z.infer<typeof NumsRow>;
