import { languageOf } from '../../languages/index.js';
import type { RequestOrigin } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { fitPrompt } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { type Ask, askAll, askOne, type Work } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import { createSystemOf } from '../../prompts/system-instruction.js';
import type { Profile } from '../../records.js';
import { hashOf } from '../../store/atomic.js';
import { squeeze } from '../../text/words.js';
import type { RecipeContext } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { type Acted, actBounds, actSchema, faultOfActed, readActed } from './answer.js';
import { showFact, showFacts } from './fact.js';
import type { ActAnswer, ActRow } from './row.js';
import type { ActScene, SceneInstruction } from './scene.js';
import { OWN } from './settings.js';
import { showVerbs, showWorld } from './show-scene.js';
import { exampleStep } from './simulator.js';

/** The prompt that gives the system text with a scene, and the one that words an instruction for a goal. */
export const PROMPTS = { system: 'acts.system', instruction: 'acts.instruction' } as const;

type Shared = Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>;

/** One instruction to a role in a scene. */
export interface ActQuestion {
  profile: Profile;
  scene: ActScene;
  instruction: SceneInstruction;
}

const originOf = (what: string, { role }: Profile): RequestOrigin => ({
  subject: `${what} for ${role}`,
  lower: 'acts.sampling.max_tokens',
});

/** Asks for words that ask for a goal. */
function askInstruction({ profile, scene, instruction }: ActQuestion, shared: Shared): Ask<string> {
  const { settings, model, prompts, room = UNLIMITED } = shared;
  const { sampling } = ownSettings(OWN, settings);
  const template = prompts(PROMPTS.instruction, profile.language);
  const slots = {
    role_name: profile.role,
    speaker: instruction.by ?? languageOf(profile.language).phrases.none,
    setting: scene.setting,
    state: showWorld(scene),
    goal: showFacts(instruction.goal ?? []),
  };
  const { draft } = fitPrompt(room, [0], () => ({
    messages: renderPrompt(template, slots),
    slots,
    sampling: room.forReply(sampling),
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: profile.language,
    origin: originOf('the prompt of an instruction', profile),
  }));
  return { request: makeRequest(model, draft), read: (content) => squeeze(readTextReply(content)) };
}

/** The requests for all answers, and the system text that they are made under: the one that is exported. */
function requestAnswers({ profile, scene }: ActQuestion, question: string, shared: Shared) {
  const { settings, model, prompts, room = UNLIMITED } = shared;
  const own = ownSettings(OWN, settings);
  const template = prompts(PROMPTS.system, profile.language);
  const slots = {
    role_system: createSystemOf(prompts)(profile),
    setting: scene.setting,
    state: showWorld(scene),
    verbs: showVerbs(scene),
    max_steps: String(own.maxSteps),
    step: JSON.stringify(exampleStep(scene)),
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
  };
  const messages = renderPrompt(template, slots);
  const { draft } = fitPrompt(room, [0], () => ({
    messages: [...messages, { role: 'user' as const, content: question }],
    slots,
    sampling: room.forReply(own.sampling),
    schema: actSchema,
    bounds: actBounds(own.maxSteps),
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: profile.language,
    origin: originOf('the prompt of a program', profile),
  }));
  const requests = Array.from({ length: own.answers }, (_, sample) => makeRequest(model, { ...draft, sample }));
  return { requests, system: messages[0]?.content ?? '' };
}

/** Asks for all answers to one instruction, and has the simulator run their programs. */
export function* askActs(asked: ActQuestion, shared: Shared): Work<ActRow> {
  const { profile, scene, instruction } = asked;
  const { maxSteps } = ownSettings(OWN, shared.settings);
  const wording = instruction.text === undefined ? askInstruction(asked, shared) : undefined;
  const worded = wording && (yield* askOne(wording));
  if (worded && !worded.ok) return [];
  const question = worded?.ok ? worded.value : (instruction.text ?? '');
  const { requests, system } = requestAnswers(asked, question, shared);
  const readings = yield* askAll<Acted>(requests.map((request) => ({ request, read: readActed })));
  if (readings.every(({ ok }) => !ok)) return [];
  const answers = readings.map((reading): ActAnswer | null => {
    if (!reading.ok) return null;
    const { line, program } = reading.value;
    const fault = faultOfActed(reading.value, scene, instruction, { maxSteps, form: system.split('\n').at(-1) ?? '' });
    return { line, program, fault: fault ?? null };
  });
  return [
    {
      // Two goals may be worded alike, and are two rows.
      id: hashOf(JSON.stringify([requests[0]?.id, instruction.goal ?? []])).slice(0, 16),
      role: profile.role,
      language: profile.language,
      scene: scene.title,
      system,
      by: instruction.by ?? null,
      question,
      goal: (instruction.goal ?? []).map(showFact),
      refusal: instruction.refusal,
      answers,
      requests: requests.map(({ id }) => id),
      asked: wording?.request.id ?? null,
      model: shared.model.name,
    },
  ];
}
