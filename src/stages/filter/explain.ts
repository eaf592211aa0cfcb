import { FilterSettings } from '../../config.js';
import type { RejectedSample, Sample } from '../../records.js';
import { isDialogue, tellDialogue, turnOfEvidence } from '../../text/dialogue.js';
import { answerOf, questionOf } from '../../turns.js';
import { type DecidingContext, decideAll } from './decide-all.js';

/** Refused answers that are shown of each check. */
const EXAMPLES = 3;

/** What one check refused. */
export interface CheckReport {
  check: string;
  refused: number;
  /** The first ones, in order. */
  examples: Example[];
}

/** A refused sample: of a dialogue one exchange, and what it is in a line. */
interface Example extends Pick<RejectedSample, 'id' | 'role' | 'evidence'> {
  question: string;
  answer: string;
  dialogue?: string;
}

/** What one check cut from the ends of samples that were kept. */
export interface CutReport {
  check: string;
  samples: number;
  turns: number;
}

/** What would be kept with another value of one setting. */
export interface Alternative {
  setting: string;
  value: number;
  kept: number;
}

export interface Explanation {
  entered: number;
  kept: number;
  /** Most refusals first. */
  checks: CheckReport[];
  cuts: CutReport[];
  /** The thresholds as they are, and what others would keep. */
  thresholds: { setting: string; value: number; alternatives: Alternative[] }[];
}

const aTenth = (value: number) => [value - 0.1, value + 0.1].map((other) => Math.round(other * 100) / 100);
const halfAndTwice = (value: number) => [Math.ceil(value / 2), value * 2];

/** The settings that are thresholds, each with a stricter and a looser value to try. */
const OTHER_VALUES = {
  similarity: aTenth,
  minWords: (value) => [value + 2, value + 9],
  maxWords: halfAndTwice,
  minCharacters: (value) => [value + 2, value + 8],
  maxCharacters: halfAndTwice,
  leakRun: halfAndTwice,
  minSupport: () => [0.5, 1],
  minSelfContained: () => [0, 1],
  acrossSimilarity: aTenth,
} satisfies Partial<Record<keyof FilterSettings, (value: number) => number[]>>;
type Threshold = keyof typeof OTHER_VALUES;

const thresholdsOf = ({ duplicatesAcross }: FilterSettings): Threshold[] =>
  (Object.keys(OTHER_VALUES) as Threshold[]).filter(
    (setting) => setting !== 'acrossSimilarity' || duplicatesAcross !== 'role',
  );

/** The values of a threshold to try: those that the settings allow and that differ from the one of now. */
function othersOf(setting: Threshold, value: number): number[] {
  const isAllowed = (other: number) => FilterSettings.shape[setting].safeParse(other).success;
  return OTHER_VALUES[setting](value).filter((other) => other !== value && isAllowed(other));
}

function countKept(context: DecidingContext): number {
  let kept = 0;
  for (const judged of decideAll(context)) if ('kept' in judged) kept += 1;
  return kept;
}

/** The exchange against which the evidence speaks; the last one where it stands in none. */
function refusedExchange(sample: RejectedSample): Pick<Example, 'question' | 'answer' | 'dialogue'> {
  if (!isDialogue(sample)) return { question: questionOf(sample), answer: answerOf(sample) };
  const at = turnOfEvidence(sample.turns, sample.evidence);
  const turns = at === -1 ? sample.turns : sample.turns.slice(0, at + 1);
  return { question: questionOf({ turns }), answer: answerOf({ turns }), dialogue: tellDialogue(sample) };
}

function countCut({ cut }: Sample, cuts: Map<string, CutReport>): void {
  if (!cut) return;
  const report = cuts.get(cut.check) ?? { check: cut.check, samples: 0, turns: 0 };
  cuts.set(cut.check, report);
  report.samples += 1;
  report.turns += cut.turns;
}

/**
 * What the filter would refuse and why, and what a changed threshold would do: every answer is judged again with each other
 * value. Costs no calls and writes nothing.
 */
export function explainFilter(context: DecidingContext): Explanation {
  const reports = new Map<string, CheckReport>();
  const cuts = new Map<string, CutReport>();
  let kept = 0;
  let refusedCount = 0;
  for (const judged of decideAll(context)) {
    if ('kept' in judged) {
      kept += 1;
      countCut(judged.kept, cuts);
      continue;
    }
    refusedCount += 1;
    const { check, id, role, evidence } = judged.refused;
    const report = reports.get(check) ?? { check, refused: 0, examples: [] };
    reports.set(check, report);
    report.refused += 1;
    if (report.examples.length < EXAMPLES) {
      report.examples.push({ id, role, ...refusedExchange(judged.refused), evidence });
    }
  }
  const { filter } = context.settings;
  const keptWith = (setting: Threshold, value: number) =>
    countKept({ ...context, settings: { ...context.settings, filter: { ...filter, [setting]: value } } });
  return {
    entered: kept + refusedCount,
    kept,
    checks: [...reports.values()].sort((a, b) => b.refused - a.refused || (a.check < b.check ? -1 : 1)),
    cuts: [...cuts.values()].sort((a, b) => b.samples - a.samples || (a.check < b.check ? -1 : 1)),
    thresholds: thresholdsOf(filter).map((setting) => ({
      setting,
      value: filter[setting],
      alternatives: othersOf(setting, filter[setting]).map((value) => ({
        setting,
        value,
        kept: keptWith(setting, value),
      })),
    })),
  };
}
