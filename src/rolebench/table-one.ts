import { eachLanguage, type LanguageCode, total } from '../languages/index.js';
import { type PaperCount, TABLE_1 } from './paper-tables.js';
import type { Statistics } from './statistics.js';

type Counts = Readonly<Record<LanguageCode, number>>;

/** A line of Table 1: a count or a mean of a set, beside the paper's; null where it is not counted. */
export interface TableOneRow {
  name: string;
  isMean: boolean;
  own: { all: number | null; each: Readonly<Record<LanguageCode, number | null>> };
  paper: PaperCount;
}

const plus = (a: Counts, b: Counts): Counts => eachLanguage((language) => a[language] + b[language]);

/** The paper's Table 1 for a set, beside RoleBench's own numbers. */
export function tableOneRows({ roles, samples, instructions, ...means }: Statistics): TableOneRow[] {
  const count = (name: string, each: Counts, paper: PaperCount): TableOneRow => {
    return { name, isMean: false, own: { all: total(each), each }, paper };
  };
  const ofType = (name: string, all: number, paper: PaperCount): TableOneRow => {
    return { name, isMean: false, own: { all, each: eachLanguage(() => null) }, paper };
  };
  const length = (name: string, mean: Counts, paper: PaperCount): TableOneRow => {
    const each = eachLanguage((language) => (roles[language] === 0 ? null : mean[language]));
    return { name, isMean: true, own: { all: null, each }, paper };
  };
  return [
    count('roles', roles, TABLE_1.roles),
    count('samples', plus(samples.general, samples.role_specific), TABLE_1.samples),
    count('· general', samples.general, TABLE_1.general_samples),
    count('· role-specific', samples.role_specific, TABLE_1.role_specific_samples),
    ofType('· · script-based', samples.by_type.script_based, TABLE_1.script_based),
    ofType('· · script-agnostic', samples.by_type.script_agnostic, TABLE_1.script_agnostic),
    count('instructions', plus(instructions.general, instructions.role_specific), TABLE_1.instructions),
    count('· general', instructions.general, TABLE_1.general_instructions),
    count('· role-specific', instructions.role_specific, TABLE_1.role_specific_samples),
    length('mean length of an instruction', means.averageInstructionLength, TABLE_1.instruction_length),
    length('mean length of a response', means.averageResponseLength, TABLE_1.response_length),
  ];
}
