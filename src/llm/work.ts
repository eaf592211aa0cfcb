import { messageOf } from '../errors.js';
import { goesInCircles } from '../text/loops.js';
import type { ChatChoice, ChatRequest } from './chat-model.js';
import { holdsThoughts, visibleText } from './visible-text.js';

/** A request and how its reply is read. */
export interface Ask<Value = unknown> {
  request: ChatRequest;
  /** The meaning of a reply's visible text. Throws InvalidReply where it has none: then the request is asked again. */
  read(content: string): Value;
}

/** A reply that cannot be used: not JSON, not the shape that was asked for, empty. */
export class InvalidReply extends Error {}

/** What became of a request: a value, or why there is none. */
export type Reading<Value = unknown> = { ok: true; value: Value } | { ok: false; reason: string };

/**
 * A piece of a stage's work, written once as a pure generator: it yields the requests that it needs next, is handed their
 * readings, and returns its rows. Planning runs it until it needs a reply that is not there; assembling runs it to the end.
 * So plan and assemble cannot disagree, and a stage that works in rounds needs nothing more.
 */
export type Work<Row> = Generator<readonly Ask[], Row[], readonly Reading[]>;

/** A stage is a list of these, independent of each other, in the order of their rows. */
export interface Unit<Row> {
  /** Whose work it is, for messages: a role's name. */
  name: string;
  work(): Work<Row>;
}

/** Asks several things at once from within a work. */
export function* askAll<Value>(
  asks: readonly Ask<Value>[],
): Generator<readonly Ask[], Reading<Value>[], readonly Reading[]> {
  return [...((yield asks) as readonly Reading<Value>[])];
}

/** Asks one thing from within a work. */
export function* askOne<Value>(ask: Ask<Value>): Generator<readonly Ask[], Reading<Value>, readonly Reading[]> {
  const [reading] = yield* askAll([ask]);
  return reading as Reading<Value>;
}

/** Replies that are there already, by the id of the request. */
export interface Answers {
  get(id: string): ChatChoice | undefined;
}

/** Why a reply is not read, by its finish reason: half an answer is none, and a refusal is no answer in character. */
const UNREADABLE: Record<string, string> = {
  length: 'the reply was cut off at the longest length allowed',
  content_filter: "the server's content filter stopped the reply",
};

/** So much of a refusal is told as the reason: reasons are logged and kept in the manifest. Our choice. */
const LONGEST_REFUSAL = 300;

function unreadable(choice: ChatChoice): string | undefined {
  const { content, finish_reason } = choice;
  if (finish_reason === 'refusal') return `the model refuses: ${content.slice(0, LONGEST_REFUSAL)}`;
  const wasCut = finish_reason === 'length';
  if (wasCut && goesInCircles(content)) return 'the reply goes round in circles until it is cut off';
  if (holdsThoughts(content) && visibleText(content) === '')
    return wasCut ? onlyThoughts(choice) : 'the reply has thoughts and no answer';
  return UNREADABLE[finish_reason];
}

function onlyThoughts({ tokens }: ChatChoice): string {
  const all = tokens === undefined ? 'its tokens' : `the ${tokens.toLocaleString('en-US')} tokens of the reply`;
  return `all of ${all} went into thinking: raise max_tokens`;
}

/** Reads the reply in the journal; undefined where it is missing. */
export function readAnswer<Value>(ask: Ask<Value>, answers: Answers): Reading<Value> | undefined {
  const choice = answers.get(ask.request.id);
  return choice && readChoice(ask.read, choice);
}

/** Reads one reply. */
export function readChoice<Value>(read: Ask<Value>['read'], choice: ChatChoice): Reading<Value> {
  const reason = unreadable(choice);
  if (reason !== undefined) return { ok: false, reason };
  try {
    return { ok: true, value: read(visibleText(choice.content)) };
  } catch (thrown) {
    if (thrown instanceof InvalidReply) return { ok: false, reason: messageOf(thrown) };
    throw thrown;
  }
}

/** Counts of what a walk over units met. */
export interface Tally {
  planned: number;
  done: number;
  failed: number;
}

/**
 * Asks that can be known now and have no usable reply yet, over all units, those of one step together. What is given up counts
 * as failed, and its unit goes on without it.
 */
export function* missingAsks<Row>(
  units: Iterable<Unit<Row>>,
  answers: Answers,
  whyGivenUp: (id: string) => string | undefined = () => undefined,
  tally: Tally = { planned: 0, done: 0, failed: 0 },
): Generator<Ask[]> {
  for (const unit of units) {
    const work = unit.work();
    for (let step = work.next(); !step.done; ) {
      const missing: Ask[] = [];
      const readings = step.value.map((ask): Reading => {
        const reading = readAnswer(ask, answers);
        const reason = reading?.ok ? undefined : whyGivenUp(ask.request.id);
        tally.planned += 1;
        if (reading?.ok) tally.done += 1;
        else if (reason !== undefined) tally.failed += 1;
        else missing.push(ask);
        return reading?.ok ? reading : { ok: false, reason: reason ?? 'was not asked' };
      });
      if (missing.length > 0) {
        yield missing;
        break;
      }
      step = work.next(readings);
    }
  }
}

/** Requests that can be known now and have no usable reply yet, over all units: what a run would ask next. */
export function* plan<Row>(units: Iterable<Unit<Row>>, answers: Answers): Generator<ChatRequest> {
  for (const asks of missingAsks(units, answers)) yield* asks.map((ask) => ask.request);
}

/** What a work came to when it ran over the replies that are there. */
export interface Assembled<Row> {
  rows: Row[];
  planned: number;
  done: number;
  /** Requests without a usable reply, and why. */
  failures: { request: ChatRequest; reason: string }[];
}

/** Runs one unit to its end over the replies that are there; what is missing is handed to it as a failure. */
export function assemble<Row>(
  unit: Unit<Row>,
  answers: Answers,
  whyMissing: (id: string) => string = () => 'was not asked',
): Assembled<Row> {
  const result: Assembled<Row> = { rows: [], planned: 0, done: 0, failures: [] };
  const work = unit.work();
  let step = work.next();
  while (!step.done) {
    const readings = step.value.map((ask) => {
      const reading = readAnswer(ask, answers) ?? { ok: false, reason: whyMissing(ask.request.id) };
      result.planned += 1;
      if (reading.ok) result.done += 1;
      else result.failures.push({ request: ask.request, reason: reading.reason });
      return reading;
    });
    step = work.next(readings);
  }
  result.rows = step.value;
  return result;
}
