import { setImmediate } from 'node:timers/promises';
import { tellAbstaining } from '../../quality/abstain.js';
import { createAnswerVariety } from '../../quality/answer-variety.js';
import { Answer, RejectedAnswer } from '../../records.js';
import { openRowWriter } from '../../store/jsonl.js';
import { type RoleTally, readManifest, recordStage, type StageRecord } from '../../store/manifest.js';
import { keysOf, openRowGroups } from '../../store/row-groups.js';
import { type BasisOf, beginRecord, promptTexts } from '../basis.js';
import { type FreeContext, StoppedByUser } from '../context.js';
import { PROMPTS } from '../context-instruct/asker.js';
import { checkNamed, keptRoles } from '../kept-roles.js';
import { readReviews } from '../reviews.js';
import type { Decision } from './decide.js';
import { decideAll, type Earlier } from './decide-all.js';
import { type Lacking, noLacking } from './lacking.js';
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

/** What an earlier run made of the answers of roles that `--only` does not name. */
function openEarlier({ data }: FreeContext): Earlier {
  const kept = openRowGroups(data.filtered, Answer, keysOf('set', 'role'));
  const refused = openRowGroups(data.rejected, RejectedAnswer, keysOf('set', 'role'));
  return function* (role, set) {
    for (const answer of kept.read(`${set}\n${role}`)) yield { kept: answer };
    for (const answer of refused.read(`${set}\n${role}`)) yield { refused: answer };
  };
}

/** What roles lack is missing work, but not where the offline model wrote: it gives all that the script yields. */
function enterLacking(record: StageRecord, { role_specific, general }: Lacking, { data }: FreeContext): void {
  const { stages } = readManifest(data.manifest);
  const place = (stage: string) => (stages[stage]?.model === 'offline' ? record.notes : record.missing);
  place('context-instruct').push(...role_specific);
  place('rolegpt').push(...general);
}

/** What the filter makes its files from: it knows the worked examples of the prompts, which answers may not repeat. */
export const filterBasis: BasisOf = ({ settings, data, prompts }) => ({
  settings: { ...settings.filter, ...askedQuota({ settings, data }) },
  inputs: [data.profiles, data.dialogues, data.contextInstruct, data.rolegpt, data.review],
  texts: promptTexts(prompts, Object.values(PROMPTS)),
});

function enterTally(tallies: Map<string, RoleTally>, judged: Decision): void {
  const { role, set } = 'kept' in judged ? judged.kept : judged.refused;
  const tally = tallies.get(role) ?? { role_specific: 0, general: 0, refused_by: {} };
  tallies.set(role, tally);
  if ('kept' in judged) tally[set] += 1;
  else tally.refused_by[judged.refused.check] = (tally.refused_by[judged.refused.check] ?? 0) + 1;
}

/**
 * filter: judges every answer of context-instruct.jsonl and rolegpt.jsonl; each leaves in exactly one of filtered.jsonl and
 * rejected.jsonl. Costs no calls.
 */
export async function filter(context: FreeContext): Promise<StageRecord> {
  const { settings, data, log } = context;
  checkNamed(settings, data);
  const quota = askedQuota(context);
  const record = beginRecord('filter', filterBasis(context), context, null, { roles: keptRoles(context) });
  const tallies = new Map<string, RoleTally>();
  const languages = new Set<Answer['language']>();
  recordStage(data.manifest, 'filter', record);
  const reviews = readReviews(data);
  const lacking = noLacking();
  const earlier = settings.only ? openEarlier(context) : undefined;
  let reviewed = 0;
  let judgedRows = 0;
  /** Tells how far it is, and lets a signal be heard: judging many rows takes minutes. */
  const pause = async () => {
    tellRows(judgedRows, context, false);
    await setImmediate();
    if (context.stop.aborted) throw new StoppedByUser('filter: its earlier files stay as they were');
  };
  const variety = createAnswerVariety();
  const kept = openRowWriter(data.filtered, Answer);
  const refused = openRowWriter(data.rejected, RejectedAnswer);
  try {
    for (const judged of decideAll(context, quota, lacking, earlier)) {
      if ('kept' in judged) kept.write(judged.kept);
      else refused.write(judged.refused);
      const answer = 'kept' in judged ? judged.kept : judged.refused;
      variety.add(answer);
      languages.add(answer.language);
      enterTally(tallies, judged);
      if (reviews.has(answer.id)) reviewed += 1;
      judgedRows += 1;
      if (judgedRows % TELL_EVERY === 0) await pause();
    }
  } catch (thrown) {
    kept.discard();
    refused.discard();
    throw thrown;
  }
  enterLacking(record, lacking, context);
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
    roles: Object.fromEntries(tallies),
    collapses: variety.collapses(),
    state: record.missing.length > 0 ? 'short' : 'done',
  });
  const abstained = tellAbstaining(context.checks, languages);
  if (abstained.length > 0) record.abstained = abstained;
  recordStage(data.manifest, 'filter', record);
  tellRows(judgedRows, context, true);
  if (reviews.size > 0)
    log.info(`filter: ${reviewed} of ${reviews.size} marks in review.jsonl belong to these answers`);
  log.info(`filter: kept ${accepted.rows} of ${accepted.rows + rejected.rows} answers`);
  return record;
}
