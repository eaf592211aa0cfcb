import type OpenAI from 'openai';
import type { ChatReplies, ChatRequest } from '../chat-model.js';
import { holdsThoughts } from '../visible-text.js';
import { withBounds } from './bounds.js';

/**
 * Parts of a request that some servers and models do not take. In the order in which they are suspected where a server refuses
 * a request without saying why; each has a way to do without.
 */
const FEATURES = ['bounds', 'json_schema', 'json_object', 'n', 'penalties', 'seed', 'max_tokens', 'sampling'] as const;
export type Feature = (typeof FEATURES)[number];

export const isFeature = (name: string): name is Feature => (FEATURES as readonly string[]).includes(name);

/** What a server was seen to refuse and to take; kept for the run. */
export interface Dialect {
  refused: ReadonlySet<Feature>;
  taken: ReadonlySet<Feature>;
  /** Whether it thinks before it answers, so that its replies need more room than the answer. */
  thinks: boolean;
}

/** Models that OpenAI documents as reasoning: they take max_completion_tokens and no sampling. */
const REASONING_MODEL = /(?:^|\/)(?:o[1-9]|gpt-(?:[5-9]|\d\d))(?:$|[-.:])/;
const CHAT_VARIANT = /-chat\b/;

/** What is known of a model before it was asked. */
export function dialectOf(model: string): Dialect {
  const thinks = REASONING_MODEL.test(model) && !CHAT_VARIANT.test(model);
  return { refused: new Set(thinks ? ['max_tokens', 'sampling', 'penalties'] : []), taken: new Set(), thinks };
}

/** Room for thoughts, in tokens, over that of the answer. Our choice. */
const ROOM_FOR_THOUGHTS = 4000;

export type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** A request in the words that the server takes, and which of the doubtful ones are in it. */
export function toBody(
  requests: readonly ChatRequest[],
  model: string,
  { refused, thinks }: Dialect,
): { body: Body; features: Feature[] } {
  const [request, ...others] = requests as [ChatRequest, ...ChatRequest[]];
  const { messages, sampling, schema, bounds = {}, seed, sample } = request;
  const { temperature, top_p, max_tokens, frequency_penalty, presence_penalty } = sampling;
  const room = max_tokens + (thinks ? ROOM_FOR_THOUGHTS : 0);
  const features: Feature[] = [];
  const use = <Part extends object>(feature: Feature, wanted: boolean, part: Part): Part | undefined => {
    if (!wanted || refused.has(feature)) return undefined;
    features.push(feature);
    return part;
  };
  const mayBound = Object.keys(bounds).length > 0 && !refused.has('json_schema');
  const bounded = schema && use('bounds', mayBound, { schema: withBounds(schema.schema, bounds) });
  const format =
    schema &&
    (use('json_schema', true, {
      response_format: { type: 'json_schema' as const, json_schema: { ...schema, ...bounded, strict: true } },
    }) ??
      use('json_object', true, { response_format: { type: 'json_object' as const } }));
  const body: Body = {
    model,
    messages,
    ...use('sampling', true, { temperature, top_p }),
    ...(use('max_tokens', true, { max_tokens: room }) ?? { max_completion_tokens: room }),
    ...use('penalties', frequency_penalty !== 0 || presence_penalty !== 0, { frequency_penalty, presence_penalty }),
    // A server that honours the seed would give every sample the same answer.
    ...use('seed', true, { seed: seed + sample }),
    ...use('n', others.length > 0, { n: requests.length }),
    ...format,
  };
  return { body, features };
}

/**
 * What a server's complaint names, by the words that servers use. What one says of a schema may be about its bounds, which are
 * the first to go: OpenAI long refused maxLength, vLLM's backends and Anthropic refuse some of them.
 */
const NAMED: readonly [Feature[], RegExp][] = [
  [
    ['bounds', 'json_schema', 'json_object'],
    /response_format|json.?schema|json_object|json mode|structured output|guided|grammar|max_?(?:length|items)/i,
  ],
  [['max_tokens'], /max_completion_tokens|max_tokens['"`]?\s*(?:is not|isn't|not|unsupported|unknown)/i],
  [['sampling'], /\btemperature\b|\btop_p\b/i],
  [['penalties'], /(?:frequency|presence)_penalty/i],
  [['seed'], /\bseed\b/i],
  [
    ['n'],
    /(?:^|[\s'"`(])n['"`)]?\s*(?:[=:><]|must|should|is|has|only|larger|greater|not|cannot)|multiple (?:choices|completions)|best_of/,
  ],
];

/** A complaint about a value: the server takes the word, and the user has to choose another value. */
const ABOUT_VALUE =
  /between|less than|greater than or|at (?:most|least)|within|out of range|too (?:large|high|big)|maximum/i;
const HAS_VALUE: readonly Feature[] = ['sampling', 'penalties', 'max_tokens', 'seed'];

/**
 * The part of a refused request that is to blame: what the complaint names or, where it names none, the first that this server
 * has not taken before. Undefined: it is something else.
 */
export function suspect(
  complaint: string,
  features: readonly Feature[],
  taken: ReadonlySet<Feature>,
): Feature | undefined {
  for (const [names, pattern] of NAMED) {
    const named = names.find((name) => features.includes(name));
    if (!named || !pattern.test(complaint)) continue;
    return HAS_VALUE.includes(named) && ABOUT_VALUE.test(complaint) ? undefined : named;
  }
  const mayMean = (feature: Feature) => features.includes(feature) && !taken.has(feature);
  return FEATURES.find(mayMean);
}

/** Whether a complaint names this part, so that there is no doubt. */
export const namesFeature = (complaint: string, feature: Feature): boolean =>
  NAMED.some(([names, pattern]) => names.includes(feature) && pattern.test(complaint));

/** What is known of a server after a reply to a request with these features. */
export function learn(
  known: Dialect,
  trial: Dialect,
  features: readonly Feature[],
  asked: number,
  replies: ChatReplies,
): Dialect {
  const refused = new Set([...known.refused, ...trial.refused]);
  if (replies.choices.length < asked) refused.add('n');
  const thinks = known.thinks || replies.choices.some(({ content }) => holdsThoughts(content));
  return { refused, taken: new Set([...known.taken, ...features]), thinks };
}
