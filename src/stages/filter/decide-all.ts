import type { Settings } from '../../config.js';
import type { Prompts } from '../../prompts/load.js';
import type { Check } from '../../quality/check.js';
import { openPassages } from '../../quality/passages.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { type AskedQuestion, findSetDuplicates } from '../../quality/set-duplicates.js';
import { type Answer, Candidate, Profile, RolePair } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import type { RowGroups } from '../../store/row-groups.js';
import { describeShortfall, type Quota } from '../context-instruct/accept.js';
import { checkContextFor } from '../context-instruct/index.js';
import { isNamed, openByRole } from '../kept-roles.js';
import { readReviews } from '../reviews.js';
import { type Deciding, type Decision, decideCandidates, decidePair } from './decide.js';
import { countRefusals, type Lacking, tallyGeneral } from './lacking.js';

/** What judging a data folder depends on. */
export interface DecidingContext {
  data: DataFolder;
  settings: Settings;
  prompts: Prompts;
  checks: readonly Check[];
}

/** What the candidates of a role lack after judging; undefined where nothing. */
function shortfall(role: string, judged: readonly Decision[], perRole: number): string | undefined {
  const { kept, refusals } = countRefusals(judged);
  return describeShortfall(role, perRole, kept, refusals);
}

/** Duplicates beyond the role, where the settings ask for them: what passes everything else is compared with each other. */
function findDuplicates({ settings }: DecidingContext, candidates: RowGroups<Candidate>, judgings: Judgings) {
  const { duplicatesAcross: across, acrossSimilarity: similarity } = settings.filter;
  if (across === 'role') return undefined;
  const questions: AskedQuestion[] = [];
  for (const [role, judging] of judgings) {
    for (const judged of decideCandidates([...candidates.read(role)], undefined, judging)) {
      if (!('kept' in judged)) continue;
      const { id, question, type, confidence } = judged.kept;
      questions.push({ id, role, question, type, confidence });
    }
  }
  return findSetDuplicates(questions, { across, similarity });
}

/** What judging each role depends on, in the order of the profiles. */
type Judgings = ReadonlyMap<string, Deciding>;

function readJudgings(context: DecidingContext): Judgings {
  const { data, settings, checks } = context;
  const passages = openPassages(openDialogues(data.dialogues));
  const reviews = readReviews(data);
  const judgings = new Map<string, Deciding>();
  for (const profile of readRows(data.profiles, Profile)) {
    const about = checkContextFor(profile, context, passages, reviews);
    judgings.set(profile.role, { about, checks, filter: settings.filter });
  }
  return judgings;
}

/** What an earlier run made of a role's answers, which stays. */
export type Earlier = (role: string, set: Answer['set']) => Iterable<Decision>;

/**
 * All answers of a data folder, judged, role by role, the role-specific ones first; what each role lacks is added to `lacking`.
 * Reads one role's candidates at a time, in whatever order the files have their rows. Of roles that `settings.only` does not
 * name, `earlier` gives what is there.
 */
export function* decideAll(
  context: DecidingContext,
  quota: Quota,
  lacking: Lacking,
  earlier: Earlier = () => [],
): Generator<Decision> {
  const { data, settings } = context;
  const judgings = readJudgings(context);
  const candidates = openByRole(data.contextInstruct, Candidate);
  const pairs = openByRole(data.rolegpt, RolePair);
  const duplicates = findDuplicates(context, candidates, judgings);

  for (const [role, judging] of judgings) {
    const judged = isNamed(role, settings)
      ? decideCandidates([...candidates.read(role)], quota, judging, duplicates)
      : [...earlier(role, 'role_specific')];
    const line = shortfall(role, judged, quota.perRole);
    if (line) lacking.role_specific.push(line);
    yield* judged;
  }
  for (const [role, judging] of judgings) {
    const tally = tallyGeneral();
    const answers = createAnswerCheck();
    const judgedPairs = function* (): Generator<Decision> {
      for (const pair of pairs.read(role)) {
        tally.plan(pair);
        if (isNamed(role, settings)) yield* decidePair(pair, judging, answers);
      }
      if (!isNamed(role, settings)) yield* earlier(role, 'general');
    };
    for (const judged of judgedPairs()) {
      tally.enter(judged);
      yield judged;
    }
    const line = tally.lacking(role, settings.filter);
    if (line) lacking.general.push(line);
  }
}
