import { join } from 'node:path';
import { writeFileAtomically } from '../store/atomic.js';
import { csvCell } from '../text/csv-cell.js';
import type { BenchLanguage } from './layout.js';
import { eachMeasure, type Measure, measures } from './measures.js';
import { paperTable } from './paper-tables.js';
import type { Aggregation } from './rouge.js';
import type { BenchScores } from './score-bench.js';
import { AGGREGATIONS, type GroupScores, type MeanScore } from './scores.js';

const MEASURES = measures.map(({ name }) => name);

/** eval/NAME/results.json. */
export interface EvalResults {
  name: string;
  /** What was scored: a model and how it was asked, or a file. */
  model: string | null;
  method: string | null;
  predictions: string;
  /** The RoleBench folder. */
  folder: string;
  /** Which aggregation the tables show; how Chinese was cut into tokens; how the intervals were made. */
  aggregation: Aggregation;
  chinese_tokens: string;
  resamples: number;
  confidence: number;
  seed: number;
  benches: (BenchScores & { language: BenchLanguage; generalization: 'instruction' | 'role' })[];
}

/** A line of the table beside the paper's: a model's scores and their mean. */
export interface TableLine {
  model: string;
  scores: Record<Measure, number | null>;
  mean: number | null;
  isOwn: boolean;
}

const meanOf = (scores: readonly (number | null)[]): number | null =>
  scores.some((score) => score === null)
    ? null
    : scores.reduce((sum: number, score) => sum + (score as number), 0) / scores.length;

/** The paper's table of a test set with the evaluated model as its last line. */
export function linesBesidePaper(
  results: EvalResults,
  bench: EvalResults['benches'][number],
): { title: string; lines: TableLine[] } {
  const { title, rows } = paperTable(bench.language, bench.generalization);
  const own = eachMeasure((measure) => bench[measure]?.all[results.aggregation].f1 ?? null);
  const line = (model: string, scores: Record<Measure, number | null>, isOwn: boolean): TableLine => ({
    model,
    scores,
    mean: meanOf(MEASURES.map((measure) => scores[measure])),
    isOwn,
  });
  return {
    title,
    lines: [
      ...rows.map(({ model, ...paper }) => {
        const scores: Partial<Record<Measure, number | null>> = paper;
        return line(
          `${model} (the paper)`,
          eachMeasure((measure) => scores[measure] ?? null),
          false,
        );
      }),
      line(results.name, own, true),
    ],
  };
}

const shown = (value: number | null) => (value === null ? '–' : value.toFixed(4));
const interval = ({ f1, low, high }: MeanScore) => `${shown(f1)} [${shown(low)}, ${shown(high)}]`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function groupRows(
  groups: Readonly<Record<string, GroupScores>>,
  aggregation: Aggregation,
  measure: Measure,
): string[][] {
  return Object.entries(groups).map(([name, scores]) => {
    const score = scores[aggregation];
    return [name, measure, String(scores.questions), shown(score.precision), shown(score.recall), interval(score)];
  });
}

function renderBench(results: EvalResults, bench: EvalResults['benches'][number]): string[] {
  const { title, lines } = linesBesidePaper(results, bench);
  const { aggregation } = results;
  const groups = (of: 'roles' | 'types') =>
    MEASURES.flatMap((measure) => groupRows(bench[measure]?.[of] ?? {}, aggregation, measure));
  const whole = MEASURES.flatMap((measure) => {
    const scores = bench[measure];
    return scores ? groupRows({ 'all roles': scores.all }, aggregation, measure) : [];
  });
  const head = ['', 'measure', 'questions', 'precision', 'recall', 'F1'];
  return [
    `## ${title}`,
    table(
      ['model', ...MEASURES, 'mean'],
      lines.map(({ model, scores, mean, isOwn }) => [
        isOwn ? `**${model}**` : model,
        ...MEASURES.map((measure) => shown(scores[measure])),
        shown(mean),
      ]),
    ),
    `Questions without an answer: ${bench.unanswered}. General questions without an answer of their own data set, which RAW leaves out: ${bench.without_raw}. Predictions beyond the first of a question, each scored: ${bench.repeated}.`,
    ...(bench.warning === null ? [] : [`**${bench.warning}**`]),
    table(head, whole),
    ...(Object.keys(bench.SPE?.types ?? {}).length > 0 ? ['### By type', table(head, groups('types'))] : []),
    '### By role',
    table(head, groups('roles')),
  ];
}

/** The Markdown page of an evaluation. */
function renderResults(results: EvalResults): string {
  const { name, model, method, folder, aggregation, confidence, resamples, seed } = results;
  const asked = model ? ` Model \`${model}\`, asked ${method}.` : '';
  return `${[
    `# ${name} on RoleBench`,
    `Rouge-L against \`${folder}\`.${asked} Of several references the ${aggregation === 'max' ? 'nearest' : aggregation} counts; the paper does not say which it took. Intervals: ${confidence * 100} %, bootstrap over questions, ${resamples} resamples, seed ${seed}.`,
    "The paper's numbers are of its own test sets and roles: beside them stands what the same measures give here.",
    ...results.benches.flatMap((bench) => renderBench(results, bench)),
  ].join('\n\n')}\n`;
}

/** Every number as a line of CSV. */
function toCsv({ benches }: EvalResults): string {
  const lines = benches.flatMap((bench) =>
    MEASURES.flatMap((measure) => {
      const scores = bench[measure];
      if (!scores) return [];
      const groups: [string, string, GroupScores][] = [
        ['all', '', scores.all],
        ...Object.entries(scores.types).map(([name, group]): [string, string, GroupScores] => ['type', name, group]),
        ...Object.entries(scores.roles).map(([name, group]): [string, string, GroupScores] => ['role', name, group]),
      ];
      return groups.flatMap(([kind, name, group]) =>
        AGGREGATIONS.map((aggregation) => {
          const { precision, recall, f1, low, high } = group[aggregation];
          const numbers = [precision, recall, f1, low, high].map((value) => value.toFixed(6));
          return [csvCell(bench.bench), measure, kind, csvCell(name), aggregation, group.questions, ...numbers].join(
            ',',
          );
        }),
      );
    }),
  );
  return `bench,measure,group,name,aggregation,questions,precision,recall,f1,low,high\n${lines.join('\n')}\n`;
}

/** Writes results.json, results.csv and results.md. Returns their paths. */
export function writeResults(folder: string, results: EvalResults): string[] {
  const files = {
    'results.json': `${JSON.stringify(results, null, 2)}\n`,
    'results.csv': toCsv(results),
    'results.md': renderResults(results),
  };
  return Object.entries(files).map(([name, text]) => {
    writeFileAtomically(join(folder, name), [text]);
    return join(folder, name);
  });
}
