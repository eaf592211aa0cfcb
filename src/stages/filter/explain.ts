import type { FilterSettings } from '../../config.js';
import type { RejectedAnswer } from '../../records.js';
import { type DecidingContext, decideAll } from './decide-all.js';
import { noLacking } from './lacking.js';
import { askedQuota } from './quota.js';

/** Refused answers that are shown of each check. */
const EXAMPLES = 3;

/** What one check refused. */
export interface CheckReport {
  check: string;
  refused: number;
  /** The first ones, in order. */
  examples: Pick<RejectedAnswer, 'id' | 'role' | 'question' | 'answer' | 'evidence'>[];
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
  /** The thresholds as they are, and what others would keep. */
  thresholds: { setting: string; value: number; alternatives: Alternative[] }[];
}

function isAllowed(setting: keyof FilterSettings, value: number): boolean {
  if (setting.startsWith('min')) return value >= 0;
  return value > 0 && (!setting.toLowerCase().endsWith('similarity') || value <= 1);
}

/** A stricter and a looser value of each threshold. */
function otherValues(filter: FilterSettings): { setting: keyof FilterSettings; value: number; others: number[] }[] {
  const share = (value: number) => [value - 0.1, value + 0.1].map((other) => Math.round(other * 100) / 100);
  const half = (value: number) => [Math.ceil(value / 2), value * 2];
  const values: [keyof FilterSettings, number[]][] = [
    ['similarity', share(filter.similarity)],
    ['minWords', [filter.minWords + 2, filter.minWords + 9]],
    ['maxWords', half(filter.maxWords)],
    ['minCharacters', [filter.minCharacters + 2, filter.minCharacters + 8]],
    ['maxCharacters', half(filter.maxCharacters)],
    ['leakRun', half(filter.leakRun)],
    ['minSupport', [0.5, 1]],
    ['minSelfContained', [0, 1]],
  ];
  if (filter.duplicatesAcross !== 'role') values.push(['acrossSimilarity', share(filter.acrossSimilarity)]);
  return values.map(([setting, others]) => ({
    setting,
    value: filter[setting] as number,
    others: others.filter((other) => other !== filter[setting] && isAllowed(setting, other)),
  }));
}

function countKept(context: DecidingContext): number {
  let kept = 0;
  for (const judged of decideAll(context, askedQuota(context), noLacking())) if ('kept' in judged) kept += 1;
  return kept;
}

/**
 * What the filter would refuse and why, and what a changed threshold would do: every answer is judged again with each other
 * value. Costs no calls and writes nothing.
 */
export function explainFilter(context: DecidingContext): Explanation {
  const reports = new Map<string, CheckReport>();
  let kept = 0;
  let refusedCount = 0;
  for (const judged of decideAll(context, askedQuota(context), noLacking())) {
    if ('kept' in judged) {
      kept += 1;
      continue;
    }
    refusedCount += 1;
    const { check, id, role, question, answer, evidence } = judged.refused;
    const report = reports.get(check) ?? { check, refused: 0, examples: [] };
    reports.set(check, report);
    report.refused += 1;
    if (report.examples.length < EXAMPLES) report.examples.push({ id, role, question, answer, evidence });
  }
  const withSetting = (setting: keyof FilterSettings, value: number): DecidingContext => ({
    ...context,
    settings: { ...context.settings, filter: { ...context.settings.filter, [setting]: value } },
  });
  return {
    entered: kept + refusedCount,
    kept,
    checks: [...reports.values()].sort((a, b) => b.refused - a.refused || (a.check < b.check ? -1 : 1)),
    thresholds: otherValues(context.settings.filter).map(({ setting, value, others }) => ({
      setting,
      value,
      alternatives: others.map((other) => ({
        setting,
        value: other,
        kept: countKept(withSetting(setting, other)),
      })),
    })),
  };
}
