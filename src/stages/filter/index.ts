import { z } from 'zod';
import { Answer, Candidate, Profile, RejectedAnswer, RolePair } from '../../records.js';
import { openRowWriter, readRows } from '../../store/jsonl.js';
import { readManifest, recordStage, type StageRecord } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';
import type { Quota } from '../context-instruct/accept.js';
import { describeShortfall } from '../context-instruct/accept.js';
import { checkContextFor, quotaFor } from '../context-instruct/index.js';
import { emptyRecord } from '../run-stage.js';
import { type Judged, type Judging, judgeCandidates, judgePair } from './judge.js';

/** Rows that follow each other and belong to one role, together. */
function* groupByRole<Row extends { role: string }>(rows: Iterable<Row>): Generator<[string, Row[]]> {
  let group: Row[] = [];
  for (const row of rows) {
    const [first] = group;
    if (first && first.role !== row.role) {
      yield [first.role, group];
      group = [];
    }
    group.push(row);
  }
  const [first] = group;
  if (first) yield [first.role, group];
}

/** What the candidates of a role lack after judging; undefined where nothing. */
function shortfall(role: string, judged: readonly Judged[], perRole: number): string | undefined {
  const refusals = new Map<string, number>();
  let accepted = 0;
  for (const one of judged) {
    if ('kept' in one) accepted += 1;
    else refusals.set(one.refused.check, (refusals.get(one.refused.check) ?? 0) + 1);
  }
  return describeShortfall(role, perRole, accepted, refusals);
}

const RecordedQuota = z.object({ perRole: z.number(), scriptShare: z.number() });

/** How many answers were asked of context-instruct: what it recorded, so that `filter` alone needs no flag of it again. */
function askedQuota({ data, settings }: FreeContext): Quota {
  const recorded = RecordedQuota.safeParse(readManifest(data.manifest).stages['context-instruct']?.settings);
  return recorded.success ? recorded.data : quotaFor(settings);
}

/** All answers of a data folder, judged, with what each role lacks. Reads one role's candidates at a time. */
function* judgeAll(context: FreeContext, quota: Quota, missing: string[]): Generator<Judged> {
  const { data, settings, prompts, checks } = context;
  const judgings = new Map<string, Judging>();
  for (const profile of readRows(data.profiles, Profile)) {
    const about = checkContextFor(profile, settings, prompts);
    judgings.set(profile.role, { about, checks, filter: settings.filter });
  }

  const without = new Set(judgings.keys());
  for (const [role, candidates] of groupByRole(readRows(data.contextInstruct, Candidate))) {
    const judging = judgings.get(role);
    if (!judging) continue;
    without.delete(role);
    const judged = judgeCandidates(candidates, quota, judging);
    const lacking = shortfall(role, judged, quota.perRole);
    if (lacking) missing.push(lacking);
    yield* judged;
  }
  for (const role of without) {
    const lacking = shortfall(role, [], quota.perRole);
    if (lacking) missing.push(lacking);
  }
  for (const pair of readRows(data.rolegpt, RolePair)) {
    const judging = judgings.get(pair.role);
    if (judging) yield* judgePair(pair, judging);
  }
}

/**
 * filter: judges every answer of context-instruct.jsonl and rolegpt.jsonl; each leaves in exactly one of filtered.jsonl and
 * rejected.jsonl. Costs no calls.
 */
export async function filter(context: FreeContext): Promise<StageRecord> {
  const { settings, data, log } = context;
  const quota = askedQuota(context);
  const inputs = [data.profiles, data.contextInstruct, data.rolegpt];
  const record = emptyRecord({ ...settings.filter, ...quota }, inputs);
  recordStage(data.manifest, 'filter', record);
  const kept = openRowWriter(data.filtered, Answer);
  const refused = openRowWriter(data.rejected, RejectedAnswer);
  try {
    for (const judged of judgeAll(context, quota, record.missing)) {
      if ('kept' in judged) kept.write(judged.kept);
      else refused.write(judged.refused);
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
  log.info(`filter: kept ${accepted.rows} of ${accepted.rows + rejected.rows} answers`);
  return record;
}
