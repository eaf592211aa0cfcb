import type { Settings } from '../../config.js';
import { messageOf, UserError } from '../../errors.js';
import { CallFault } from '../../llm/call-fault.js';
import type { PromptRoom } from '../../llm/room/index.js';
import { createTrial, type Tried } from '../../llm/trial.js';
import { promptsOf, type Recipe } from '../../recipes/recipe.js';
import { readRoles } from '../../stages/profile-build/read-roles.js';
import { promptFactsOf } from '../../stages/prompt-facts.js';
import { dataFolder } from '../../store/data-folder.js';
import { makeScratch } from '../../store/scratch.js';
import { readWindows, recordWindow } from '../../store/windows.js';
import { type Calls, prepareCalls } from '../calls.js';
import { allStages } from '../commands/stages.js';
import { chooseProvider } from '../model.js';
import type { Stage } from '../stage.js';
import type { Toolbox } from '../toolbox.js';
import { type Finding, ok, problemOf } from './finding.js';
import { adviseSettings, describeSpeed, type TrialOptions } from './trial-advice.js';

const silent = { trace() {}, debug() {}, info() {}, warn() {} };
const never = new AbortController().signal;

/** Answers and instructions of the one role: enough that every prompt has its turn. */
const FEW = 4;

/** So much of a reply is shown. */
const LONGEST_SHOWN = 240;

/**
 * doctor --trial: asks each prompt of the profile and of the recipes once, for one role, in a folder that is thrown away. Yields what came of
 * each as it comes, then how long a full run takes at that speed, and the settings that suit the model.
 */
export async function* tryPrompts(options: TrialOptions): AsyncGenerator<Finding> {
  const { settings, environment, toolbox } = options;
  if (chooseProvider(settings, environment) === 'offline') {
    yield ok('trial', 'there is no model to try: name one with --base-url or --model');
    return;
  }
  const scratch = makeScratch();
  try {
    const [role] = readRoles(settings.roles, settings.only);
    if (!role) throw new UserError('there is no role to try the prompts with');
    const data = dataFolder(scratch.folder);
    // As the run would ask.
    for (const [model, record] of Object.entries(readWindows(dataFolder(settings.data).windows))) {
      recordWindow(data.windows, model, record);
    }
    const few: Settings = { ...settings, executor: 'direct', only: [role.name], limit: FEW };
    const calls = await prepareCalls({ ...toolbox, settings: few, environment, data, log: silent, stop: never });
    yield ok('trial', `each prompt is asked once, for ${role.name}; nothing of it is kept`);
    yield* tryAll(options, few, calls, scratch.folder);
  } catch (thrown) {
    yield asProblem(thrown);
  } finally {
    scratch.remove();
  }
}

const asProblem = (thrown: unknown): Finding =>
  thrown instanceof CallFault
    ? { check: 'trial', state: 'problem', says: messageOf(thrown), advice: 'Look at the log of the server.' }
    : problemOf('trial', thrown);

async function* tryAll(options: TrialOptions, few: Settings, calls: Calls, folder: string): AsyncGenerator<Finding> {
  const { toolbox } = options;
  const stages = allStages(toolbox.recipes, few).filter(({ asks }) => asks);
  const tried: Tried[] = [];
  for (const stage of stages) yield* tryStage(stage, { few, calls, folder, toolbox }, tried);
  const smaller: Tried[] = [];
  for (const recipe of needingSmaller(toolbox.recipes, tried)) {
    const settings = withSmallModel(few, recipe);
    const stage = stages.find(({ name }) => name === recipe.name) as Stage;
    yield* tryStage(stage, { few: settings, calls, folder, toolbox, form: ' in the form for small models' }, smaller);
  }
  yield await describeSpeed(options, tried);
  const advice = adviseSettings(options, tried, smaller);
  if (advice) yield advice;
}

/** Recipes of which a prompt could not be used and that have settings for small models. */
const needingSmaller = (recipes: readonly Recipe[], tried: readonly Tried[]): Recipe[] =>
  recipes.filter(
    (recipe) =>
      recipe.smallModel &&
      tried.some(({ prompt, unusable }) => unusable !== undefined && promptsOf(recipe).includes(prompt)),
  );

/** The settings with a recipe's own for small models on top, part by part. */
function withSmallModel(settings: Settings, { key, smallModel = {} }: Recipe): Settings {
  const own = (settings as Record<string, unknown>)[key] as Record<string, unknown>;
  const small = Object.entries(smallModel).map(([name, value]) => {
    const isPart = typeof value === 'object' && value !== null;
    return [name, isPart ? { ...(own[name] as object), ...value } : value];
  });
  return { ...settings, [key]: { ...own, ...Object.fromEntries(small) } } as Settings;
}

interface Trying {
  few: Settings;
  calls: Pick<Calls, 'model'> & { room: PromptRoom };
  folder: string;
  toolbox: Toolbox;
  /** What is other than in a run, for messages. */
  form?: string;
}

/** Runs one stage, and yields each prompt's reply when it comes. */
async function* tryStage(
  stage: Stage,
  { few, calls: { model, room }, folder, toolbox, form = '' }: Trying,
  tried: Tried[],
): AsyncGenerator<Finding> {
  const came: Tried[] = [];
  let wake = () => {};
  const executor = createTrial(model, promptFactsOf(toolbox.recipes), (one) => {
    came.push(one);
    wake();
  });
  const context = { ...toolbox, settings: few, checks: [], log: silent, stop: never, abort: never };
  if (!stage.asks) return;
  let isOver = false;
  const run = stage.run({ ...context, data: dataFolder(folder), model, executor, room }).finally(() => {
    isOver = true;
    wake();
  });
  // What it rejects with is thrown below, when all that came is told.
  run.catch(() => {});
  for (;;) {
    for (const one of came.splice(0)) {
      tried.push(one);
      yield describeTried(one, form);
    }
    if (isOver) break;
    await new Promise<void>((resume) => {
      wake = resume;
      if (came.length > 0 || isOver) resume();
    });
  }
  await run;
}

const seconds = (ms: number) => (ms < 10_000 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000)));

/** What came of one prompt: whether it could be read, tokens, seconds, and the reply. */
function describeTried({ prompt, unusable, usage, ms, content, stage }: Tried, form: string): Finding {
  const { prompt_tokens, completion_tokens } = usage;
  const took = `${prompt_tokens} + ${completion_tokens} tokens in ${seconds(ms)} s`;
  const text = content.replace(/\s+/g, ' ').trim();
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)} …` : text;
  return {
    check: 'trial',
    state: unusable === undefined ? 'ok' : 'warning',
    says: `${prompt}${form}: ${unusable === undefined ? 'can be used' : `cannot be used: ${unusable}`}; ${took}: ${shown}`,
    details: {
      stage,
      prompt,
      usable: unusable === undefined,
      unusable: unusable ?? null,
      prompt_tokens,
      completion_tokens,
      ms,
      reply: content,
    },
  };
}
