/** One question as a judge ranked it: the rank of each model's answer, 1 the best; equal ranks are ties. */
export interface Ranked {
  /** The models in the order in which the judge saw them. */
  shown: readonly string[];
  ranks: Readonly<Record<string, number>>;
}

/** What rankings come to for one model (papers.md 1.10). */
export interface RankTally {
  model: string;
  /** Share of the comparisons with the reference model that it won, a tie half: the reading of AlpacaEval. Null for the reference. */
  preferred: number | null;
  /** Share of the questions on which it stands first, alone or with others. */
  first: number;
  mean_rank: number;
}

export interface RankSummary {
  rankings: number;
  reference: string;
  models: RankTally[];
  /** Of questions that were shown in both orders, the share on which both say the same; null where there is none. */
  agreement: number | null;
}

/** What the rankings of one test set come to: eval/NAME/rankings.json. */
export interface BenchRanking extends RankSummary {
  bench: string;
}

function preference(own: number, other: number): number {
  return own < other ? 1 : own === other ? 0.5 : 0;
}

/** Sums rankings up against a reference model; each inner list holds one question's rankings. */
export function tallyRankings(questions: readonly (readonly Ranked[])[], reference: string): RankSummary {
  const all = questions.flat();
  const models = [...new Set(all.flatMap(({ ranks }) => Object.keys(ranks)))].sort();
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rankOf = ({ ranks }: Ranked, model: string) => ranks[model] as number;
  const twice = questions.filter((rankings) => rankings.length > 1);
  const order = (ranked: Ranked) =>
    models.map((model) => preference(rankOf(ranked, model), rankOf(ranked, models[0] as string))).join();
  return {
    rankings: all.length,
    reference,
    models: models.map((model) => ({
      model,
      preferred:
        model === reference ? null : mean(all.map((one) => preference(rankOf(one, model), rankOf(one, reference)))),
      first: mean(all.map((one) => (rankOf(one, model) === Math.min(...Object.values(one.ranks)) ? 1 : 0))),
      mean_rank: mean(all.map((one) => rankOf(one, model))),
    })),
    agreement:
      twice.length === 0 ? null : mean(twice.map((rankings) => (new Set(rankings.map(order)).size === 1 ? 1 : 0))),
  };
}
