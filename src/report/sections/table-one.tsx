import { type PaperCount, TABLE_1 } from '../../bench/paper-tables.js';
import type { Language } from '../../records.js';
import { DataTable } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { orDash, whole } from '../words.js';
import { NotYet, Section } from './section.js';

type Counts = Readonly<Record<Language, number>>;

const plus = (a: Counts, b: Counts): Counts => ({ en: a.en + b.en, zh: a.zh + b.zh });

const COLUMNS = [
  { name: '' },
  { name: 'this set', isNumber: true },
  { name: 'English', isNumber: true },
  { name: 'Chinese', isNumber: true },
  { name: 'RoleBench', isNumber: true },
  { name: 'its English', isNumber: true },
  { name: 'its Chinese', isNumber: true },
];

const paper = ({ all, en, zh }: PaperCount, show: (value: number) => string) =>
  [all, en, zh].map((value) => orDash(value, show));

function countRow(name: string, counts: Counts, of: PaperCount): string[] {
  return [name, whole(counts.en + counts.zh), whole(counts.en), whole(counts.zh), ...paper(of, whole)];
}

const mean = (value: number) => value.toFixed(2);

/** The paper's Table 1 for this set, beside RoleBench's own numbers. */
export function TableOne({ facts: { statistics: s, has } }: { facts: Facts }) {
  const lengthRow = (name: string, means: Counts, of: PaperCount) => [
    name,
    '–',
    ...(['en', 'zh'] as const).map((language) => (s.roles[language] === 0 ? '–' : mean(means[language]))),
    ...paper(of, mean),
  ];
  const typeRow = (name: string, count: number, of: PaperCount) => [name, whole(count), '–', '–', ...paper(of, whole)];
  const { samples, instructions } = s;
  const rows = [
    countRow('roles', s.roles, TABLE_1.roles),
    countRow('samples', plus(samples.general, samples.role_specific), TABLE_1.samples),
    countRow('· general', samples.general, TABLE_1.general_samples),
    countRow('· role-specific', samples.role_specific, TABLE_1.role_specific_samples),
    typeRow('· · script-based', samples.by_type.script_based, TABLE_1.script_based),
    typeRow('· · script-agnostic', samples.by_type.script_agnostic, TABLE_1.script_agnostic),
    countRow('instructions', plus(instructions.general, instructions.role_specific), TABLE_1.instructions),
    countRow('· general', instructions.general, TABLE_1.general_instructions),
    countRow('· role-specific', instructions.role_specific, TABLE_1.role_specific_samples),
    lengthRow('mean length of an instruction', s.averageInstructionLength, TABLE_1.instruction_length),
    lengthRow('mean length of a response', s.averageResponseLength, TABLE_1.response_length),
  ];
  return (
    <Section id="table-1" title="The set in numbers">
      {has.filtered ? (
        <>
          <DataTable
            caption="Statistics of this set beside RoleBench’s (Table 1 of the RoleLLM paper)"
            columns={COLUMNS}
            rows={rows}
          />
          <p class="note">
            A sample is one answer that the filter kept. Lengths are means over samples, in words (English) and
            characters (Chinese); the paper gives one mean in words. RoleBench’s counts are those of arXiv 2310.00746;
            its two types of role-specific samples sum to 20,384 as printed.
          </p>
        </>
      ) : (
        <NotYet what="There are no samples yet." command="filter" />
      )}
    </Section>
  );
}
