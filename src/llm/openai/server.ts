import { UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import { type ModelServer, NoList, type ServerLimits, type ServerWords } from '../model-server.js';
import { openaiBatchApi } from './batch-api.js';
import { checkApi } from './find-api.js';
import { findWindow } from './find-window.js';
import { openaiFineTuning } from './fine-tuning.js';
import { type Connection, connect, listModels, type ModelNames, openaiModel } from './index.js';
import { probeServer } from './probe.js';

/** OpenAI's model that is asked where none is named: cheap, and it takes json_schema. */
const DEFAULT_MODEL = 'gpt-4o-mini';

const WORDS: ServerWords = {
  protocol: 'the OpenAI protocol',
  ifSilent: 'Check that the server is running and that --base-url is right',
  ifStrange: 'Check --base-url: it mostly ends in /v1.',
};

/** Whether a server that does not list its models is there all the same. */
function hasNoList(thrown: unknown): thrown is UserError | CallFault {
  if (thrown instanceof UserError) return / answers 404\b/.test(thrown.message);
  return thrown instanceof CallFault && (/^\d{3}\b/.test(thrown.message) || thrown.kind === 'garbled');
}

/** A server that speaks OpenAI's protocol. Throws UserError where its key or its address cannot be one. */
export function openaiServer(
  { nameThere, ...connection }: Connection & Omit<ModelNames, 'model'>,
  limits: ServerLimits,
): ModelServer {
  const within = (timeoutSeconds: number): Connection => {
    return { ...connection, timeoutSeconds: Math.min(connection.timeoutSeconds, timeoutSeconds) };
  };
  return {
    name: connect(connection).url,
    limits,
    words: WORDS,
    nameThere,
    defaultModel: connection.baseUrl === undefined ? DEFAULT_MODEL : undefined,
    check: () => checkApi(connection),
    async listModels(timeoutSeconds = connection.timeoutSeconds) {
      try {
        return await listModels(within(timeoutSeconds));
      } catch (thrown) {
        throw hasNoList(thrown) ? new NoList(thrown.message, { cause: thrown }) : thrown;
      }
    },
    findWindow: (model) => findWindow(connection, nameThere ?? model),
    modelFor: (model) => openaiModel({ ...connection, nameThere, model }),
    probe: (model, seed, timeoutSeconds) => probeServer({ ...within(timeoutSeconds), nameThere, model }, seed),
    batchApi: (model) => openaiBatchApi({ ...connection, nameThere, model }),
    fineTuning: () => openaiFineTuning(connection),
  };
}
