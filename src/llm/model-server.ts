import type { BatchApi } from './batch/batch-api.js';
import type { ChatModel } from './chat-model.js';
import type { FineTuning } from './fine-tuning.js';
import { type Probe, probeModel } from './probe.js';

/** What a server may be asked: calls in flight at once, and requests and tokens a minute; without a limit where not given. */
export interface ServerLimits {
  concurrency: number;
  rpm?: number | undefined;
  tpm?: number | undefined;
}

/** What messages say of a server, in the words of its kind. */
export interface ServerWords {
  /** What its replies are not, where they are of another kind: `the OpenAI protocol`. */
  protocol: string;
  /** What to do where it does not answer: a sentence without its full stop. */
  ifSilent: string;
  /** What to do where its replies are of another kind: a sentence. */
  ifStrange: string;
}

/** A context window that a server told. */
export interface FoundWindow {
  /** Tokens of a prompt and its reply together. */
  window: number;
  /** Who says so. */
  from: string;
  /** gpt-tokenizer counts this model's tokens as it does itself. */
  isExact?: true;
}

/** A server that a run may ask: all that the pool, batches and `doctor` know of it, whatever it speaks. */
export interface ModelServer {
  /** For messages: its address without credentials, or what it is called. */
  name: string;
  limits: ServerLimits;
  words: ServerWords;
  /** The model that it is asked for where none is named; without it the only one that it lists. */
  defaultModel?: string | undefined;
  /** The name that this server knows the model by, where it is another than the run's. */
  nameThere?: string | undefined;
  /** Rejects with UserError where its address is known to be another. */
  check?(): Promise<void>;
  /** Names of its models; a server that has no list leaves it out. Rejects with NoList, UserError or CallFault. */
  listModels?(timeoutSeconds?: number): Promise<string[]>;
  /** The context window that it has for a model; undefined where it does not say. Never rejects. */
  findWindow?(model: string): Promise<FoundWindow | undefined>;
  /** The model of a run as this server has it; rows carry the name that is given. */
  modelFor(name: string): ChatModel;
  /** Whether it answers, and what of a request it takes. Rejects with UserError or CallFault where it does not answer. */
  probe(name: string, seed: number, timeoutSeconds: number): Promise<Probe>;
  /** Its batch API, and its fine-tuning, where it has them. */
  batchApi?(name: string): BatchApi;
  fineTuning?(): FineTuning;
}

/** The server is there and does not say which models it has. The cause is what it said instead. */
export class NoList extends Error {}

const OWN_WORDS: ServerWords = {
  protocol: 'as a model of rolellm does',
  ifSilent: 'Check that the server behind it is running',
  ifStrange: 'Its replies have a content, a finish_reason and a usage.',
};

/** A model in one's own code as a server: it has no address, and itself as its only model. */
export function serverOf(model: ChatModel, limits: ServerLimits): ModelServer {
  return {
    name: model.name,
    limits,
    words: OWN_WORDS,
    defaultModel: model.name,
    modelFor: () => model,
    probe: (_name, seed, timeoutSeconds) => probeModel(model, seed, timeoutSeconds),
  };
}
