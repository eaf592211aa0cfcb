import type { ChatReplies } from '../chat-model.js';
import { keepsSchema, type Probe, probeRequests, type Taken } from '../probe.js';
import { askOnce } from './ask-once.js';
import { type Dialect, dialectOf, type Feature, namesFeature, suspect } from './dialect.js';
import { type Connection, connect, type ModelNames } from './index.js';

/** Parts of a request that decide how a run asks this server. */
const TRIED = ['json_schema', 'n', 'seed'] as const;

/** What an OpenAI-compatible server was seen to take. */
export interface OpenAiProbe extends Probe {
  takes: Record<(typeof TRIED)[number], Taken>;
}

/**
 * Finds out with a tiny call whether a server answers, and what of a request it takes. Only where it complains are parts left
 * out, and only those that it did not name are tried again apart. Throws UserError or CallFault where it does not answer.
 */
export async function probeServer(server: Connection & ModelNames, seed: number): Promise<OpenAiProbe> {
  const { model, nameThere = model } = server;
  const { client, ...place } = connect(server);
  const line = { client, called: { ...place, model: nameThere } };
  const requests = probeRequests(nameThere, seed);
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

function readTakes(refused: ReadonlySet<Feature>, { choices }: ChatReplies): OpenAiProbe['takes'] {
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
