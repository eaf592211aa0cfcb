import type { ChatMessage } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { fitPrompt } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { type Ask, askAll, askOne, type Work } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import { createSystemOf } from '../../prompts/system-instruction.js';
import type { Fact, Profile, Segment } from '../../records.js';
import type { RecipeContext } from '../recipe.js';
import { ownSettings } from '../settings.js';
import type { Trap } from './draw.js';
import type { Ground } from './ground.js';
import { type Extra, type MadeQuestion, questionBounds, questionSchema, readQuestion } from './question.js';
import { type BoundaryRow, type CheckedAnswer, CONTROL } from './row.js';
import { OWN } from './settings.js';
import { judgesOf, type Slots, standpoints, tellFact } from './sides.js';
import type { Verdict } from './verdicts.js';

/** The text that gives a role's system text a point in the story. */
export const SYSTEM_AT_POINT = 'boundary.system';

type Shared = Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>;

/** What a trap is asked about and with. */
interface Asking {
  trap: Trap;
  profile: Profile;
  ground: Ground;
  shared: Shared;
}

/** The prompt that asks for a trap's question, with its own slots and what its reply tells beside. */
function questionPrompt({ kind, fact, tampering, later, point, way }: Trap): {
  id: string;
  slots: Slots;
  extra?: Extra;
} {
  const slots = { fact: tellFact(fact) };
  switch (kind) {
    case 'false-premise':
      return tampering === null
        ? { id: 'boundary.own-premise', slots, extra: 'false_value' }
        : {
            id: 'boundary.false-premise',
            slots: { ...slots, false_claim: `${tampering.property}: ${tampering.tampered_value}` },
          };
    case 'after-the-point':
      return {
        id: 'boundary.after-the-point',
        slots: { ...slots, point: point?.quote ?? '', later: later ? tellFact(later) : '' },
      };
    case 'beyond-the-world':
      return { id: 'boundary.beyond-the-world', slots, extra: 'thing' };
    case 'out-of-role':
      return { id: 'boundary.out-of-role', slots: { ...slots, way: String(way) }, extra: 'claimed' };
    case CONTROL:
      return { id: 'boundary.control', slots };
  }
}

/** One request for a prompt of the recipe, the turns that the prompt itself does not show behind it. */
function request(
  { profile, shared: { settings, model, prompts, room = UNLIMITED } }: Omit<Asking, 'trap' | 'ground'>,
  id: string,
  {
    slots: own,
    turns = [],
    sample = 0,
    ...form
  }: { slots: Slots; turns?: readonly ChatMessage[]; sample?: number } & Pick<
    Parameters<typeof makeRequest>[1],
    'schema' | 'bounds'
  >,
) {
  const template = prompts(id, profile.language);
  const slots = {
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
    ...own,
  };
  const { draft } = fitPrompt(room, [0], () => ({
    messages: [...renderPrompt(template, slots), ...turns],
    slots,
    sampling: room.forReply(ownSettings(OWN, settings).sampling),
    ...form,
    sample,
    seed: settings.seed,
    prompt: template.reference,
    language: profile.language,
    origin: { subject: `a question of ${profile.role} at its boundary`, lower: 'boundary.leadUp.most' },
  }));
  return makeRequest(model, draft);
}

function askQuestion(asking: Asking): Ask<MadeQuestion> {
  const { trap, ground } = asking;
  const { id, slots, extra } = questionPrompt(trap);
  return {
    request: request(asking, id, {
      slots: { lead_up_num: String(trap.leadUp), ...slots },
      sample: trap.sample,
      schema: questionSchema(extra),
      bounds: questionBounds(trap.leadUp),
    }),
    read: (content) => readQuestion(content, trap, extra, ground),
  };
}

/** Where a fact stands in the script; null where it comes from elsewhere. */
function segmentOf(fact: Fact, { linesOf }: Ground): Segment | null {
  const lines = linesOf(fact);
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return null;
  return { script: first.script, from: first.diag_id, to: last.diag_id, lines: [first.line, last.line] };
}

/** Asks for the question of one trap with what leads up to it, then for its better and its worse answer. */
export function* askTrap(asking: Asking): Work<BoundaryRow> {
  const { trap, profile, ground, shared } = asking;
  const { prompts, model } = shared;
  const questionAsk = askQuestion(asking);
  const asked = yield* askOne(questionAsk);
  if (!asked.ok) return [];
  const { lead_up, question, tampering } = asked.value;

  const own = createSystemOf(prompts)(profile);
  const atPoint = trap.point && { role_system: own, point: trap.point.quote };
  const system = atPoint && (renderPrompt(prompts(SYSTEM_AT_POINT, profile.language), atPoint)[0]?.content ?? null);
  const turns: ChatMessage[] = [
    ...lead_up.flatMap(({ user, role }): ChatMessage[] => [
      { role: 'user', content: user },
      { role: 'assistant', content: role },
    ]),
    { role: 'user', content: question },
  ];
  const asks = standpoints(trap, asked.value).map(({ id, slots }) => ({
    request: request(asking, id, { slots: { role_system: system ?? own, ...slots }, turns }),
    read: readTextReply,
  }));
  const [chosen, rejected] = yield* askAll(asks);
  if (!chosen?.ok) return [];
  const [judgeChosen, judgeRejected] = judgesOf(trap, asked.value, profile);
  const checked = (text: string, judge: (answer: string) => Verdict): CheckedAnswer => ({ text, ...judge(text) });
  const { fact, kind, point, later } = trap;
  const about = later ?? fact;
  return [
    {
      id: questionAsk.request.id.slice(0, 16),
      role: profile.role,
      language: profile.language,
      kind,
      property: about.property,
      value: about.value,
      source: about.source,
      segment: segmentOf(about, ground),
      tampering,
      point,
      system,
      lead_up,
      question,
      chosen: checked(chosen.value, judgeChosen),
      rejected: rejected?.ok ? checked(rejected.value, judgeRejected) : null,
      requests: [questionAsk.request.id, ...asks.map(({ request: { id } }) => id)],
      model: model.name,
    },
  ];
}
