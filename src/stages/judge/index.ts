import { UserError } from '../../errors.js';
import { askAll, type Work } from '../../llm/work.js';
import type { Passage } from '../../quality/check.js';
import { openPassages } from '../../quality/passages.js';
import { Judgement, Profile, Sample, type Verdict } from '../../records.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { kindOf } from '../../store/read-file.js';
import { questionOf } from '../../turns.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { RunContext } from '../context.js';
import { checkNamed, isNamed, keptRoles, keptUnit, openByRole } from '../kept-roles.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import { askReview, ORDERS } from './ask-review.js';
import { addControls, drawSamples, type Reviewed } from './sample.js';

type Shown = Pick<RunContext, 'settings' | 'model' | 'prompts' | 'recipes'>;

/** Has one row judged in both orders. */
function* reviewRow(
  reviewed: Reviewed,
  about: { profile: Profile; passage: Passage | undefined },
  context: Shown,
): Work<Judgement> {
  const asks = [askReview(reviewed, 'forward', about, context), askReview(reviewed, 'reversed', about, context)];
  const readings = yield* askAll<Verdict>(asks);
  const verdicts = readings.filter((reading) => reading.ok).map(({ value }) => value);
  if (verdicts.length < Object.keys(ORDERS).length) return [];
  const { sample, answer, isControl: control } = reviewed;
  const { id, recipe, kind, role, language, model } = sample;
  const row = { id, recipe, kind, role, language, question: questionOf(sample), answer, control, verdicts };
  return [{ ...row, model, judge: context.model.name }];
}

/** Samples that somebody wrote: a script's own words need no judge. */
function* writtenAnew(file: string): Generator<Sample> {
  for (const sample of readRows(file, Sample)) if (sample.turns.at(-1)?.lines === undefined) yield sample;
}

/** What judge makes its rows from. */
export const judgeBasis: BasisOf = ({ settings, data, prompts }) => ({
  settings: { ...settings.judge, seed: settings.seed },
  inputs: [data.filtered, data.profiles, data.dialogues],
  texts: promptTexts(prompts, ['judge.review', 'judge.review-reversed']),
});

/**
 * judge: the paper's three review questions (papers.md 1.8), put to a model for a seeded sample of filtered.jsonl, each row in
 * two orders, with controls. Writes judged.jsonl. Throws UserError where there is nothing to judge or only `offline` to do it.
 */
export async function judge(context: RunContext): Promise<StageRecord> {
  const { settings, data, model } = context;
  if (kindOf(data.filtered) === undefined) {
    throw new UserError('there is nothing to judge yet', {
      file: data.filtered,
      advice: 'Run `rolellm filter` first.',
    });
  }
  if (model.name === 'offline') {
    throw new UserError('--judge needs a model: `offline` cannot judge', {
      advice: 'Set OPENAI_API_KEY, or name a server with --base-url.',
    });
  }
  const { sample, controls } = settings.judge;
  checkNamed(settings, data);
  const sampled = addControls(drawSamples(writtenAnew(data.filtered), sample, settings.seed), controls);
  const chosen = sampled.filter(({ sample: { role } }) => isNamed(role, settings));
  const earlier = openByRole(data.judged, Judgement);
  const profiles = new Map([...readRows(data.profiles, Profile)].map((profile) => [profile.role, profile]));
  const passages = openPassages(openDialogues(data.dialogues));

  function* units(): Generator<StageUnit<Judgement>> {
    for (const role of earlier.keys()) if (!isNamed(role, settings)) yield keptUnit(role, earlier);
    for (const reviewed of chosen) {
      const { role, segment } = reviewed.sample;
      const profile = profiles.get(role);
      if (!profile) continue;
      const passage = segment ? passages(role)(segment) : undefined;
      yield { name: role, work: () => reviewRow(reviewed, { profile, passage }, context) };
    }
  }

  return runModelStage(
    {
      name: 'judge',
      basis: judgeBasis(context),
      kept: { roles: keptRoles(context) },
      output: data.judged,
      schema: Judgement,
      units,
      unitCount: chosen.length,
    },
    context,
  );
}
