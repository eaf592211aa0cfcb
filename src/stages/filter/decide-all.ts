import type { Settings } from '../../config.js';
import { examplesOf, type Prompts } from '../../prompts/load.js';
import type { Check, CheckContext } from '../../quality/check.js';
import { openPassages } from '../../quality/passages.js';
import { readReviews } from '../../quality/reviews.js';
import { type AskedQuestion, findSetDuplicates } from '../../quality/set-duplicates.js';
import { promptsOf, type Recipe } from '../../recipes/recipe.js';
import { Profile } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { kindOf } from '../../store/read-file.js';
import { questionOf } from '../../turns.js';
import { isNamed, openByRole } from '../kept-roles.js';
import { askedOf } from './asked.js';
import { type Deciding, type Decision, decideRole, isRoleSpecific, passedOf, refusalOf } from './decide.js';

/** What judging a data folder depends on. */
export interface DecidingContext {
  data: DataFolder;
  settings: Settings;
  prompts: Prompts;
  checks: readonly Check[];
  recipes: readonly Recipe[];
}

/** What the checks must know of a role and one recipe's samples of it: worked examples of its prompts among it. */
export type AboutOf = (profile: Profile, recipe: Recipe) => CheckContext;

function openAbout({ data, settings, prompts }: DecidingContext): AboutOf {
  const passages = openPassages(openDialogues(data.dialogues));
  const reviews = readReviews(data);
  const examples = new Map<string, readonly string[]>();
  /** The same list for all roles of a language: what is known of it is found once. */
  const examplesFor = (recipe: Recipe, { language }: Profile): readonly string[] => {
    const key = `${recipe.name} ${language}`;
    const known = examples.get(key) ?? examplesOf(prompts, promptsOf(recipe), language);
    examples.set(key, known);
    return known;
  };
  return (profile, recipe) => ({
    profile,
    settings: settings.filter,
    promptExamples: examplesFor(recipe, profile),
    passageOf: passages(profile.role),
    reviews,
  });
}

/** Duplicates beyond the role, where the settings ask for them: what passes everything else is compared with each other. */
function findDuplicates(
  recipe: Recipe,
  { settings, data }: DecidingContext,
  decidings: () => Iterable<[role: string, Deciding]>,
): Map<string, string> | undefined {
  const { duplicatesAcross: across, acrossSimilarity: similarity } = settings.filter;
  const isAboutRoles = Object.values(recipe.kinds).some((kind) => kind.isRoleSpecific);
  if (across === 'role' || !isAboutRoles) return undefined;
  const rows = openByRole(data.rows(recipe.name), recipe.row);
  const questions: AskedQuestion[] = [];
  for (const [role, deciding] of decidings()) {
    for (const sample of passedOf(recipe, rows.read(role), deciding)) {
      if (!isRoleSpecific(recipe, sample)) continue;
      const { id, kind, confidence } = sample;
      questions.push({ id, role, question: questionOf(sample), kind, confidence });
    }
  }
  return findSetDuplicates(questions, { across, similarity });
}

/** What an earlier run made of a role's samples, which stays. */
export type Earlier = (recipe: string, role: string) => Iterable<Decision>;

/** What roles have less of than was asked for, a line each, by recipe. */
export type Lacking = Map<string, string[]>;

/**
 * All samples of a data folder, judged, recipe by recipe and role by role; what each role lacks is added to `lacking`. Reads one
 * role's rows at a time, in whatever order the files have them. Of roles that `settings.only` does not name, `earlier` gives
 * what is there.
 */
export function* decideAll(
  context: DecidingContext,
  lacking: Lacking = new Map(),
  earlier: Earlier = () => [],
): Generator<Decision> {
  const aboutOf = openAbout(context);
  for (const recipe of context.recipes) yield* decideRecipe(recipe, context, aboutOf, lacking, earlier);
}

function* decideRecipe(
  recipe: Recipe,
  context: DecidingContext,
  aboutOf: AboutOf,
  lacking: Lacking,
  earlier: Earlier,
): Generator<Decision> {
  const { data, settings, checks } = context;
  const asked = askedOf(recipe, context);
  /** One role at a time: what the checks remember of each goes with it. */
  function* decidings(): Generator<[role: string, Deciding]> {
    for (const profile of readRows(data.profiles, Profile)) {
      yield [profile.role, { about: aboutOf(profile, recipe), checks, settings, asked }];
    }
  }
  const duplicates = findDuplicates(recipe, context, decidings);
  const rows = openByRole(data.rows(recipe.name), recipe.row);
  // A recipe that was never run lacks nothing.
  const wasRun = kindOf(data.rows(recipe.name)) !== undefined;
  const lines: string[] = [];
  lacking.set(recipe.name, lines);
  for (const [role, deciding] of decidings()) {
    const tally = wasRun ? recipe.tally?.(asked, settings.filter) : undefined;
    if (isNamed(role, settings)) yield* decideRole(recipe, rows.read(role), { ...deciding, duplicates }, tally);
    else yield* keepEarlier(earlier(recipe.name, role), rows.read(role), tally);
    const line = tally?.lacks(role);
    if (line) lines.push(line);
  }
}

/** What stays of an earlier run, counted with what was planned for it. */
function* keepEarlier(
  decisions: Iterable<Decision>,
  rows: Iterable<{ role: string }>,
  tally: ReturnType<NonNullable<Recipe['tally']>> | undefined,
): Generator<Decision> {
  if (tally) for (const row of rows) tally.plan(row);
  for (const decision of decisions) {
    tally?.enter('kept' in decision ? decision.kept : decision.refused, refusalOf(decision));
    yield decision;
  }
}
