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
  rows: { general: number; role_specific: number };
  steps: {
    name: string;
    general: number | null;
    role_specific: number | null;
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

/** What the judgements come to. */
export function tallyJudgements(judgements: Iterable<Judgement>): JudgeTally {
  const all = [...judgements];
  const rows = all.filter(({ control }) => !control);
  const controls = all.filter(({ control }) => control);
  const ofSet = (set: Judgement['set']) => rows.filter((row) => row.set === set);
  const [general, specific] = [ofSet('general'), ofSet('role_specific')];
  const both = rows.filter(({ verdicts }) => verdicts.length === 2);
  const agreed = (question: Question) =>
    mean(both.map(({ verdicts: [one, other] }) => (one?.[question] === other?.[question] ? 1 : 0)));
  return {
    rows: { general: general.length, role_specific: specific.length },
    steps: STEPS.map(({ name, questions, paper }) => {
      const share = (some: readonly Judgement[]) => mean(some.map(({ verdicts }) => shareOf(verdicts, questions)));
      return { name, general: share(general), role_specific: share(specific), together: share(rows), paper };
    }),
    agreement: { answers: agreed('answers'), in_style: agreed('in_style'), correct: agreed('correct') },
    controls: {
      rows: controls.length,
      in_style: controls.filter(({ verdicts }) => shareOf(verdicts, ['in_style']) > 0.5).length,
    },
  };
}
