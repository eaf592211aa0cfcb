import type { Settings } from '../config.js';
import type { Recipe } from '../recipes/recipe.js';
import { recipesIn } from '../recipes/recipes-in.js';
import { tellRecipes } from '../recipes/tell-recipes.js';
import { Judgement } from '../records.js';
import { AUDIT } from '../stages/audit/index.js';
import { tellAudit } from '../stages/audit/tell.js';
import type { FreeContext } from '../stages/context.js';
import { tallyJudgements } from '../stages/judge/review.js';
import { readRows } from '../store/jsonl.js';
import { readManifest, type StageRecord } from '../store/manifest.js';
import { readEvaluation, renderEvaluation } from './evaluation.js';
import type { Flags } from './flags.js';
import { printOut } from './print.js';
import { countRoles, tellOrigins } from './role-counts.js';
import { readSpent, sumOfSpent, tellSpent, withSpent } from './spent.js';
import { renderCollapses, renderJudgeTally, renderLacking, renderRoles, renderStages } from './tables.js';
import { typedCommand } from './typed-command.js';

/** Prints what a run has made, as tables or as JSON. */
export function printSummary(
  records: readonly [string, StageRecord][],
  { data, settings, recipes: all }: FreeContext,
  { json }: Flags,
  notice: string | undefined,
): void {
  const recipes = recipesIn(all, data);
  const missing = [...new Set(records.flatMap(([, record]) => record.missing))];
  const notes = [...new Set(records.flatMap(([, record]) => record.notes))];
  const judged = records.some(([name]) => name === 'filter' || name === 'export');
  const roles = judged ? countRoles(data) : [];
  const wasReviewed = records.some(([name]) => name === 'judge');
  const review = wasReviewed ? tallyJudgements(readRows(data.judged, Judgement)) : undefined;
  const evaluation = readEvaluation(records);
  const spent = readSpent(data);
  if (json) {
    const stages = Object.fromEntries(records.map(([name, record]) => [name, withSpent(name, record, spent)]));
    const model = records.find(([, record]) => record.model !== null)?.[1].model ?? null;
    printOut(
      `${JSON.stringify({ model, data: data.root, seed: settings.seed, stages, roles, missing, notes, review, ...evaluation })}\n`,
    );
    return;
  }
  const second = sumOfSpent(spent);
  const parts = [
    renderStages(
      records.map(([name, record]) => [name, withSpent(name, record, spent), record.state]),
      process.stdout.columns,
    ),
  ];
  if (roles.length > 0) parts.push(renderRoles(roles, recipes, process.stdout.columns));
  const origins = tellOrigins(roles, readManifest(data.manifest).stages);
  if (origins !== undefined) parts.push(origins);
  if (second) parts.push(tellSpent(second));
  const names = new Set(records.map(([name]) => name));
  if (names.has(AUDIT)) parts.push(...tellAudit(all, data).map((line) => `audit: ${line}`));
  parts.push(
    ...tellRecipes(
      recipes.filter(({ name }) => names.has(name)),
      data,
    ),
  );
  parts.push(...renderLacking(records.map(([, record]) => record)));
  parts.push(...renderCollapses(records.flatMap(([, { collapses }]) => collapses ?? [])));
  if (review) parts.push(renderJudgeTally(review, recipes));
  if (evaluation) parts.push(renderEvaluation(evaluation));
  if (records.some(([name]) => name === 'export')) parts.push(`The dataset is in ${data.export}/ (see its README.md).`);
  if (missing.length > 0) parts.push(moreAdvice(records, settings, recipes));
  if (notice) parts.push(notice);
  printOut(`${parts.join('\n\n')}\n`);
}

/** What to do about what is missing. */
function moreAdvice(records: readonly [string, StageRecord][], settings: Settings, recipes: readonly Recipe[]): string {
  if (records.some(([, { failed }]) => failed > 0))
    return `Run the same command again to ask for what failed: ${typedCommand()}`;
  return recipes.flatMap((recipe) => recipe.advice?.(settings) ?? []).join(' ');
}
