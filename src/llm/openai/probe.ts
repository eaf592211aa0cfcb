import { z } from 'zod';
import type { ChatChoice, ChatReplies, ChatRequest, ReplySchema } from '../chat-model.js';
import { visibleText } from '../visible-text.js';
import { askOnce } from './ask-once.js';
import { type Dialect, dialectOf, type Feature, namesFeature, suspect } from './dialect.js';
import { type Connection, connect, type ModelNames } from './index.js';

/** Parts of a request that decide how a run asks this server. */
const TRIED = ['json_schema', 'n', 'seed'] as const;

/** Taken, refused, or taken and then not kept to. */
export type Taken = 'yes' | 'no' | 'ignored';

/** What a server was seen to do with a tiny request. */
export interface Probe {
  calls: number;
  /** How long the reply took, in milliseconds. */
  ms: number;
  takes: Record<(typeof TRIED)[number], Taken>;
}

/** A key that no model would think of by itself. */
const Reply = z.object({ lamp: z.string() });

const SCHEMA: ReplySchema = {
  name: 'lamp',
  schema: {
    type: 'object',
    properties: { lamp: { type: 'string' } },
    required: ['lamp'],
    additionalProperties: false,
  },
};

/** Two samples of one word each, with everything that is to be tried. Sampled as the stages do. */
function requestsFor(model: string, seed: number): ChatRequest[] {
  const request: Omit<ChatRequest, 'id' | 'sample'> = {
    group: 'probe',
    model,
    seed,
    messages: [{ role: 'user', content: 'Say one word, as JSON.' }],
    sampling: { temperature: 0.7, top_p: 0.95, max_tokens: 32, frequency_penalty: 0, presence_penalty: 0 },
    schema: SCHEMA,
    prompt: 'probe',
    slots: {},
    language: 'en',
  };
  return [0, 1].map((sample) => ({ ...request, id: `probe-${sample}`, sample }));
}

/**
 * Finds out with a tiny call whether a server answers, and what of a request it takes. Only where it complains are parts left
 * out, and only those that it did not name are tried again apart. Throws UserError or CallFault where it does not answer.
 */
export async function probeServer(server: Connection & ModelNames, seed: number): Promise<Probe> {
  const { model, nameThere = model } = server;
  const { client, ...place } = connect(server);
  const line = { client, called: { ...place, model: nameThere } };
  const requests = requestsFor(nameThere, seed);
  const start = dialectOf(nameThere);
  const none = new Set<Feature>();
  let [calls, ms] = [0, 0];

  async function ask(refused: ReadonlySet<Feature>) {
    const dialect: Dialect = { ...start, refused };
    const began = performance.now();
    const outcome = await askOnce(line, refused.has('n') ? requests.slice(0, 1) : requests, dialect);
    calls += 1;
    if ('replies' in outcome) ms = Math.round(performance.now() - began);
    return outcome;
  }

  const refused = new Set(start.refused);
  const doubtful: Feature[] = [];
  let outcome = await ask(refused);
  let last: Feature | undefined;
  while (!('replies' in outcome)) {
    const { complaint, features, fault } = outcome;
    last = suspect(complaint, features, none);
    if (!last) throw fault;
    if (!namesFeature(complaint, last)) doubtful.push(last);
    refused.add(last);
    outcome = await ask(refused);
  }
  let { replies } = outcome;
  for (const feature of doubtful) {
    // What was left out last made the call pass: it is to blame.
    if (feature === last || !isTried(feature)) continue;
    const again = await ask(new Set([...refused].filter((other) => other !== feature)));
    if (!('replies' in again)) continue;
    refused.delete(feature);
    replies = again.replies;
  }
  return { calls, ms, takes: readTakes(refused, replies) };
}

const isTried = (feature: Feature) => (TRIED as readonly Feature[]).includes(feature);

function readTakes(refused: ReadonlySet<Feature>, { choices }: ChatReplies): Probe['takes'] {
  const given = (feature: Feature, isKept: boolean): Taken => {
    if (refused.has(feature)) return 'no';
    return isKept ? 'yes' : 'ignored';
  };
  return {
    json_schema: given('json_schema', choices.every(keepsSchema)),
    n: given('n', choices.length > 1),
    seed: given('seed', true),
  };
}

/** A reply that was cut off, perhaps within a model's thoughts, tells nothing. */
function keepsSchema({ content, finish_reason }: ChatChoice): boolean {
  if (finish_reason === 'length') return true;
  try {
    return Reply.safeParse(JSON.parse(visibleText(content))).success;
  } catch {
    return false;
  }
}
