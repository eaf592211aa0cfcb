import { z } from 'zod';
import { makeRequest } from '../../llm/chat-request.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { askOne, type Unit, type Work } from '../../llm/work.js';
import { createExchangeFinder, type Exchange, type ExchangeFinder, findExchanges } from '../../prompts/exchanges.js';
import { renderPrompt } from '../../prompts/load.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { type AskedRole, draftWithDemonstrations, renderRoleGpt } from '../../recipes/rolegpt/ask.js';
import { OWN } from '../../recipes/rolegpt/settings.js';
import { ownSettings } from '../../recipes/settings.js';
import { type Bench, type BenchQuestion, readBenchLines } from '../../rolebench/read-bench.js';
import type { RunContext } from '../context.js';

/** An answer of the evaluated model: eval/NAME/predictions.jsonl. Keys as in the released rolegpt_baseline.jsonl, and where it belongs. */
export const Prediction = z.strictObject({
  bench: z.string().min(1),
  set: z.enum(['general', 'role_specific']),
  role: z.string().min(1),
  question: z.string().min(1),
  generated: z.array(z.string()).min(1),
  model: z.string().min(1),
});
export type Prediction = z.infer<typeof Prediction>;

type Shown = Pick<RunContext, 'settings' | 'model' | 'prompts' | 'room'>;

/** The messages that a question is asked with, the prompt that they come from, and what stands in its slots. */
function renderQuestion(
  role: AskedRole,
  question: string,
  demonstrations: readonly Exchange[],
  { settings, prompts }: Shown,
) {
  const { method } = settings.eval;
  if (method === 'rocit') {
    const template = prompts(SYSTEM_PROMPT, role.language);
    const slots = { role_name: role.name, role_description_and_catchphrases: role.description };
    const user = { role: 'user' as const, content: question };
    return { messages: [...renderPrompt(template, slots), user], slots, prompt: template.reference };
  }
  return renderRoleGpt({ role, question, demonstrations }, method, prompts);
}

function* predict(
  set: Prediction['set'],
  { bench, role, find }: { bench: Bench; role: AskedRole; find: ExchangeFinder },
  { question }: BenchQuestion,
  context: Shown,
): Work<Prediction> {
  const { settings, model, room = UNLIMITED } = context;
  const { method, sampling } = settings.eval;
  const found = method.startsWith('few-shot') ? find(question, ownSettings(OWN, settings).demonstrations) : [];
  const origin = { subject: `the prompt of ${role.name} for one question`, lower: 'rolegpt.demonstrations' };
  const { draft } = draftWithDemonstrations(found, room, (demonstrations) => ({
    ...renderQuestion(role, question, demonstrations, context),
    sampling: room.forReply(sampling),
    sample: 0,
    seed: settings.seed,
    language: role.language,
    origin,
  }));
  const request = makeRequest(model, draft);
  const reading = yield* askOne({ request, read: readTextReply });
  if (!reading.ok) return [];
  return [{ bench: bench.name, set, role: role.name, question, generated: [reading.value], model: model.name }];
}

/** Every question of the benches, a role at a time, so that one role's script is in memory. */
export function* predictionUnits(benches: readonly Bench[], context: Shown): Generator<Unit<Prediction>> {
  const { demonstrationWords, bm25 } = ownSettings(OWN, context.settings);
  for (const bench of benches) {
    const roles = new Set([...bench.general, ...bench.role_specific].map(({ role }) => role));
    for (const name of roles) {
      const role = { name, language: bench.language, description: bench.descriptions.get(name) ?? '' };
      const find = createExchangeFinder(findExchanges(readBenchLines(bench, name), name, demonstrationWords), bm25);
      for (const set of ['general', 'role_specific'] as const) {
        for (const question of bench[set]) {
          if (question.role !== name) continue;
          yield { name, work: () => predict(set, { bench, role, find }, question, context) };
        }
      }
    }
  }
}
