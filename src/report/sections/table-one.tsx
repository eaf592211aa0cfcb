import { type TableOneRow, tableOneRows } from '../../rolebench/table-one.js';
import { DataTable } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { orDash, whole } from '../words.js';
import { NotYet, Section } from './section.js';

const COLUMNS = [
  { name: '' },
  { name: 'this set', isNumber: true },
  { name: 'English', isNumber: true },
  { name: 'Chinese', isNumber: true },
  { name: 'RoleBench', isNumber: true },
  { name: 'its English', isNumber: true },
  { name: 'its Chinese', isNumber: true },
];

const mean = (value: number) => value.toFixed(2);

function cellsOf({ name, isMean, own, paper }: TableOneRow): string[] {
  const show = isMean ? mean : whole;
  return [name, ...[own, paper].flatMap(({ all, en, zh }) => [all, en, zh].map((value) => orDash(value, show)))];
}

/** The paper's Table 1 for this set, beside RoleBench's own numbers. */
export function TableOne({ facts: { statistics, has } }: { facts: Facts }) {
  const rows = tableOneRows(statistics).map(cellsOf);
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
