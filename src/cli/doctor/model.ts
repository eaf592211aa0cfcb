import type { Settings } from '../../config.js';
import { messageOf, UserError } from '../../errors.js';
import { CallFault } from '../../llm/call-fault.js';
import { type ModelServer, NoList, type ServerWords } from '../../llm/model-server.js';
import type { Probe } from '../../llm/probe.js';
import { chooseProvider, findServers, type OpenServer, onlyModel, unlisted } from '../model.js';
import type { Environment } from '../settings.js';
import type { Toolbox } from '../toolbox.js';
import { type Finding, ok, problemOf } from './finding.js';

/** Longest waits, in seconds: for a list of models, and for a reply, before which a server may have to load its model. */
const LISTING_SECONDS = 5;
const REPLY_SECONDS = 60;

/** Asks the servers of a run what they have and, each once, for a word. Yields each finding as it comes. */
export async function* checkModel(
  settings: Settings,
  environment: Environment,
  { models }: Pick<Toolbox, 'models'>,
): AsyncGenerator<Finding> {
  if (chooseProvider(settings, environment) === 'offline') {
    yield describeOffline(settings);
    return;
  }
  let servers: readonly OpenServer[];
  try {
    servers = findServers(settings, environment, models);
  } catch (thrown) {
    yield problemOf('server', thrown);
    return;
  }
  yield* checkServers(servers, settings);
}

/** As checkModel, of servers of whatever kind. */
export async function* checkServers(servers: readonly OpenServer[], settings: Settings): AsyncGenerator<Finding> {
  let { model } = settings;
  for (const open of servers) {
    let server: ModelServer;
    try {
      server = await open();
      await server.check?.();
    } catch (thrown) {
      yield problemOf('server', thrown);
      continue;
    }
    const { finding, isThere, models } = await listModels(server);
    if (finding) yield finding;
    if (!isThere) continue;
    try {
      model ??= server.defaultModel ?? chooseModel(server, models);
    } catch (thrown) {
      yield problemOf('model', thrown);
      return;
    }
    yield await askForWord(server, { ...settings, model }, models);
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
  /** Without it the server has nothing to list. */
  finding?: Finding;
  /** Whether it is worth asking further. */
  isThere: boolean;
  /** Undefined: the server does not say. */
  models?: string[];
}

async function listModels(server: ModelServer): Promise<Listed> {
  const { name, words } = server;
  const check = 'server';
  const withoutList = (why: string): Listed => {
    return { isThere: true, finding: ok(check, `${name} answers, but does not list its models: ${why}`) };
  };
  if (!server.listModels) return { isThere: true };
  try {
    const models = await server.listModels(LISTING_SECONDS);
    if (models.length === 0) return withoutList('its list is empty');
    const count = models.length === 1 ? 'one model' : `${models.length} models`;
    return { isThere: true, models, finding: ok(check, `${name} answers and lists ${count}`) };
  } catch (thrown) {
    if (thrown instanceof NoList) return withoutList(thrown.message);
    if (thrown instanceof UserError) return { isThere: false, finding: problemOf(check, thrown) };
    if (!(thrown instanceof CallFault)) throw thrown;
    const says = `${name} does not answer: ${thrown.message}`;
    return { isThere: false, finding: { check, state: 'problem', says, advice: `${words.ifSilent}.` } };
  }
}

/** The model where none is named: the only one. Throws UserError where there is another number of them. */
function chooseModel({ name }: ModelServer, models: readonly string[] | undefined): string {
  if (models) return onlyModel(models, name);
  throw unlisted(name);
}

async function askForWord(
  server: ModelServer,
  { model, seed, contextWindow }: Pick<Settings, 'seed' | 'contextWindow'> & { model: string },
  models: string[] | undefined,
): Promise<Finding> {
  const name = server.nameThere ?? model;
  try {
    const probe = await server.probe(model, seed, REPLY_SECONDS);
    return describeProbe(name, probe, models, contextWindow ?? (await server.findWindow?.(model))?.window);
  } catch (thrown) {
    return explainSilence(name, thrown, server.words, models);
  }
}

function describeProbe(
  name: string,
  { calls, ms, takes }: Probe,
  models: string[] | undefined,
  window: number | undefined,
): Finding {
  const taken = Object.entries(takes).map(([part, state]) => `${part} ${state}`);
  const isListed = models === undefined || models.includes(name);
  const room = window === undefined ? '' : `; context window: ${window.toLocaleString('en-US')} tokens`;
  const notes = [
    ...(isListed ? [] : ['The server does not list it, but it answers.']),
    ...(Object.values(takes).every((state) => state === 'yes') ? [] : ['rolellm works without what is not supported.']),
  ];
  return {
    ...ok('model', `${name} replied in ${ms} ms; supports: ${taken.join(', ')}${room}`, notes.join(' ') || undefined),
    details: { model: name, latency_ms: ms, calls, takes, context_window: window ?? null },
  };
}

/** Why a server that is there gave no reply, and what it has where it lacks the model. */
function explainSilence(
  name: string,
  thrown: unknown,
  { protocol, ifStrange }: ServerWords,
  models: string[] | undefined,
): Finding {
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
      advice: 'It lets you in, but it is busy. A run would wait for it.',
    };
  }
  const advice =
    thrown.kind === 'garbled'
      ? `It does not speak ${protocol}. ${ifStrange}`
      : 'Look at the log of the server, then try again.';
  return { check, state: 'problem', says, advice };
}

/** Models that are named in a message. */
const some = (models: readonly string[]) => `${models.slice(0, 10).join(', ')}${models.length > 10 ? ' …' : ''}`;
