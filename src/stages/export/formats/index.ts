import type { ExportFormat } from '../../../config.js';
import { alpaca } from './alpaca.js';
import { exchangeViolation, type FormatWriter, openRowFormat, type RowFormat, type SplitSample } from './format.js';
import { messages } from './messages.js';
import { openParquet } from './parquet.js';
import { rocit } from './rocit.js';
import { sharegpt } from './sharegpt.js';

export { commonViolation, exchangeViolation, type FormatWriter, type SplitSample } from './format.js';

/** A format that writes samples, where it writes any: `rolebench` writes pairs (see rolebench.ts). */
interface Format {
  open(folder: string): FormatWriter;
  violation(sample: SplitSample): string | undefined;
}

const ofRows = <Row>(format: RowFormat<Row>): Format => ({
  open: (folder) => openRowFormat(folder, format),
  violation: format.violation,
});

/** A new format is a file beside this one and a line here. */
export const sampleFormats: Record<Exclude<ExportFormat, 'rolebench' | 'cards'>, Format> = {
  messages: ofRows(messages),
  sharegpt: ofRows(sharegpt),
  alpaca: ofRows(alpaca),
  rocit: ofRows(rocit),
  parquet: { open: openParquet, violation: exchangeViolation },
};
