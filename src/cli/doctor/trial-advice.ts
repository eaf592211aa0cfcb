import { stringify } from 'yaml';
import type { Settings } from '../../config.js';
import type { Tried } from '../../llm/trial.js';
import { promptsOf, type Recipe } from '../../recipes/recipe.js';
import { dataFolder } from '../../store/data-folder.js';
import { allStages } from '../commands/stages.js';
import { planStages } from '../plan.js';
import type { Environment } from '../settings.js';
import type { Toolbox } from '../toolbox.js';
import { type Finding, ok } from './finding.js';

/** What a trial is made with. */
export interface TrialOptions {
  settings: Settings;
  environment: Environment;
  toolbox: Toolbox;
}

/** Replies that took this share of the time allowed leave none for a busier server. Our choice. */
const SAFE_SHARE = 0.5;

/** How fast the model replied, and how long a full run takes at that speed, one call at a time. */
export async function describeSpeed(options: TrialOptions, tried: readonly Tried[]): Promise<Finding> {
  const { settings, environment, toolbox } = options;
  const stages = allStages(toolbox.recipes, settings);
  const planned = await planStages(stages, { settings, environment, toolbox, data: dataFolder(settings.data) }, 1);
  const requests = planned.reduce((sum, stage) => sum + stage.requests, 0);
  const ms = planned.reduce((sum, { stage, requests }) => sum + requests * meanMs(tried, stage), 0);
  const tokens = tried.reduce((sum, { usage }) => sum + usage.completion_tokens, 0);
  const spent = tried.reduce((sum, one) => sum + one.ms, 0);
  const speed = spent > 0 ? (1000 * tokens) / spent : 0;
  const says = `${speed.toFixed(1)} tokens a second; a full run asks about ${requests.toLocaleString('en-US')} more requests: ${duration(ms)} if they are answered one at a time`;
  return {
    ...ok('speed', says, 'A server that answers several at once takes less.'),
    details: { tokens_per_second: Math.round(10 * speed) / 10, requests, seconds: Math.round(ms / 1000) },
  };
}

/** What a request of a stage took on average; of all stages where that one was not tried. */
function meanMs(tried: readonly Tried[], stage: string): number {
  const own = tried.filter((one) => one.stage === stage);
  const counted = own.length > 0 ? own : tried;
  return counted.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, counted.length);
}

/** A time as people say it. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (minutes < 90) return `${minutes} min`;
  const hours = ms / 3_600_000;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}

/** The settings that suit the model, as they stand in the settings file; undefined where it needs none. */
export function adviseSettings(
  { settings, toolbox }: TrialOptions,
  tried: readonly Tried[],
  smaller: readonly Tried[],
): Finding | undefined {
  const advised: Record<string, unknown> = {};
  for (const recipe of toolbox.recipes) {
    if (isBetter(recipe, tried, smaller)) advised[recipe.key] = recipe.smallModel;
  }
  const longest = Math.max(0, ...tried.map(longestReplyMs)) / 1000;
  if (longest > SAFE_SHARE * settings.timeoutSeconds) advised.timeoutSeconds = roundUp(longest / SAFE_SHARE);
  if (Object.keys(advised).length === 0) return undefined;
  return {
    check: 'settings',
    state: 'warning',
    says: `for this model write into the settings file: ${Object.entries(advised).map(asLine).join(' and ')}`,
    advice: 'See docs/real-models.md.',
    details: { settings: advised },
  };
}

/** A setting as a line of the settings file. */
function asLine([key, value]: [string, unknown]): string {
  const line = stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return `\`${line.replace(/^\{ | \}$/g, '')}\``;
}

/** Whether more of a recipe's prompts could be used with its settings for small models. */
function isBetter(recipe: Recipe, tried: readonly Tried[], smaller: readonly Tried[]): boolean {
  const usable = (all: readonly Tried[]) =>
    all.filter(({ prompt, unusable }) => unusable === undefined && promptsOf(recipe).includes(prompt)).length;
  return usable(smaller) > usable(tried);
}

/** What the longest reply that was allowed would have taken. */
function longestReplyMs({ ms, usage, request }: Tried): number {
  if (usage.completion_tokens === 0) return ms;
  return (ms * request.sampling.max_tokens) / usage.completion_tokens;
}

/** To two digits, upwards. */
function roundUp(seconds: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(seconds)) - 1);
  return Math.ceil(seconds / step) * step;
}
