import { z } from 'zod';
import { languageOf } from '../../languages/index.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { type Ask, InvalidReply } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import type { Bench, BenchQuestion } from '../../rolebench/read-bench.js';
import { hashNumber } from '../../text/random.js';
import type { RunContext } from '../context.js';

const Ranking = z.object({
  ranking: z.array(z.object({ answer: z.string(), reason: z.string().default(''), rank: z.int().min(1) })),
});

/** Longest reason, which is asked for in a few words. Our choice. */
const LONGEST_REASON = 400;

/** How the judge sees the models; so many can be ranked. */
export const LABELS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The orders in which a question's answers are shown: both where there are two, one by the seed where there are more. */
export function ordersOf(names: readonly string[], seed: number, key: string): string[][] {
  const shuffled = [...names].sort((a, b) => hashNumber(seed, 'shown', key, a) - hashNumber(seed, 'shown', key, b));
  return names.length === 2 ? [shuffled, [...shuffled].reverse()] : [shuffled];
}

/** Ranks by model from the reply's ranks by letter. Throws InvalidReply where a letter is missing, stands twice or is none. */
function readRanking(content: string, shown: readonly string[]): Record<string, number> {
  const { ranking } = readJsonReply(content, Ranking);
  const letters = ranking.map(({ answer }) => answer.trim().toUpperCase());
  const wanted = shown.map((_, k) => LABELS[k] as string);
  if ([...letters].sort().join() !== wanted.join()) {
    throw new InvalidReply(`the ranking has ${letters.join(', ') || 'nothing'} instead of ${wanted.join(', ')}`);
  }
  return Object.fromEntries(
    shown.map((model, k) => [model, ranking[letters.indexOf(wanted[k] as string)]?.rank as number]),
  );
}

type Shown = Pick<RunContext, 'settings' | 'model' | 'prompts'>;

/** Asks for the ranking of one question's answers in one order. */
export function askRanking(
  bench: Bench,
  { role, question, references }: BenchQuestion,
  {
    shown,
    answers,
    set,
  }: { shown: readonly string[]; answers: ReadonlyMap<string, string>; set: 'general' | 'role_specific' },
  { settings, model, prompts }: Shown,
): Ask<Record<string, number>> {
  const template = prompts('eval.rank', bench.language);
  const { none } = languageOf(bench.language).phrases;
  const slots = {
    role_name: role,
    role_description_and_catchphrases: bench.descriptions.get(role) ?? '',
    question,
    // General instructions have no reference of what the role knows (papers.md 1.10).
    references: set === 'role_specific' ? references.join('\n') : none,
    answers: shown.map((name, k) => `<answer label="${LABELS[k]}">\n${answers.get(name)}\n</answer>`).join('\n'),
  };
  return {
    request: makeRequest(model, {
      messages: renderPrompt(template, slots),
      slots,
      sampling: settings.judge.sampling,
      sample: 0,
      seed: settings.seed,
      prompt: template.reference,
      language: bench.language,
      schema: replySchema('ranking', Ranking),
      bounds: { ranking: shown.length, reason: LONGEST_REASON },
      origin: { subject: `the ranking of answers in the role of ${role}`, lower: 'eval.rank' },
    }),
    read: (content) => readRanking(content, shown),
  };
}
