import type { Settings } from '../../config.js';
import { messageOf, UserError } from '../../errors.js';
import { CallFault } from '../../llm/call-fault.js';
import type { Probe } from '../../llm/openai/probe.js';
import { chooseProvider, findServers, OPENAI_DEFAULT, onlyModel, type Server } from '../model.js';
import type { Environment } from '../settings.js';
import { type Finding, ok, problemOf } from './finding.js';

/** Longest waits, in seconds: for a list of models, and for a reply, before which a server may have to load its model. */
const LISTING_SECONDS = 5;
const REPLY_SECONDS = 60;

type Place = Omit<Server, 'model'>;

/** Asks the servers of a run what they have and, each once, for a word. Yields each finding as it comes. */
export async function* checkModel(settings: Settings, environment: Environment): AsyncGenerator<Finding> {
  if (chooseProvider(settings, environment) === 'offline') {
    yield describeOffline(settings);
    return;
  }
  let places: Place[];
  try {
    places = findServers(settings, environment);
  } catch (thrown) {
    yield problemOf('server', thrown);
    return;
  }
  let model = settings.model;
  const { checkApi } = await import('../../llm/openai/find-api.js');
  for (const place of places) {
    try {
      await checkApi(place);
    } catch (thrown) {
      yield problemOf('server', thrown);
      continue;
    }
    const listed = await listModels(place);
    yield listed.finding;
    if (!listed.isThere) continue;
    try {
      model ??= place.baseUrl === undefined ? OPENAI_DEFAULT : chooseModel(listed);
    } catch (thrown) {
      yield problemOf('model', thrown);
      return;
    }
    yield await askForWord({ ...place, model }, settings, listed.models);
  }
}

function describeOffline({ provider }: Settings): Finding {
  if (provider === 'offline') return ok('model', '`offline`, as set: no server is used');
  return ok(
    'model',
    'nothing is configured, so `offline` is used: it composes answers from the scripts and is not a language model',
    'To use one, set OPENAI_API_KEY or name a server with --base-url.',
  );
}

interface Listed {
  finding: Finding;
  url: string;
  /** Whether it is worth asking further. */
  isThere: boolean;
  /** Undefined: the server does not say. */
  models?: string[] | undefined;
}

async function listModels(place: Place): Promise<Listed> {
  const { connect, listModels: list } = await import('../../llm/openai/index.js');
  const check = 'server';
  const { url } = connect(place);
  const withoutList = (why: string): Listed => {
    return { url, isThere: true, finding: ok(check, `${url} answers, but does not list its models: ${why}`) };
  };
  try {
    const models = await list({ ...place, timeoutSeconds: Math.min(place.timeoutSeconds, LISTING_SECONDS) });
    if (models.length === 0) return withoutList('its list is empty');
    const count = models.length === 1 ? 'one model' : `${models.length} models`;
    return { url, isThere: true, models, finding: ok(check, `${url} answers and lists ${count}`) };
  } catch (thrown) {
    if (thrown instanceof UserError) {
      const isMissing = / answers 404\b/.test(thrown.message);
      return isMissing ? withoutList('404') : { url, isThere: false, finding: problemOf(check, thrown) };
    }
    if (!(thrown instanceof CallFault)) throw thrown;
    if (/^\d{3}\b/.test(thrown.message) || thrown.kind === 'garbled') return withoutList(thrown.message);
    const says = `${url} does not answer: ${thrown.message}`;
    const advice = 'Check that the server is running, that --base-url is right, and that the network works.';
    return { url, isThere: false, finding: { check, state: 'problem', says, advice } };
  }
}

/** The model where none is named: the only one. Throws UserError where there is another number of them. */
function chooseModel({ models, url }: Listed): string {
  if (models) return onlyModel(models, url);
  throw new UserError(`${url} does not list its models`, { advice: 'Name one with --model.' });
}

async function askForWord(server: Server, { seed }: Settings, models: string[] | undefined): Promise<Finding> {
  const { probeServer } = await import('../../llm/openai/probe.js');
  const name = server.nameThere ?? server.model;
  try {
    const timeoutSeconds = Math.min(server.timeoutSeconds, REPLY_SECONDS);
    return describeProbe(name, await probeServer({ ...server, timeoutSeconds }, seed), models);
  } catch (thrown) {
    return explainSilence(name, thrown, models);
  }
}

function describeProbe(name: string, { calls, ms, takes }: Probe, models: string[] | undefined): Finding {
  const taken = Object.entries(takes).map(([part, state]) => `${part} ${state}`);
  const isListed = models === undefined || models.includes(name);
  const notes = [
    ...(isListed ? [] : ['The server does not list it, but it answers.']),
    ...(Object.values(takes).every((state) => state === 'yes') ? [] : ['rolellm works without what is not supported.']),
  ];
  return {
    ...ok('model', `${name} replied in ${ms} ms; supports: ${taken.join(', ')}`, notes.join(' ') || undefined),
    details: { model: name, latency_ms: ms, calls, takes },
  };
}

/** Why a server that is there gave no reply, and what it has where it lacks the model. */
function explainSilence(name: string, thrown: unknown, models: string[] | undefined): Finding {
  const check = 'model';
  if (thrown instanceof UserError) {
    const finding = problemOf(check, thrown);
    if (!models || models.includes(name)) return finding;
    return {
      ...finding,
      advice: `The server has no "${name}". Choose one of its models with --model: ${some(models)}.`,
    };
  }
  if (!(thrown instanceof CallFault)) throw thrown;
  const says = `${name}: ${messageOf(thrown)}`;
  if (thrown.kind === 'rate-limited') {
    return {
      check,
      state: 'warning',
      says,
      advice: 'The key is accepted, but the server is busy. A run would wait for it.',
    };
  }
  const advice =
    thrown.kind === 'garbled'
      ? 'This server has no OpenAI-compatible API at this address. The right --base-url usually ends in /v1.'
      : 'Look at the log of the server, then try again.';
  return { check, state: 'problem', says, advice };
}

/** Models that are named in a message. */
const some = (models: readonly string[]) => `${models.slice(0, 10).join(', ')}${models.length > 10 ? ' …' : ''}`;
