import { type Measure, measures } from '../../rolebench/measures.js';
import type { BenchRanking } from '../../rolebench/ranking.js';
import { type EvalResults, linesBesidePaper, type TableLine } from '../../rolebench/results.js';
import { tellControls } from '../../stages/judge/review.js';
import { type Dot, type DotRow, Dots } from '../charts/dots.js';
import { DataTable, Figure } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { counted, orDash, percent, whole } from '../words.js';
import { Section } from './section.js';

const MEASURES = measures.map(({ name }) => name);

/** An evaluated model's line of a table, with what it was counted from. */
interface OwnLine {
  line: TableLine;
  results: EvalResults;
  bench: EvalResults['benches'][number];
}

/** One of the paper's tables, and the evaluated models that belong beside it. */
interface ComparedTable {
  title: string;
  paper: readonly TableLine[];
  own: OwnLine[];
}

function compareWithPaper(evaluations: readonly EvalResults[]): ComparedTable[] {
  const tables = new Map<string, ComparedTable>();
  for (const results of evaluations) {
    for (const bench of results.benches) {
      const { title, lines } = linesBesidePaper(results, bench);
      const table = tables.get(title) ?? { title, paper: lines.filter(({ isOwn }) => !isOwn), own: [] };
      tables.set(title, table);
      for (const line of lines) if (line.isOwn) table.own.push({ line, results, bench });
    }
  }
  return [...tables.values()];
}

const shown = (value: number | null) => orDash(value, (score) => score.toFixed(4));

const scoreOf = ({ results, bench }: OwnLine, measure: Measure) => bench[measure]?.all[results.aggregation];

function rowsOf({ paper, own }: ComparedTable, measure: Measure): DotRow[] {
  const theirs = paper.flatMap(({ model, scores }): DotRow[] => {
    const value = scores[measure];
    if (value === null) return [];
    const label = model.replace(' (the paper)', '');
    return [{ label, value: shown(value), dots: [{ name: measure, value, tone: 'general', isHollow: true }] }];
  });
  const ours = own.flatMap((one): DotRow[] => {
    const score = scoreOf(one, measure);
    if (!score) return [];
    const dot: Dot = { name: measure, value: score.f1, tone: 'specific', interval: [score.low, score.high] };
    return [{ label: one.line.model, value: shown(score.f1), isStrong: true, dots: [dot] }];
  });
  return [...theirs, ...ours];
}

/** A score with its interval, as the table has it. */
function intervalOf(own: OwnLine, measure: Measure): string {
  const score = scoreOf(own, measure);
  return score ? `${shown(score.f1)} [${shown(score.low)}, ${shown(score.high)}]` : '–';
}

const questionsOf = (own: OwnLine) =>
  MEASURES.map((measure) => orDash(scoreOf(own, measure) && own.bench[measure]?.all.questions, whole)).join(' / ');

function captionOf({ title, own }: ComparedTable): string {
  const confidence = [...new Set(own.map(({ results }) => `${results.confidence * 100} %`))].join(' or ');
  const unanswered = own
    .filter(({ bench }) => bench.unanswered > 0)
    .map(({ line, bench }) => ` ${line.model} left ${counted(bench.unanswered, 'question')} without an answer.`);
  return `Beside the paper’s ${title}: Rouge-L F1 against the role’s own answers to general instructions (CUS), those of the instructions’ data sets (RAW) and the answers to questions about the role (SPE), with ${confidence} intervals by bootstrap over questions. The paper’s numbers are of its own test sets and roles.${unanswered.join('')}`;
}

function TableFigure({ table }: { table: ComparedTable }) {
  const { title, paper, own } = table;
  const highest = own.flatMap((one) => MEASURES.map((measure) => scoreOf(one, measure)?.high ?? 0));
  const most = Math.max(...highest, ...paper.flatMap(({ scores }) => MEASURES.map((measure) => scores[measure] ?? 0)));
  return (
    <Figure
      caption={captionOf(table)}
      legend={[
        { name: 'evaluated here', tone: 'dot-key' },
        { name: 'the paper’s', tone: 'hollow-key' },
      ]}
      table={{
        caption: `Evaluated models beside ${title}`,
        columns: [
          { name: 'model' },
          ...[...MEASURES, 'mean', 'questions', 'of several references'].map((name) => ({ name, isNumber: true })),
        ],
        rows: [
          ...paper.map(({ model, scores, mean }) => [
            model,
            ...MEASURES.map((measure) => shown(scores[measure])),
            shown(mean),
            '–',
            '–',
          ]),
          ...own.map((one) => [
            one.line.model,
            ...MEASURES.map((measure) => intervalOf(one, measure)),
            shown(one.line.mean),
            questionsOf(one),
            one.results.aggregation === 'max' ? 'the nearest' : `the ${one.results.aggregation}`,
          ]),
        ],
      }}
    >
      <div class="triple">
        {measures.map((measure) => (
          <div>
            <h3>{`${measure.name}: ${measure.title}`}</h3>
            <Dots title={`${measure.name} beside ${title}`} most={most} rows={rowsOf(table, measure.name)} />
          </div>
        ))}
      </div>
    </Figure>
  );
}

/** How much of the references the answers of evaluated models hold, whatever else they say. */
function RecallTable({ table: { title, own } }: { table: ComparedTable }) {
  return (
    <DataTable
      caption={`Rouge-L recall beside ${title}: the longest common subsequence as a share of the reference`}
      columns={['model', ...MEASURES].map((name, k) => ({ name, isNumber: k > 0 }))}
      rows={own.map((one) => [
        one.line.model,
        ...MEASURES.map((measure) => shown(scoreOf(one, measure)?.recall ?? null)),
      ])}
    />
  );
}

function Ranking({ name, ranking }: { name: string; ranking: BenchRanking }) {
  const { bench, rankings, reference, models, agreement } = ranking;
  return (
    <>
      <DataTable
        caption={`${name}: ranked by a judge on ${bench}`}
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
export function EvaluationSection({ facts: { evaluations, rankings, review, recipes } }: { facts: Facts }) {
  const judged = recipes.filter(({ name }) => review?.rows[name]);
  return (
    <Section id="evaluation" title="Evaluation">
      {evaluations.length === 0 ? (
        <p class="absent">
          No model was evaluated yet. <code>rolellm eval --model MODEL</code> scores one on the export.
        </p>
      ) : null}
      {compareWithPaper(evaluations).map((table) => (
        <>
          <TableFigure table={table} />
          <RecallTable table={table} />
        </>
      ))}
      {rankings.flatMap(({ name, benches }) => benches.map((ranking) => <Ranking name={name} ranking={ranking} />))}
      {review ? (
        <>
          <h3>A model’s review</h3>
          <DataTable
            caption="Shares of kept answers that a model found good, beside the paper’s experts"
            columns={[
              'the answer',
              ...judged.map(({ name, title }) => `${title} (${review.rows[name]})`),
              'together',
              'the paper',
            ].map((name, k) => ({ name, isNumber: k > 0 }))}
            rows={review.steps.map(({ name, shares, together, paper }) => [
              name,
              ...[...judged.map((recipe) => shares[recipe.name] ?? null), together, paper].map((share) =>
                orDash(share, percent),
              ),
            ])}
          />
          <p class="note">
            {`Each row was judged in two orders, which agree on ${orDash(review.agreement.answers, percent)} (answers), ${orDash(review.agreement.in_style, percent)} (style), ${orDash(review.agreement.correct, percent)} (correct). `}
            {tellControls(review.controls)}
          </p>
        </>
      ) : null}
    </Section>
  );
}
