import type { LanguageCode } from '../../languages/index.js';
import { BENCH_LANGUAGES } from '../../rolebench/layout.js';
import { shownLanguages, tellUnits } from '../../rolebench/statistics.js';
import { type TableOneRow, tableOneRows } from '../../rolebench/table-one.js';
import { type Column, DataTable } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { languageName, orDash, whole } from '../words.js';
import { NotYet, Section } from './section.js';

/** Its own languages, then RoleBench's. */
function columnsOf(languages: readonly LanguageCode[]): Column[] {
  const own = ['this set', ...languages.map(languageName)];
  const theirs = ['RoleBench', ...BENCH_LANGUAGES.map((code) => `its ${languageName(code)}`)];
  return [{ name: '' }, ...[...own, ...theirs].map((name) => ({ name, isNumber: true }))];
}

const mean = (value: number) => value.toFixed(2);

function cellsOf({ name, isMean, own, paper }: TableOneRow, languages: readonly LanguageCode[]): string[] {
  const show = isMean ? mean : whole;
  const numbers = [
    own.all,
    ...languages.map((code) => own.each[code]),
    paper.all,
    ...BENCH_LANGUAGES.map((code) => paper[code]),
  ];
  return [name, ...numbers.map((value) => orDash(value, show))];
}

/** The paper's Table 1 for this set, beside RoleBench's own numbers. */
export function TableOne({ facts: { statistics, has } }: { facts: Facts }) {
  const languages = shownLanguages(statistics);
  const rows = tableOneRows(statistics).map((row) => cellsOf(row, languages));
  return (
    <Section id="table-1" title="The set in numbers">
      {has.filtered ? (
        <>
          <DataTable
            caption="Statistics of this set beside RoleBench’s (Table 1 of the RoleLLM paper)"
            columns={columnsOf(languages)}
            rows={rows}
          />
          <p class="note">
            A sample is one answer that the filter kept. Lengths are means over samples, in {tellUnits(statistics)}; the
            paper gives one mean in words. RoleBench’s counts are those of arXiv 2310.00746; its two types of
            role-specific samples sum to 20,384 as printed.
          </p>
        </>
      ) : (
        <NotYet what="There are no samples yet." command="filter" />
      )}
    </Section>
  );
}
