import { missingAsks, type Unit } from '../llm/work.js';
import type { Journal } from '../store/journal.js';
import type { StageRecord } from '../store/manifest.js';
import { changedKeys, changedSettings } from './basis.js';

/** So many changed things are named. */
const MOST_NAMED = 4;

/**
 * How many calls that were answered are asked again, because what their prompts are made from has changed since, in one line; undefined
 * where none is. Told before the first of them is asked. What a stage asks in later rounds is not known yet and not counted.
 */
export function tellRepeated<Row>(
  { earlier, record }: { earlier: StageRecord | undefined; record: StageRecord },
  units: () => Iterable<Unit<Row>>,
  journal: Journal,
): string | undefined {
  if (!earlier || earlier.model !== record.model || record.partial || journal.requests() === 0) return undefined;
  const changed = findChanged(earlier, record);
  if (changed.length === 0) return undefined;
  const tally = { planned: 0, done: 0, failed: 0 };
  let missing = 0;
  for (const asks of missingAsks(units(), journal, undefined, tally)) missing += asks.length;
  const unused = journal.requests() - tally.done;
  const repeated = Math.min(missing, unused);
  if (repeated <= 0) return undefined;
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  const named = changed.slice(0, MOST_NAMED).join(', ');
  return `changed since the last run: ${named}${more}. So at least ${repeated} calls that were answered are asked again`;
}

function findChanged(earlier: StageRecord, record: StageRecord): string[] {
  const { program } = earlier;
  return [
    ...changedSettings(earlier, record),
    ...changedKeys(earlier.texts, record.texts),
    ...changedKeys(earlier.inputs, record.inputs),
    ...(program !== undefined && program !== record.program ? [`rolellm ${program}`] : []),
  ];
}
