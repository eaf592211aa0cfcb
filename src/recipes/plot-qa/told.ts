import { keepsAddress } from './address.js';
import type { PlotRow } from './row.js';

const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

/** Counts how many of the questions and answers for which the script has forms of address hold one of them. */
function countAddress({ address, exchanges }: PlotRow, counts: { kept: number; of: number }): void {
  const texts = exchanges.flatMap(({ question, answer }) => [
    ...(address.to_role.length > 0 ? [{ text: question, forms: address.to_role }] : []),
    ...(address.by_role.length > 0 && answer !== null ? [{ text: answer, forms: address.by_role }] : []),
  ]);
  counts.of += texts.length;
  counts.kept += texts.filter(({ text, forms }) => keepsAddress(text, forms)).length;
}

/** What plots there are, which did not fit, and how many questions and answers keep the script's forms of address. */
export function tellPlots(rows: Iterable<PlotRow>): string[] {
  const plots = { scene: 0, invented: 0 };
  const address = { kept: 0, of: 0 };
  let [faulty, first] = [0, ''];
  for (const row of rows) {
    plots[row.origin] += 1;
    if (row.fault !== null) {
      faulty += 1;
      first ||= `${row.role}: ${row.fault}`;
    }
    countAddress(row, address);
  }
  if (plots.scene + plots.invented === 0) return [];
  return [
    `${plots.scene} plots from scenes, ${plots.invented} invented.`,
    ...(faulty > 0 ? [`${faulty} plots do not fit and were asked nothing more, the first of ${first}.`] : []),
    ...(address.of > 0
      ? [
          `${address.kept} of ${address.of} questions and answers keep a form of address of the script (${percent(address.kept, address.of)}).`,
        ]
      : []),
  ];
}
