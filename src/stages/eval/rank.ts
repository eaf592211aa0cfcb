import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { askAll, type Unit, type Work } from '../../llm/work.js';
import { LanguageCode } from '../../records.js';
import { type BenchRanking, type Ranked, tallyRankings } from '../../rolebench/ranking.js';
import { type Bench, type BenchQuestion, keyOf } from '../../rolebench/read-bench.js';
import { type Predictions, readPredictions } from '../../rolebench/read-predictions.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { readRows } from '../../store/jsonl.js';
import { recordStage, type StageRecord } from '../../store/manifest.js';
import { hashNumber } from '../../text/random.js';
import { hashFiles } from '../basis.js';
import type { RunContext } from '../context.js';
import { runModelStage } from '../run-stage.js';
import { askRanking, LABELS, ordersOf } from './ask-ranking.js';
import { BASELINE_NAME, type Contender, contenderOf } from './contenders.js';
import { evalName, openBenches } from './index.js';

/** One question as the judge ranked it, in one order: eval/NAME/rankings.jsonl. */
const RankedRow = z.strictObject({
  bench: z.string(),
  language: LanguageCode,
  set: z.enum(['general', 'role_specific']),
  role: z.string(),
  question: z.string(),
  /** Models in the order in which the judge saw their answers, without their names. */
  shown: z.array(z.string()),
  ranks: z.record(z.string(), z.int().min(1)),
  judge: z.string(),
});
type RankedRow = z.infer<typeof RankedRow>;

/** Questions of a set that every contender answered: as many as asked for, drawn by the seed, in their order. */
function drawAnswered(
  bench: Bench,
  set: RankedRow['set'],
  answers: ReadonlyMap<string, Predictions>,
  { settings }: Shown,
): BenchQuestion[] {
  const answered = bench[set].filter((question) =>
    [...answers.values()].every((predictions) => predictions.has(keyOf(question))),
  );
  const rank = (question: BenchQuestion) => hashNumber(settings.seed, 'ranked', keyOf(question));
  const drawn = [...answered].sort((a, b) => rank(a) - rank(b)).slice(0, settings.eval.rankQuestions);
  const chosen = new Set(drawn);
  return answered.filter((question) => chosen.has(question));
}

type Shown = Pick<RunContext, 'settings' | 'model' | 'prompts'>;

function* rankQuestion(
  bench: Bench,
  set: RankedRow['set'],
  question: BenchQuestion,
  texts: ReadonlyMap<string, string>,
  context: Shown,
): Work<RankedRow> {
  const orders = ordersOf([...texts.keys()], context.settings.seed, keyOf(question));
  const readings = yield* askAll(
    orders.map((shown) => askRanking(bench, question, { shown, answers: texts, set }, context)),
  );
  return readings.flatMap((reading, k) => {
    if (!reading.ok) return [];
    const { role, question: text } = question;
    const shown = orders[k] as string[];
    const row = { bench: bench.name, language: bench.language, set, role, question: text, shown, ranks: reading.value };
    return [{ ...row, judge: context.model.name }];
  });
}

function summarise(rows: Iterable<RankedRow>, reference: string): BenchRanking[] {
  const benches = new Map<string, Map<string, Ranked[]>>();
  for (const row of rows) {
    const questions = benches.get(row.bench) ?? new Map<string, Ranked[]>();
    benches.set(row.bench, questions);
    const key = `${row.set}\n${keyOf(row)}`;
    questions.set(key, [...(questions.get(key) ?? []), row]);
  }
  return [...benches].map(([bench, questions]) => ({ bench, ...tallyRankings([...questions.values()], reference) }));
}

/** Whose answers are ranked. The judge's name says nothing of it. */
function evaluated(settings: Settings, judge: string): string {
  const { name, predictions, judgeModel } = settings.eval;
  if (settings.model ?? name ?? predictions ?? !judgeModel) return evalName(settings, settings.model ?? judge);
  throw new UserError('--judge-model: the evaluated model is not named', { advice: 'Name it with --model.' });
}

/**
 * rank: a judge ranks the evaluated model's answers with others', anonymous and in shuffled order (papers.md 1.10). Writes
 * eval/NAME/rankings.jsonl and rankings.json. Throws UserError where only `offline` could judge or nobody answered a question.
 */
export async function rank(context: RunContext): Promise<StageRecord> {
  const { settings, data, model } = context;
  if (model.name === 'offline') {
    throw new UserError('--rank needs a model as judge: `offline` cannot judge', {
      advice: 'Set OPENAI_API_KEY or name a server with --base-url, and name the judge with --judge-model.',
    });
  }
  const { root, chosen } = openBenches(context);
  const name = evaluated(settings, model.name);
  const folder = data.eval(name);
  const own = settings.eval.predictions ?? join(folder, 'predictions.jsonl');
  const others = (settings.eval.rank ?? []).map((source) => contenderOf(source, root));
  const contenders: Contender[] = [{ name, answersOf: (bench) => readPredictions(own, bench.name) }, ...others];
  if (new Set(contenders.map((one) => one.name)).size < contenders.length || contenders.length > LABELS.length) {
    throw new UserError('--rank: every model needs its own name, and at most 26 can be ranked', {
      advice: 'Name this evaluation with --name, or rename a predictions file.',
    });
  }

  function* units(): Generator<Unit<RankedRow>> {
    for (const bench of chosen) {
      const answers = new Map(contenders.map((one) => [one.name, one.answersOf(bench)]));
      for (const set of ['general', 'role_specific'] as const) {
        for (const question of drawAnswered(bench, set, answers, context)) {
          const key = keyOf(question);
          const texts = new Map([...answers].map(([who, predictions]) => [who, predictions.get(key)?.[0] as string]));
          yield { name: question.role, work: () => rankQuestion(bench, set, question, texts, context) };
        }
      }
    }
  }

  const drawn = ({ length }: readonly unknown[]) => Math.min(length, settings.eval.rankQuestions);
  const output = join(folder, 'rankings.jsonl');
  const record = await runModelStage(
    {
      name: 'rank',
      basis: {
        settings: { rank: settings.eval.rank, rankQuestions: settings.eval.rankQuestions, seed: settings.seed },
        inputs: [own],
        texts: {},
      },
      output,
      schema: RankedRow,
      units,
      unitCount: chosen.reduce((sum, bench) => sum + drawn(bench.general) + drawn(bench.role_specific), 0),
    },
    context,
  );
  const reference = others.some((one) => one.name === BASELINE_NAME) ? BASELINE_NAME : (others[0]?.name ?? name);
  const summary = summarise(readRows(output, RankedRow), reference);
  const file = join(folder, 'rankings.json');
  writeFileAtomically(file, [`${JSON.stringify(summary, null, 2)}\n`]);
  record.outputs = { ...record.outputs, ...hashFiles([file]) };
  recordStage(data.manifest, 'rank', record);
  return record;
}
