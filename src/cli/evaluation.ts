import { type LanguageCode, languageOf } from '../languages/index.js';
import { measures } from '../rolebench/measures.js';
import type { BenchRanking } from '../rolebench/ranking.js';
import { readRankings, readResults } from '../rolebench/read-results.js';
import { type EvalResults, linesBesidePaper } from '../rolebench/results.js';
import { readSceneResults, type SceneResults, type TurnScores } from '../stages/eval/continue-scenes.js';
import type { StageRecord } from '../store/manifest.js';
import { plainTable, trimLines } from './plain-table.js';

const MEASURES = measures.map(({ name }) => name);

/** What `eval` wrote: scores, and rankings where there are some. */
export interface Evaluation {
  results: EvalResults | undefined;
  rankings: BenchRanking[] | undefined;
  scenes: SceneResults | undefined;
}

/** A file that a stage wrote, by the end of its path. */
const outputOf = (record: StageRecord | undefined, name: string) =>
  Object.keys(record?.outputs ?? {}).find((path) => path.endsWith(`/${name}`));

/** Reads what the stages that were run have written. Undefined where none evaluates. */
export function readEvaluation(records: readonly [string, StageRecord][]): Evaluation | undefined {
  const stages = new Map(records);
  const results = outputOf(stages.get('eval'), 'results.json');
  const rankings = outputOf(stages.get('rank'), 'rankings.json');
  const scenes = outputOf(stages.get('eval-turns'), 'scene-scores.json');
  if (results === undefined && rankings === undefined && scenes === undefined) return undefined;
  return {
    scenes: scenes === undefined ? undefined : readSceneResults(scenes),
    results: results === undefined ? undefined : readResults(results),
    rankings: rankings === undefined ? undefined : readRankings(rankings),
  };
}

const shown = (value: number | null) => (value === null ? '–' : value.toFixed(4));

/** What is said of predictions beyond the first of a question; empty where there are none. */
export function tellRepeated(count: number): string {
  if (count === 0) return '';
  const they = count === 1 ? '1 prediction is a further answer' : `${count} predictions are further answers`;
  return ` ${they} to the same question; each is scored.`;
}

function renderScores(results: EvalResults): string[] {
  return results.benches.flatMap((bench) => {
    const { title, lines } = linesBesidePaper(results, bench);
    const table = plainTable(
      ['model', ...MEASURES, 'mean'],
      [...MEASURES, 'mean'].map((_, k) => k + 1),
    );
    for (const { model, scores, mean } of lines) {
      table.push([model, ...MEASURES.map((measure) => shown(scores[measure])), shown(mean)]);
    }
    const own = MEASURES.flatMap((measure) => {
      const scores = bench[measure]?.all;
      if (!scores) return [];
      const { low, high } = scores[results.aggregation];
      return [`${measure} ${shown(low)} to ${shown(high)} (${scores.questions})`];
    });
    const recall = MEASURES.flatMap((measure) => {
      const scores = bench[measure]?.all[results.aggregation];
      return scores ? [`${measure} ${shown(scores.recall)}`] : [];
    });
    const { unanswered: missing, repeated: further } = bench;
    const without = missing > 0 ? ` ${missing} ${missing === 1 ? 'question has' : 'questions have'} no answer.` : '';
    const repeated = tellRepeated(further);
    const scored = own.length > 0 ? `: ${own.join(', ')}.` : ': none was answered.';
    const interval = `${results.confidence * 100} % intervals and questions of ${results.name}${scored}${without}${repeated}`;
    const recalls =
      recall.length > 0 ? `\n\nRecall of ${results.name}, the share of the reference: ${recall.join(', ')}.` : '';
    return [`${title}\n\n${trimLines(table.toString())}\n\n${interval}${recalls}`];
  });
}

function renderRanking({ bench, rankings, reference, models, agreement }: BenchRanking): string {
  const table = plainTable([`ranked on ${bench}`, `preferred to ${reference}`, 'ranked first', 'mean rank'], [1, 2, 3]);
  const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
  for (const { model, preferred, first, mean_rank } of models) {
    table.push([model, percent(preferred), percent(first), mean_rank.toFixed(2)]);
  }
  const orders = agreement === null ? '' : ` Both orders agree on ${percent(agreement)} of the questions.`;
  return `${trimLines(table.toString())}\n\n${rankings} rankings; a tie counts half.${orders}`;
}

function renderScenes({ model, scenes, continue_from, unanswered, confidence, languages }: SceneResults): string[] {
  return Object.entries(languages).map(([language, { all, by_turn }]) => {
    const table = plainTable(
      ['turn of the role', 'turns', 'Rouge-L', 'from', 'to', 'recall', 'from', 'to', 'BLEU', 'from', 'to'],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    const cells = (of: TurnScores['rouge_l_recall'], digits: number) =>
      of === null ? ['–', '–', '–'] : [of.score, of.low, of.high].map((one) => one.toFixed(digits));
    const push = (name: string, { turns, rouge_l, rouge_l_recall, bleu }: TurnScores) =>
      table.push([name, String(turns), ...cells(rouge_l, 4), ...cells(rouge_l_recall, 4), ...cells(bleu, 2)]);
    for (const [turn, scores] of Object.entries(by_turn)) push(turn, scores);
    push('all', all);
    const without = unanswered > 0 ? ` ${unanswered} of all turns have no answer.` : '';
    return `Held-out scenes (${languageOf(language as LanguageCode).name}), continued by ${model} from turn ${continue_from} of the role\n\n${trimLines(table.toString())}\n\n${confidence * 100} % intervals over turns; ${scenes} scenes in all.${without}`;
  });
}

/** The evaluation as a person reads it. */
export function renderEvaluation({ results, rankings, scenes }: Evaluation): string {
  const parts = [
    ...(scenes ? renderScenes(scenes) : []),
    ...(results ? renderScores(results) : []),
    ...(rankings ?? []).map(renderRanking),
  ];
  if (results)
    parts.push(
      `Scores by role and type are in results.md, results.csv and results.json in the folder of each evaluation in data/eval.`,
    );
  return parts.join('\n\n');
}
