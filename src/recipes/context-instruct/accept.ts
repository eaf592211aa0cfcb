import { z } from 'zod';
import type { Settings } from '../../config.js';
import type { QuestionType, Sample } from '../../records.js';
import { askedAndAnswered } from '../../turns.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import type { Candidate } from './row.js';
import { OWN } from './settings.js';

/** A candidate as the filter's unit. */
export function toSample({ question, answer, type, request, rationale: _, ...candidate }: Candidate): Sample {
  return {
    ...candidate,
    recipe: 'context-instruct',
    kind: type,
    system: null,
    turns: askedAndAnswered(question, answer),
    rejected: null,
    requests: [request],
    category: null,
    source: null,
    raw_answer: null,
    grounding: null,
  };
}

/** How many of each type are wanted: together `perRole`, of which `scriptShare` is script-based. */
export const Quota = z.object({ perRole: z.number(), scriptShare: z.number() });
export type Quota = z.infer<typeof Quota>;

/** What is wanted of each role by the settings: `--limit` makes it less. */
export function quotaFor(settings: Settings): Quota {
  const { perRole, scriptShare } = ownSettings(OWN, settings);
  return { perRole: settings.limit === undefined ? perRole : Math.min(settings.limit, perRole), scriptShare };
}

/** What was asked for: as its stage recorded it, so that `filter` alone needs no flag of it again. */
export function askedQuota(recorded: Record<string, unknown> | undefined, settings: Settings): Quota {
  return Quota.safeParse(recorded).data ?? quotaFor(settings);
}

/** The quota of each type. */
export function quotaOf({ perRole, scriptShare }: Quota): Record<QuestionType, number> {
  const script_based = Math.round(perRole * scriptShare);
  return { script_based, script_agnostic: perRole - script_based };
}

/**
 * Which of the accepted candidates stay, by their types in order: as many of each type as its quota, the first ones first;
 * where one type has too few, the other fills up to `perRole`.
 */
export function selectQuota(types: readonly QuestionType[], quota: Quota): boolean[] {
  const wanted = quotaOf(quota);
  const have = { script_based: 0, script_agnostic: 0 };
  for (const type of types) have[type] += 1;
  const spare = (type: QuestionType) => Math.max(0, wanted[type] - have[type]);
  const room = {
    script_based: wanted.script_based + spare('script_agnostic'),
    script_agnostic: wanted.script_agnostic + spare('script_based'),
  };
  return types.map((type) => {
    if (room[type] === 0) return false;
    room[type] -= 1;
    return true;
  });
}

/** As many as were asked for. What a person keeps takes the first places, and stays even where it is more than there are places. */
export function chooseByQuota(judged: readonly Judged[], quota: Quota): { stay: Set<string>; why: string } {
  const accepted = judged.filter(({ refusal }) => !refusal);
  const markedFirst = accepted.sort((a, b) => Number(b.isMarkedGood) - Number(a.isMarkedGood));
  const stays = selectQuota(
    markedFirst.map(({ sample }) => sample.kind as QuestionType),
    quota,
  );
  const staying = markedFirst.filter(({ isMarkedGood }, k) => stays[k] || isMarkedGood);
  return {
    stay: new Set(staying.map(({ sample }) => sample.id)),
    why: `${quota.perRole} others were accepted before it`,
  };
}

/** What a role lacks and why; undefined where it has what was asked for. */
export function describeShortfall(
  role: string,
  perRole: number,
  accepted: number,
  refusals: ReadonlyMap<string, number>,
): string | undefined {
  if (accepted >= perRole) return undefined;
  const candidates = accepted + [...refusals.values()].reduce((sum, count) => sum + count, 0);
  const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
  return `${role}: ${accepted} of ${perRole} role-specific answers accepted from ${candidates} candidates${why}`;
}

/** Counts what is accepted of one role. */
export function tallyAccepted({ perRole }: Quota): Tally<Candidate> {
  const refusals = new Map<string, number>();
  let accepted = 0;
  return {
    plan() {},
    enter(_, refusal) {
      if (refusal) countRefusal(refusals, refusal.check);
      else accepted += 1;
    },
    lacks: (role) => describeShortfall(role, perRole, accepted, refusals),
  };
}
