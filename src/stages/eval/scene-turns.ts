import { z } from 'zod';
import type { Settings } from '../../config.js';
import type { ChatMessage } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readTextReply } from '../../llm/text-reply.js';
import { askOne, type Unit, type Work } from '../../llm/work.js';
import { LanguageCode, Sample } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { readRows } from '../../store/jsonl.js';
import type { RunContext } from '../context.js';
import { isNamed } from '../kept-roles.js';
import { SCENE_REFERENCE } from './prompt-facts.js';

/** How a model went on with a held-out scene at one turn of the role: eval/NAME/scene-predictions.jsonl. */
export const ScenePrediction = z.strictObject({
  /** The scene's sample in filtered.jsonl. */
  id: z.string().min(1),
  role: z.string().min(1),
  language: LanguageCode,
  /** Which of the role's turns it is, from 1. */
  turn: z.int().min(1),
  generated: z.string(),
  /** What the script has. */
  reference: z.string().min(1),
  model: z.string().min(1),
});
export type ScenePrediction = z.infer<typeof ScenePrediction>;

type Asked = Pick<Settings, 'only' | 'limit' | 'eval'>;

/** The held-out scenes that are continued: with `limit` so many of each role, the first ones. */
export function* heldOutScenes({ filtered }: DataFolder, { only, limit, eval: own }: Asked): Generator<Sample> {
  const seen = new Map<string, number>();
  for (const sample of readRows(filtered, Sample)) {
    if (!sample.held_out || !isNamed(sample.role, { only })) continue;
    if (own.language !== undefined && sample.language !== own.language) continue;
    const count = seen.get(sample.role) ?? 0;
    if (limit !== undefined && count >= limit) continue;
    seen.set(sample.role, count + 1);
    yield sample;
  }
}

/**
 * The role's turns of a scene from the `from`-th on: which one it is, and what stands before it as messages. One that nobody should learn
 * is no measure either: it is only shown.
 */
export function* turnsToContinue(
  { system, turns }: Sample,
  from: number,
): Generator<{ turn: number; messages: ChatMessage[]; reference: string }> {
  const messages: ChatMessage[] = system === null ? [] : [{ role: 'system', content: system }];
  let turn = 0;
  for (const { by, text, trained } of turns) {
    if (by === 'role') {
      turn += 1;
      if (trained && turn >= from) yield { turn, messages: [...messages], reference: text };
    }
    messages.push({ role: by === 'role' ? 'assistant' : 'user', content: text });
  }
}

function* continueScene(
  { id, role, language, recipe }: Sample,
  { turn, messages, reference }: { turn: number; messages: ChatMessage[]; reference: string },
  { settings, model, recipes }: Pick<RunContext, 'settings' | 'model' | 'recipes'>,
): Work<ScenePrediction> {
  const { longest } = recipes.find(({ name }) => name === recipe) ?? {};
  const origin = { subject: `the held-out scene ${id} of ${role}`, lower: longest ?? 'eval.continueFrom' };
  const request = makeRequest(model, {
    messages,
    slots: {},
    prompt: SCENE_REFERENCE,
    sampling: settings.eval.sampling,
    sample: 0,
    seed: settings.seed,
    language,
    origin,
  });
  const reading = yield* askOne({ request, read: readTextReply });
  return reading.ok ? [{ id, role, language, turn, generated: reading.value, reference, model: model.name }] : [];
}

/** Every turn that is continued, scene by scene. */
export function* sceneUnits(
  context: Pick<RunContext, 'settings' | 'model' | 'data' | 'recipes'>,
): Generator<Unit<ScenePrediction>> {
  const { settings, data } = context;
  for (const sample of heldOutScenes(data, settings)) {
    for (const asked of turnsToContinue(sample, settings.eval.continueFrom)) {
      yield { name: sample.role, work: () => continueScene(sample, asked, context) };
    }
  }
}
