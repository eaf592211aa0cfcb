import { givenWindow, type Settings } from '../config.js';
import { UserError } from '../errors.js';
import { type LanguageCode, languageCodes } from '../languages/index.js';
import { CallFault } from '../llm/call-fault.js';
import type { ChatModel } from '../llm/chat-model.js';
import { makeRequest } from '../llm/chat-request.js';
import type { FoundWindow, ModelServer } from '../llm/model-server.js';
import { costOf, type Price } from '../llm/prices.js';
import { type PromptRoom, roomIn, UNLIMITED } from '../llm/room/index.js';
import { createCutNotice, type NoticeCut } from '../llm/room/silent-cut.js';
import { countPrompt, encodingOf, tokenCounter } from '../llm/tokens.js';
import type { Log } from '../log.js';
import type { Prompts } from '../prompts/load.js';
import { PROFILE_PROMPTS } from '../stages/profile-build/prompts.js';
import type { DataFolder } from '../store/data-folder.js';
import { findJournals, MEASURING } from '../store/find-journals.js';
import { openJournal, readHeads } from '../store/journal.js';
import { readWindows, recordWindow, type WindowRecord } from '../store/windows.js';

/** Of English, some 350 tokens. */
const MEASURED_BYTES = 1600;

/** No tokenizer has fewer tokens than a third of another. */
const LEAST_RATIO = 0.3;

/** Long enough for a model that thinks to begin; what it says does not matter. */
const SHORT_REPLY = { temperature: 0, top_p: 1, max_tokens: 16, frequency_penalty: 0, presence_penalty: 0 };

/** Of a data folder that was begun where none was known. */
const UNKNOWN: WindowRecord = { window: null, from: 'it was not known at the beginning', ratios: {} };

/** What it takes to find out how much a model can be shown. */
export interface RoomOptions {
  settings: Settings;
  data: DataFolder;
  prompts: Prompts;
  log: Log;
}

/** How much a model can be shown, and how it is noticed that it is shown less. */
export interface Room {
  room: PromptRoom;
  noticeCut: NoticeCut | undefined;
}

/** The model that is asked, at these servers. */
interface AskedAt {
  model: ChatModel;
  price: Price | null;
  servers: readonly ModelServer[];
}

/**
 * The room for prompts in a run, which from now on is the same in every run of this data folder: what was recorded; else what the settings
 * give or the servers tell, of several the smallest, with a call for each language that measures how the model counts. Throws UserError
 * where a server has a smaller window than what was recorded.
 */
export async function prepareRoom(asked: AskedAt, options: RoomOptions): Promise<Room> {
  const { settings, data, log } = options;
  const { name } = asked.model;
  const known = readWindows(data.windows)[name];
  const given = givenWindow(settings);
  const found = await findSmallest(asked, settings);
  if (known && (given === undefined || given === known.window)) {
    if (known.window !== null && found && found.window < known.window) throw isSmaller(found, known.window);
    return { room: roomOf(known, name), noticeCut: noticeFor(known, asked, options) };
  }
  const isNew = known || given !== undefined || !wasAsked(data, name);
  const entry = found && isNew ? await entryFor(found, asked, known?.ratios ?? {}, options) : UNKNOWN;
  // Who tells nothing today may tell it tomorrow, where nothing was asked yet.
  if (found) recordWindow(data.windows, name, entry);
  if (entry.window !== null) {
    log.info(`${name} has a context window of ${entry.window.toLocaleString('en-US')} tokens (${entry.from})`);
  }
  return { room: roomOf(entry, name), noticeCut: noticeFor(entry, asked, options) };
}

/** Notices where prompts are cut; no notice of OpenAI's, which refuses what is too long. */
function noticeFor(
  { ratios, is_exact: isExact }: WindowRecord,
  { model }: AskedAt,
  { settings }: RoomOptions,
): NoticeCut | undefined {
  if (isExact) return undefined;
  const isGiven = givenWindow(settings) !== undefined;
  return createCutNotice({ ratios, isGiven }, tokenCounter(encodingOf(model.name)));
}

/** The room that a plan reckons with: nothing is asked for it. */
export function plannedRoom(model: string, { settings, data }: Pick<RoomOptions, 'settings' | 'data'>): PromptRoom {
  const known = readWindows(data.windows)[model];
  const window = givenWindow(settings) ?? known?.window ?? null;
  return roomOf({ window, ratios: known?.ratios ?? {} }, model);
}

function roomOf({ window, ratios }: Pick<WindowRecord, 'window' | 'ratios'>, model: string): PromptRoom {
  return window === null ? UNLIMITED : roomIn({ window, ratios }, tokenCounter(encodingOf(model)));
}

/** The smallest window of all servers: what the settings give for each, else what it tells; those that tell nothing do not count. */
async function findSmallest({ model, servers }: AskedAt, settings: Settings): Promise<FoundWindow | undefined> {
  const { contextWindow, endpoints } = settings;
  const found = await Promise.all(
    servers.map((server, k): FoundWindow | Promise<FoundWindow | undefined> | undefined => {
      const given = endpoints?.[k]?.contextWindow ?? contextWindow;
      return given === undefined ? server.findWindow?.(model.name) : { window: given, from: 'contextWindow' };
    }),
  );
  return found.reduce((least, one) => (one && (!least || one.window < least.window) ? one : least), undefined);
}

/** A folder that was begun without a window keeps its prompts, so that nothing is asked again. */
function wasAsked({ calls }: DataFolder, model: string): boolean {
  return findJournals(calls).some((file) => {
    for (const head of readHeads(file)) if (head.model === model) return true;
    return false;
  });
}

function isSmaller({ window, from }: FoundWindow, recorded: number): UserError {
  const [now, before] = [window, recorded].map((tokens) => tokens.toLocaleString('en-US'));
  return new UserError(
    `the context window has ${now} tokens (${from}), and this data folder was begun with ${before}`,
    {
      advice: `Start the server with ${before} tokens for each request. Or set contextWindow: ${window}: prompts that are longer are then cut and asked again.`,
    },
  );
}

/** A window as it is recorded, with how the model counts. */
async function entryFor(
  { window, from, isExact }: FoundWindow,
  asked: AskedAt,
  known: WindowRecord['ratios'],
  options: RoomOptions,
): Promise<WindowRecord> {
  if (isExact) return { window, from, ratios: {}, is_exact: true };
  return { window, from, ratios: await measureAll(asked, known, options) };
}

/** How the model counts each language that was not measured yet. */
async function measureAll(
  asked: AskedAt,
  known: WindowRecord['ratios'],
  options: RoomOptions,
): Promise<WindowRecord['ratios']> {
  const languages = languageCodes.filter((language) => textIn(language, options.prompts) !== '');
  const ratios = { ...known };
  const journal = openJournal(options.data.journal(MEASURING));
  try {
    for (const language of languages) {
      if (ratios[language] !== undefined) continue;
      const ratio = await measure(language, asked, options, journal);
      if (ratio !== undefined) ratios[language] = ratio;
    }
    return ratios;
  } finally {
    await journal.close();
  }
}

/** A text of a language, short enough for every window: what the program's own prompts say in it. */
function textIn(language: LanguageCode, prompts: Prompts): string {
  const there = PROFILE_PROMPTS.filter((id) => prompts.has(id, language));
  const whole = there.flatMap((id) => prompts(id, language).messages.map(({ content }) => content)).join('\n\n');
  return Buffer.from(whole)
    .subarray(0, MEASURED_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}

/** The model's tokens of a text, by its own count, for one of gpt-tokenizer's; undefined where it does not answer that call. */
async function measure(
  language: LanguageCode,
  { model, price }: AskedAt,
  { prompts, settings, log }: RoomOptions,
  journal: ReturnType<typeof openJournal>,
): Promise<number | undefined> {
  const messages = [{ role: 'user' as const, content: textIn(language, prompts) }];
  const about = { slots: {}, sample: 0, seed: settings.seed, prompt: MEASURING, language };
  const request = makeRequest(model, { messages, sampling: SHORT_REPLY, ...about });
  try {
    const { usage, content, finish_reason, reply, settled } = await model.complete(request);
    await journal.append({
      ids: [request.id],
      contents: [content],
      finish_reasons: [finish_reason],
      usage: { cached_tokens: 0, ...usage },
      cost: price && costOf(usage, price),
      model: model.name,
      prompt: MEASURING,
      ...(reply === undefined ? {} : { reply }),
    });
    settled?.();
    const ratio = usage.prompt_tokens / countPrompt(request, tokenCounter(encodingOf(model.name)));
    // A server that does not count says nothing.
    return ratio < LEAST_RATIO ? undefined : Math.round(ratio * 1000) / 1000;
  } catch (thrown) {
    if (!(thrown instanceof CallFault)) throw thrown;
    log.warn(`how ${model.name} counts tokens could not be measured: ${thrown.message}`);
    return undefined;
  }
}
