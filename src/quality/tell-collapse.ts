import type { Collapse } from '../records.js';
import { squeeze } from '../text/words.js';

/** Characters of the commonest answer that are shown. */
const SHOWN = 60;

/** One line about a role or model whose answers collapse: `Hamlet: 4 distinct of 40 answers, the commonest 37 times: "Ay."`. */
export function tellCollapse({ of, name, answers, distinct, commonest: { times, text } }: Collapse): string {
  const line = squeeze(text);
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}…` : line;
  const share = Math.round((100 * times) / answers);
  return `${of === 'model' ? `model ${name}` : name}: ${distinct} distinct of ${answers} answers, the commonest ${times} times (${share} %): "${shown}"`;
}
