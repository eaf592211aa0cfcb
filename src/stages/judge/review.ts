import type { Judgement, Verdict } from '../../records.js';

type Question = 'answers' | 'in_style' | 'correct';

/** The questions of the paper's review, each asked of what passed the ones before, with the paper's shares (papers.md 1.8). */
const STEPS: readonly { name: string; questions: readonly Question[]; paper: number }[] = [
  { name: 'answers the instruction', questions: ['answers'], paper: 1 },
  { name: '… and in the role’s style', questions: ['answers', 'in_style'], paper: 0.84 },
  { name: '… and is correct', questions: ['answers', 'in_style', 'correct'], paper: 0.77 },
];

/** Shares are from 0 to 1, null where they are of nothing. */
export interface JudgeTally {
  /** Rows of each recipe that were judged. */
  rows: Record<string, number>;
  steps: {
    name: string;
    /** Of each recipe. */
    shares: Record<string, number | null>;
    together: number | null;
    paper: number;
  }[];
  /** Share of the rows on which both orders agree, for each question by itself. */
  agreement: Record<Question, number | null>;
  /** Answers of other roles, and how many of them were found in style: few is good. */
  controls: { rows: number; in_style: number };
}

/** A verdict counts where both orders give it; where they differ it counts half. */
function shareOf(verdicts: readonly Verdict[], questions: readonly Question[]): number {
  const yes = verdicts.filter((verdict) => questions.every((question) => verdict[question])).length;
  return yes / verdicts.length;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** How a judge took answers of other roles; undefined where it was given none, as in a set whose roles have no other of their language. */
export function tellControls({ rows, in_style }: JudgeTally['controls']): string | undefined {
  if (rows === 0) return undefined;
  const [what, were] = [rows === 1 ? '1 control' : `${rows} controls`, in_style === 1 ? 'was' : 'were'];
  return `Of ${what}, answers of another role, ${in_style} ${were} found in style.`;
}

/** What the judgements come to. */
export function tallyJudgements(judgements: Iterable<Judgement>): JudgeTally {
  const all = [...judgements];
  const rows = all.filter(({ control }) => !control);
  const controls = all.filter(({ control }) => control);
  const recipes = [...new Set(rows.map(({ recipe }) => recipe))].sort();
  const ofRecipe = (recipe: string) => rows.filter((row) => row.recipe === recipe);
  const both = rows.filter(({ verdicts }) => verdicts.length === 2);
  const agreed = (question: Question) =>
    mean(both.map(({ verdicts: [one, other] }) => (one?.[question] === other?.[question] ? 1 : 0)));
  return {
    rows: Object.fromEntries(recipes.map((recipe) => [recipe, ofRecipe(recipe).length])),
    steps: STEPS.map(({ name, questions, paper }) => {
      const share = (some: readonly Judgement[]) => mean(some.map(({ verdicts }) => shareOf(verdicts, questions)));
      const shares = Object.fromEntries(recipes.map((recipe) => [recipe, share(ofRecipe(recipe))]));
      return { name, shares, together: share(rows), paper };
    }),
    agreement: { answers: agreed('answers'), in_style: agreed('in_style'), correct: agreed('correct') },
    controls: {
      rows: controls.length,
      in_style: controls.filter(({ verdicts }) => shareOf(verdicts, ['in_style']) > 0.5).length,
    },
  };
}
