import type { Settings } from '../../config.js';
import type { Prompts } from '../../prompts/load.js';
import type { Check } from '../../quality/check.js';
import { type AskedQuestion, findSetDuplicates } from '../../quality/set-duplicates.js';
import { Candidate, Profile, RolePair } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { describeShortfall, type Quota } from '../context-instruct/accept.js';
import { checkContextFor } from '../context-instruct/index.js';
import { openPassages } from '../passages.js';
import { readReviews } from '../reviews.js';
import { type Judged, type Judging, judgeCandidates, judgePair } from './judge.js';

/** What judging a data folder depends on. */
export interface JudgingContext {
  data: DataFolder;
  settings: Settings;
  prompts: Prompts;
  checks: readonly Check[];
}

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

/** Candidates of each role that has a profile, with what judging them depends on. */
function* readCandidates(data: DataFolder, judgings: ReadonlyMap<string, Judging>) {
  for (const [role, candidates] of groupByRole(readRows(data.contextInstruct, Candidate))) {
    const judging = judgings.get(role);
    if (judging) yield { role, candidates, judging };
  }
}

/** Duplicates beyond the role, where the settings ask for them: what passes everything else is compared with each other. */
function findDuplicates({ data, settings }: JudgingContext, judgings: ReadonlyMap<string, Judging>) {
  const { duplicatesAcross: across, acrossSimilarity: similarity } = settings.filter;
  if (across === 'role') return undefined;
  const questions: AskedQuestion[] = [];
  for (const { candidates, judging } of readCandidates(data, judgings)) {
    for (const judged of judgeCandidates(candidates, undefined, judging)) {
      if (!('kept' in judged)) continue;
      const { id, role, question, type, confidence } = judged.kept;
      questions.push({ id, role, question, type, confidence });
    }
  }
  return findSetDuplicates(questions, { across, similarity });
}

/**
 * All answers of a data folder, judged, in order; what each role lacks is added to `missing`. Reads one role's candidates at
 * a time.
 */
export function* judgeAll(context: JudgingContext, quota: Quota, missing: string[]): Generator<Judged> {
  const { data, settings, checks } = context;
  const passages = openPassages(openDialogues(data.dialogues));
  const reviews = readReviews(data);
  const judgings = new Map<string, Judging>();
  for (const profile of readRows(data.profiles, Profile)) {
    const about = checkContextFor(profile, context, passages, reviews);
    judgings.set(profile.role, { about, checks, filter: settings.filter });
  }
  const duplicates = findDuplicates(context, judgings);

  const without = new Set(judgings.keys());
  for (const { role, candidates, judging } of readCandidates(data, judgings)) {
    without.delete(role);
    const judged = judgeCandidates(candidates, quota, judging, duplicates);
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
