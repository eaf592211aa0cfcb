import { z } from 'zod';
import type { ReplyBounds } from '../../llm/chat-model.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { InvalidReply } from '../../llm/work.js';
import { squeeze } from '../../text/words.js';
import type { Trap } from './draw.js';
import type { Ground } from './ground.js';
import { holds, telltaleOf } from './mentions.js';
import { type BoundaryRow, CONTROL, type Tampering } from './row.js';
import { stanceOn } from './stance.js';
import { faultOfTwin } from './tamper.js';

const Line = z.string().transform(squeeze);
const LeadUp = z.array(z.object({ visitor: Line, character: z.string().trim() }));

/** What a reply tells beside the exchanges and the question: a false value, a thing of no place in the character's world, or who it is said to be. */
export type Extra = 'false_value' | 'thing' | 'claimed';

const Asked = z.object({ visitor: z.string(), character: z.string() });

const Reply = z.object({
  lead_up: LeadUp,
  question: Line,
  false_value: Line.optional(),
  thing: Line.optional(),
  claimed: Line.optional(),
});

/** The shape of a reply, by what it tells beside the question. */
export const questionSchema = (extra: Extra | undefined) =>
  replySchema(
    extra === undefined ? 'boundary_question' : `boundary_${extra}`,
    z.object({
      ...(extra === undefined ? {} : { [extra]: z.string() }),
      lead_up: z.array(Asked),
      question: z.string(),
    }),
  );

/** Longest texts: a question and an answer as in other prompts that ask for both; a value is a few words. Our choice. */
export const questionBounds = (leadUp: number): ReplyBounds => ({
  lead_up: Math.max(1, leadUp),
  visitor: 400,
  character: 800,
  question: 400,
  false_value: 120,
  thing: 120,
  claimed: 120,
});

/** A question with what leads up to it and what it puts in the place of the truth. */
export interface MadeQuestion extends Pick<BoundaryRow, 'lead_up' | 'question' | 'tampering'> {}

/** What is put in the place of the truth, as a reply gives it. */
function tamperingOf(
  { fact, tampering }: Trap,
  extra: Extra | undefined,
  value: string,
  role: string,
): Tampering | null {
  const made = { tampered_value: value, of: null };
  if (extra === 'false_value') return { ...made, property: fact.property, true_value: fact.value, how: 'model' };
  if (extra === 'thing') return { ...made, property: 'world', true_value: null, how: 'world' };
  return extra === 'claimed' ? { ...made, property: 'identity', true_value: role, how: 'bait' } : tampering;
}

/** Why a thing is of the character's own world; undefined where nobody in its scripts speaks of it. */
function faultOfThing(thing: string, { heardOf }: Ground): string | undefined {
  const known = heardOf(thing);
  return known === undefined ? undefined : `"${thing}" is of the character's own world: ${known}`;
}

/** A question names what it carries in its own words: so much of it must stand there. Our choice. */
const NAMED = 0.5;

/** What a question has to hold: the false value, the thing, or of a control the true value. */
function carriedBy({ kind, fact }: Trap, tampering: Tampering | null): { value: string; besides: string } | undefined {
  const value = tampering?.tampered_value ?? '';
  if (kind === 'false-premise') return { value, besides: fact.value };
  if (kind === CONTROL) return { value: fact.value, besides: value };
  return kind === 'beyond-the-world' ? { value, besides: '' } : undefined;
}

/** Why what a reply made up cannot be used; undefined where it can. */
function faultOfMade({ fact }: Trap, { tampered_value: value, how }: Tampering, ground: Ground): string | undefined {
  if (how === 'world') return faultOfThing(value, ground);
  const fault = how === 'model' ? faultOfTwin(value, fact, ground) : undefined;
  return fault && `its false value "${value}" cannot be used: ${fault}`;
}

/** Why a question is not the one that was asked for; undefined where it is. */
function faultOfQuestion(
  trap: Trap,
  { lead_up, question, tampering }: MadeQuestion,
  ground: Ground,
): string | undefined {
  const { language } = ground;
  const fault = tampering ? faultOfMade(trap, tampering, ground) : undefined;
  if (fault !== undefined) return fault;
  const carried = carriedBy(trap, tampering);
  if (carried) {
    const { words, least } = telltaleOf(carried.value, carried.besides, language);
    const enough = words.length <= 2 ? least : Math.ceil(words.length * NAMED);
    if (!holds(question, { words, least: enough })) return `its question does not hold "${carried.value}"`;
  }
  if (!tampering || tampering.how === 'bait') return undefined;
  const { tampered_value, true_value } = tampering;
  if (trap.kind === 'false-premise' && holds(question, telltaleOf(trap.fact.value, tampered_value, language)))
    return `its question tells "${trap.fact.value}" too`;
  const early = telltaleOf(tampered_value, true_value ?? '', language);
  const said = lead_up.find(({ role }) => stanceOn(role, early, language) === 'asserts');
  return said && `an exchange before its question tells "${tampered_value}" already: ${said.role}`;
}

/** Reads a reply. Throws InvalidReply where it has another shape, too few exchanges, or a question without what it has to hold. */
export function readQuestion(content: string, trap: Trap, extra: Extra | undefined, ground: Ground): MadeQuestion {
  const { lead_up, question, ...rest } = readJsonReply(content, Reply);
  if (question === '') throw new InvalidReply('the reply has no question');
  const exchanges = lead_up.filter(({ visitor, character }) => visitor !== '' && character !== '');
  if (exchanges.length < trap.leadUp)
    throw new InvalidReply(`the reply has ${exchanges.length} of ${trap.leadUp} exchanges before its question`);
  const value = extra === undefined ? '' : (rest[extra] ?? '');
  if (extra !== undefined && value === '') throw new InvalidReply(`the reply has no "${extra}"`);
  // The last ones lead up to the question.
  const last = exchanges.slice(exchanges.length - trap.leadUp);
  const made = {
    lead_up: last.map(({ visitor, character }) => ({ user: visitor, role: character })),
    question,
    tampering: tamperingOf(trap, extra, value, ground.role),
  };
  const fault = faultOfQuestion(trap, made, ground);
  if (fault !== undefined) throw new InvalidReply(fault);
  return made;
}
