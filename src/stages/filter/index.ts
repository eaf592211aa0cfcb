import { setImmediate } from 'node:timers/promises';
import { Answer, RejectedAnswer } from '../../records.js';
import { openRowWriter } from '../../store/jsonl.js';
import { recordStage, type StageRecord } from '../../store/manifest.js';
import { type FreeContext, StoppedByUser } from '../context.js';
import { readReviews } from '../reviews.js';
import { emptyRecord } from '../run-stage.js';
import { judgeAll } from './judge-all.js';
import { askedQuota } from './quota.js';

/** Rows between two words about progress. */
const TELL_EVERY = 500;

function tellRows(done: number, { onProgress }: FreeContext, isOver: boolean): void {
  onProgress?.({
    stage: 'filter',
    of: 'rows',
    done,
    fresh: done,
    planned: null,
    isEstimate: false,
    failed: 0,
    cost: null,
    isOver,
  });
}

/**
 * filter: judges every answer of context-instruct.jsonl and rolegpt.jsonl; each leaves in exactly one of filtered.jsonl and
 * rejected.jsonl. Costs no calls.
 */
export async function filter(context: FreeContext): Promise<StageRecord> {
  const { settings, data, log } = context;
  const quota = askedQuota(context);
  const inputs = [data.profiles, data.contextInstruct, data.rolegpt, data.review];
  const record = emptyRecord({ ...settings.filter, ...quota }, inputs);
  recordStage(data.manifest, 'filter', record);
  const reviews = readReviews(data);
  let reviewed = 0;
  let judgedRows = 0;
  /** Tells how far it is, and lets a signal be heard: judging many rows takes minutes. */
  const pause = async () => {
    tellRows(judgedRows, context, false);
    await setImmediate();
    if (context.stop.aborted) throw new StoppedByUser('filter: its earlier files stay as they were');
  };
  const kept = openRowWriter(data.filtered, Answer);
  const refused = openRowWriter(data.rejected, RejectedAnswer);
  try {
    for (const judged of judgeAll(context, quota, record.missing)) {
      if ('kept' in judged) kept.write(judged.kept);
      else refused.write(judged.refused);
      const { id } = 'kept' in judged ? judged.kept : judged.refused;
      if (reviews.has(id)) reviewed += 1;
      judgedRows += 1;
      if (judgedRows % TELL_EVERY === 0) await pause();
    }
  } catch (thrown) {
    kept.discard();
    refused.discard();
    throw thrown;
  }
  const [accepted, rejected] = [kept.commit(), refused.commit()];
  record.outputs = {
    [data.filtered.replaceAll('\\', '/')]: accepted.sha256,
    [data.rejected.replaceAll('\\', '/')]: rejected.sha256,
  };
  Object.assign(record, {
    entered: accepted.rows + rejected.rows,
    accepted: accepted.rows,
    refused: rejected.rows,
    rows: accepted.rows,
    state: record.missing.length > 0 ? 'short' : 'done',
  });
  recordStage(data.manifest, 'filter', record);
  tellRows(judgedRows, context, true);
  if (reviews.size > 0)
    log.info(`filter: ${reviewed} of ${reviews.size} marks of review.jsonl are for answers that are here`);
  log.info(`filter: kept ${accepted.rows} of ${accepted.rows + rejected.rows} answers`);
  return record;
}
