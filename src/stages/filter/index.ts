import { setImmediate } from 'node:timers/promises';
import { tellAbstaining } from '../../quality/abstain.js';
import { createAnswerVariety } from '../../quality/answer-variety.js';
import { readReviews } from '../../quality/reviews.js';
import { promptsOf } from '../../recipes/recipe.js';
import { recipesIn } from '../../recipes/recipes-in.js';
import { type LanguageCode, RejectedSample, Sample } from '../../records.js';
import { openRowWriter } from '../../store/jsonl.js';
import { type RoleTally, readManifest, type StageRecord } from '../../store/manifest.js';
import { keysOf, openRowGroups } from '../../store/row-groups.js';
import { answerOf } from '../../turns.js';
import { type BasisOf, promptTexts } from '../basis.js';
import { type FreeContext, StoppedByUser } from '../context.js';
import { checkNamed, keptRoles } from '../kept-roles.js';
import { type Made, runFreeStage } from '../run-free-stage.js';
import { askedOf } from './asked.js';
import type { Decision } from './decide.js';
import { decideAll, type Earlier, type Lacking } from './decide-all.js';

/** Rows between two words about progress. */
const TELL_EVERY = 500;

function tellRows(done: number, { onProgress }: FreeContext, isOver: boolean): void {
  const known = { planned: null, isEstimate: false, failed: 0, cost: null };
  onProgress?.({ stage: 'filter', of: 'rows', done, fresh: done, isOver, ...known });
}

/** What an earlier run made of the answers of roles that `--only` does not name. */
function openEarlier({ data }: FreeContext): Earlier {
  const kept = openRowGroups(data.filtered, Sample, keysOf('recipe', 'role'));
  const refused = openRowGroups(data.rejected, RejectedSample, keysOf('recipe', 'role'));
  return function* (recipe, role) {
    for (const sample of kept.read(`${recipe}\n${role}`)) yield { kept: sample };
    for (const sample of refused.read(`${recipe}\n${role}`)) yield { refused: sample };
  };
}

/** What roles lack is missing work, but not where the offline model wrote: it gives all that the script yields. */
function partLacking(lacking: Lacking, { data }: FreeContext): Pick<StageRecord, 'missing' | 'notes'> {
  const { stages } = readManifest(data.manifest);
  const isOffline = ([recipe]: readonly [string, unknown]) => stages[recipe]?.model === 'offline';
  const lines = (isNote: boolean) => [...lacking].flatMap((one) => (isOffline(one) === isNote ? one[1] : []));
  return { missing: lines(false), notes: lines(true) };
}

/** What the filter makes its files from: it knows the worked examples of the prompts, which answers may not repeat. */
export const filterBasis: BasisOf = ({ settings, data, prompts, recipes: all }) => {
  const recipes = recipesIn(all, data);
  return {
    settings: {
      ...settings.filter,
      ...Object.assign({}, ...recipes.map((recipe) => askedOf(recipe, { settings, data }))),
    },
    inputs: [data.profiles, data.dialogues, ...recipes.map(({ name }) => data.rows(name)), data.review],
    texts: promptTexts(prompts, recipes.flatMap(promptsOf)),
  };
};

function enterTally(tallies: Map<string, RoleTally>, judged: Decision): void {
  const { role, recipe } = 'kept' in judged ? judged.kept : judged.refused;
  const tally = tallies.get(role) ?? { kept: {}, refused_by: {} };
  tallies.set(role, tally);
  if ('kept' in judged) tally.kept[recipe] = (tally.kept[recipe] ?? 0) + 1;
  else tally.refused_by[judged.refused.check] = (tally.refused_by[judged.refused.check] ?? 0) + 1;
}

/** Judges all samples and writes the two files. */
async function makeFiltered(context: FreeContext): Promise<Made> {
  const { settings, data, log } = context;
  const tallies = new Map<string, RoleTally>();
  const languages = new Set<LanguageCode>();
  const reviews = readReviews(data);
  const lacking: Lacking = new Map();
  const earlier = settings.only ? openEarlier(context) : undefined;
  let reviewed = 0;
  let cut = 0;
  let judgedRows = 0;
  /** Tells how far it is, and lets a signal be heard: judging many rows takes minutes. */
  const pause = async () => {
    tellRows(judgedRows, context, false);
    await setImmediate();
    if (context.stop.aborted) throw new StoppedByUser('filter: its earlier files stay as they were');
  };
  const variety = createAnswerVariety();
  const kept = openRowWriter(data.filtered, Sample);
  const refused = openRowWriter(data.rejected, RejectedSample);
  try {
    for (const judged of decideAll(context, lacking, earlier)) {
      if ('kept' in judged) kept.write(judged.kept);
      else refused.write(judged.refused);
      const sample = 'kept' in judged ? judged.kept : judged.refused;
      variety.add({ ...sample, answer: answerOf(sample) });
      languages.add(sample.language);
      enterTally(tallies, judged);
      if (reviews.has(sample.id)) reviewed += 1;
      if ('kept' in judged && sample.cut) cut += 1;
      judgedRows += 1;
      if (judgedRows % TELL_EVERY === 0) await pause();
    }
  } catch (thrown) {
    kept.discard();
    refused.discard();
    throw thrown;
  }
  const [{ rows }, rejected] = [kept.commit(), refused.commit()];
  const abstained = tellAbstaining(context.checks, languages);
  tellRows(judgedRows, context, true);
  if (reviews.size > 0)
    log.info(`filter: ${reviewed} of ${reviews.size} marks in review.jsonl belong to these answers`);
  log.info(
    `filter: kept ${rows} of ${judgedRows} answers${cut === 0 ? '' : `, ${cut} of them dialogues that were cut before a turn which a check refused`}`,
  );
  return {
    outputs: [data.filtered, data.rejected],
    ...partLacking(lacking, context),
    rows,
    entered: judgedRows,
    accepted: rows,
    refused: rejected.rows,
    roles: Object.fromEntries(tallies),
    collapses: variety.collapses(),
    ...(abstained.length > 0 ? { abstained } : {}),
  };
}

/**
 * filter: judges every sample that the recipes made; each leaves in exactly one of filtered.jsonl and
 * rejected.jsonl. Costs no calls.
 */
export async function filter(context: FreeContext): Promise<StageRecord> {
  checkNamed(context.settings, context.data);
  const about = { basis: filterBasis(context), keptRoles: keptRoles(context) };
  return runFreeStage({ name: 'filter', ...about, work: () => makeFiltered(context) }, context);
}
