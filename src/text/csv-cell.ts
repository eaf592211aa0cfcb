/** What a spreadsheet takes for a formula where a cell begins with it. */
const BEGINS_FORMULA = /^[=+\-@\t\r]/;

/** A text as a cell of CSV: in quotation marks, and behind an apostrophe where a spreadsheet would run it. */
export function csvCell(text: string): string {
  return `"${BEGINS_FORMULA.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
