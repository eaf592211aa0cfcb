import { max } from 'd3-array';
import type { BenchRanking } from '../../stages/eval/rank.js';
import { type EvalResults, linesBesidePaper, MEASURES, type TableLine } from '../../stages/eval/results.js';
import { type DotRow, Dots } from '../charts/dots.js';
import { DataTable, Figure } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { counted, orDash, percent } from '../words.js';
import { Section } from './section.js';

type Bench = EvalResults['benches'][number];
type Measure = (typeof MEASURES)[number];

const shown = (value: number | null) => orDash(value, (score) => score.toFixed(4));

const WHAT: Readonly<Record<Measure, string>> = {
  CUS: 'CUS: style',
  RAW: 'RAW: accuracy',
  SPE: 'SPE: knowledge',
};

function rowsOf(lines: readonly TableLine[], measure: Measure, results: EvalResults, bench: Bench): DotRow[] {
  return lines.flatMap(({ model, scores, isOwn }): DotRow[] => {
    const value = scores[measure];
    if (value === null) return [];
    const own = isOwn ? bench[measure]?.all[results.aggregation] : undefined;
    return [
      {
        label: model.replace(' (the paper)', ''),
        value: shown(value),
        isStrong: isOwn,
        dots: [
          {
            name: measure,
            value,
            tone: isOwn ? 'specific' : 'general',
            isHollow: !isOwn,
            ...(own ? { interval: [own.low, own.high] as const } : {}),
          },
        ],
      },
    ];
  });
}

function BenchFigure({ results, bench }: { results: EvalResults; bench: Bench }) {
  const { title, lines } = linesBesidePaper(results, bench);
  const most = max(lines, ({ scores }) => Math.max(...MEASURES.map((measure) => scores[measure] ?? 0))) ?? 0;
  const questions = MEASURES.flatMap((measure) => {
    const count = bench[measure]?.all.questions;
    return count === undefined ? [] : `${measure} ${count}`;
  }).join(', ');
  const interval = (measure: Measure) => {
    const own = bench[measure]?.all[results.aggregation];
    return own ? ` [${own.low.toFixed(4)}, ${own.high.toFixed(4)}]` : '';
  };
  return (
    <Figure
      caption={`${results.name} beside the paper’s ${title}. Rouge-L F1 against the role’s own answers to general instructions (CUS), those of the instructions’ data sets (RAW) and the answers to questions about the role (SPE), with ${results.confidence * 100} % intervals (bootstrap over questions: ${questions || 'none'}). The paper’s numbers are of its own test sets and roles.${bench.unanswered > 0 ? ` ${counted(bench.unanswered, 'question')} without an answer.` : ''}`}
      legend={[
        { name: results.name, tone: 'specific' },
        { name: 'the paper’s', tone: 'hollow-key' },
      ]}
      table={{
        caption: `${results.name} beside ${title}`,
        columns: [{ name: 'model' }, ...[...MEASURES, 'mean'].map((name) => ({ name, isNumber: true }))],
        rows: lines.map(({ model, scores, mean, isOwn }) => [
          model,
          ...MEASURES.map((measure) => `${shown(scores[measure])}${isOwn ? interval(measure) : ''}`),
          shown(mean),
        ]),
      }}
    >
      <div class="triple">
        {MEASURES.map((measure) => (
          <div>
            <h3>{WHAT[measure]}</h3>
            <Dots title={`${results.name}, ${measure}`} most={most} rows={rowsOf(lines, measure, results, bench)} />
          </div>
        ))}
      </div>
    </Figure>
  );
}

function Ranking({ ranking }: { ranking: BenchRanking }) {
  const { bench, rankings, reference, models, agreement } = ranking;
  return (
    <>
      <DataTable
        caption={`Ranked by a judge on ${bench}`}
        columns={['model', `preferred to ${reference}`, 'ranked first', 'mean rank'].map((name, k) => ({
          name,
          isNumber: k > 0,
        }))}
        rows={models.map(({ model, preferred, first, mean_rank }) => [
          model,
          orDash(preferred, percent),
          percent(first),
          mean_rank.toFixed(2),
        ])}
      />
      <p class="note">
        {`${counted(rankings, 'ranking')}; a tie counts half.${agreement === null ? '' : ` Both orders agree on ${percent(agreement)} of the questions.`}`}
      </p>
    </>
  );
}

/** Scores of evaluated models beside the paper's, and what judges made of answers. */
export function EvaluationSection({ facts: { evaluations, rankings, review } }: { facts: Facts }) {
  return (
    <Section id="evaluation" title="Evaluation">
      {evaluations.length === 0 ? (
        <p class="absent">
          No model was evaluated yet. <code>rolellm eval --model MODEL</code> scores one on the export.
        </p>
      ) : null}
      {evaluations.flatMap((results) =>
        results.benches.map((bench) => <BenchFigure results={results} bench={bench} />),
      )}
      {rankings.flatMap(({ benches }) => benches.map((ranking) => <Ranking ranking={ranking} />))}
      {review ? (
        <>
          <h3>A model’s review</h3>
          <DataTable
            caption="Shares of kept answers that a model found good, beside the paper’s experts"
            columns={[
              'the answer',
              `general (${review.rows.general})`,
              `role-specific (${review.rows.role_specific})`,
              'together',
              'the paper',
            ].map((name, k) => ({ name, isNumber: k > 0 }))}
            rows={review.steps.map(({ name, general, role_specific, together, paper }) => [
              name,
              ...[general, role_specific, together, paper].map((share) => orDash(share, percent)),
            ])}
          />
          <p class="note">
            {`Each row was judged in two orders, which agree on ${orDash(review.agreement.answers, percent)} (answers), ${orDash(review.agreement.in_style, percent)} (style), ${orDash(review.agreement.correct, percent)} (correct). Of ${counted(review.controls.rows, 'control')}, answers of another role, ${review.controls.in_style} were found in style.`}
          </p>
        </>
      ) : null}
    </Section>
  );
}
