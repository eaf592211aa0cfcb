import type { Work } from '../../llm/work.js';
import { examplesOf } from '../../prompts/load.js';
import { type CheckContext, checkedTurns } from '../../quality/check.js';
import { createJudge } from '../../quality/index.js';
import { openPassages } from '../../quality/passages.js';
import type { Reviews } from '../../quality/reviews.js';
import { findRun, leakLength } from '../../quality/runs.js';
import type { Profile, Sample } from '../../records.js';
import type { RecipeContext, RoleMaterial } from '../recipe.js';
import { countRefusal } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { formsOfAddress } from './address.js';
import { type AskedPlot, askRound, type MadePlot } from './ask-round.js';
import { type Asker, createAsker, type PlotAsk, PROMPTS } from './asker.js';
import { segmentOf } from './passages.js';
import { faultOf, namedAsIn } from './plot.js';
import { type Outcome, repeatsOf, wantedOf } from './quota.js';
import { inventedAmong, planPlots } from './rounds.js';
import type { Plot, PlotRow } from './row.js';
import { KINDS, toSamples } from './samples.js';
import { OWN } from './settings.js';
import { renderPlotSystem } from './system-text.js';

/** The k-th plot of a role: from a scene or invented, as their share has it; undefined where it can be neither. */
function askPlot(asker: Asker, k: number, inventedShare: number): PlotAsk | undefined {
  if (!asker.hasScenes) return inventedShare > 0 ? asker.inventedPlot(k) : undefined;
  const before = inventedAmong(k, inventedShare);
  return inventedAmong(k + 1, inventedShare) > before ? asker.inventedPlot(before) : asker.scenePlot(k - before);
}

/** A plot of a prompt's worked example is none: a small model gives it back as its own. */
function leakOf(
  { site, outline }: Plot,
  { language }: Profile,
  { prompts, settings }: RecipeContext,
): string | undefined {
  const examples = examplesOf(prompts, [PROMPTS.scene, PROMPTS.invented], language);
  const run = findRun(`${site} ${outline}`, examples, leakLength(language, settings.filter));
  return run === undefined ? undefined : `it repeats the example of the prompt: ${run}`;
}

/** What is wrong with a plot that came before: it would be asked the same again. */
function createPlotRepeats(): (plot: Plot) => string | undefined {
  const known = new Set<string>();
  return ({ supporting_character, outline }) => {
    const key = JSON.stringify([supporting_character, outline]);
    if (known.has(key)) return 'it repeats an earlier plot';
    known.add(key);
    return undefined;
  };
}

/** A plot as it came, with what code can tell of it. */
function toMade(
  { profile, lines }: RoleMaterial,
  shared: RecipeContext,
  {
    ask,
    number,
    said,
    repeats,
  }: { ask: PlotAsk; number: number; said: Plot; repeats: ReturnType<typeof createPlotRepeats> },
): MadePlot {
  const { role, language } = profile;
  const seen = ask.scene ? [...ask.scene.opening, ...ask.shown] : null;
  const plot = seen ? namedAsIn(said, seen, role) : said;
  const partner = { role: plot.supporting_character, aliases: [] };
  const address = {
    to_role: formsOfAddress(lines, partner.role, profile, language),
    by_role: formsOfAddress(lines, role, partner, language),
  };
  return {
    ask,
    plot,
    scene: ask.scene,
    number,
    fault: leakOf(plot, profile, shared) ?? faultOf(plot, profile, seen) ?? repeats(plot),
    address,
  };
}

function toRow({ made, exchanges, requests }: AskedPlot, { profile }: RoleMaterial, shared: RecipeContext): PlotRow {
  const { ask, plot, scene, fault, address } = made;
  return {
    id: ask.request.id.slice(0, 16),
    role: profile.role,
    language: profile.language,
    origin: scene ? 'scene' : 'invented',
    act_id: scene?.act_id ?? null,
    segment: scene ? segmentOf(ask.shown) : null,
    plot,
    fault: fault ?? null,
    address,
    system: renderPlotSystem(profile, plot, shared.prompts),
    exchanges,
    requests,
    model: shared.model.name,
  };
}

/** Judges a role's answers as the filter will, so that it is known when there are enough. */
function createOutcome({ profile, lines }: RoleMaterial, shared: RecipeContext, reviews: Reviews) {
  const { settings, prompts, checks } = shared;
  const linesOf = (scripts: readonly string[]) => lines.filter(({ script }) => scripts.includes(script));
  const about: CheckContext = {
    profile,
    settings: settings.filter,
    promptExamples: examplesOf(prompts, Object.values(PROMPTS), profile.language),
    passageOf: openPassages(linesOf)(profile.role),
    reviews,
  };
  const judge = createJudge(about, checks, repeatsOf(settings.filter));
  const refusals = new Map<string, number>();
  const outcome = { accepted: 0, answers: 0, faulty: 0, refusals };
  const refusalOf = (sample: Sample) => {
    const { isRoleSpecific } = KINDS[sample.kind as keyof typeof KINDS];
    return checkedTurns(sample, isRoleSpecific).flatMap((turn) => judge(turn) ?? [])[0];
  };
  return {
    outcome,
    enter(row: PlotRow): void {
      if (row.fault !== null) outcome.faulty += 1;
      for (const sample of toSamples(row)) {
        outcome.answers += 1;
        const refusal = refusalOf(sample);
        if (refusal) countRefusal(refusals, refusal.check);
        else outcome.accepted += 1;
      }
    },
  };
}

/**
 * Makes one role's plots with their questions and answers (papers.md 5): rounds of plots, planned from what the last ones yielded, until
 * the row checks have passed as many answers as wanted, the cap is reached or nothing new comes. A round in which a request failed is
 * the last: the next run finishes it first.
 */
export function* makePlots(
  material: RoleMaterial,
  shared: RecipeContext,
  reviews: Reviews,
  onEnd: (outcome: Outcome) => void,
): Work<PlotRow> {
  const own = ownSettings(OWN, shared.settings);
  const wanted = wantedOf(shared.settings);
  const asker = createAsker(material, shared);
  const { outcome, enter } = createOutcome(material, shared, reviews);
  const repeats = createPlotRepeats();
  const rows: PlotRow[] = [];
  let [plots, idle] = [0, 0];
  for (let isOver = false; !isOver; ) {
    const more = planPlots({ plots, accepted: outcome.accepted, idle }, wanted, own);
    const numbers = Array.from({ length: more }, (_, k) => plots + k);
    const asks = numbers.flatMap((k) => askPlot(asker, k, own.inventedShare) ?? []);
    if (asks.length === 0) break;
    const first = plots;
    const { asked, hasFailed } = yield* askRound(asker, asks, (ask, k, said) =>
      toMade(material, shared, { ask, number: first + k, said, repeats }),
    );
    const before = outcome.accepted;
    for (const one of asked) {
      const row = toRow(one, material, shared);
      rows.push(row);
      enter(row);
    }
    idle = outcome.accepted > before ? 0 : idle + 1;
    plots += more;
    isOver = hasFailed;
  }
  onEnd(outcome);
  return rows;
}
