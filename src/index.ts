/** The library: stages, recipes, checks and the interfaces that a provider, a script format or a check of one's own implements. */

import { loadRecipes } from './recipes/index.js';
import { offlineModelFor } from './stages/prompt-facts.js';

export type { PluginKit } from './cli/plugin-kit.js';
export type { OwnRecipe, Plugin, PluginModule } from './cli/plugins.js';
export { Settings } from './config.js';
export { UserError } from './errors.js';
export { type OpenedKnowledge, openKnowledge } from './knowledge/open.js';
export type { Language } from './languages/index.js';
export { CallFault, type FaultKind } from './llm/call-fault.js';
export type {
  ChatChoice,
  ChatMessage,
  ChatModel,
  ChatReplies,
  ChatReply,
  ChatRequest,
  ReplyBounds,
  ReplySchema,
  Sampling,
  Usage,
} from './llm/chat-model.js';
export {
  directExecutor,
  type Executor,
  type FillCounts,
  type FillEvents,
  type Filled,
  type FillSettings,
} from './llm/executor.js';
export { openaiModel } from './llm/openai/index.js';
export {
  type Answers,
  type Ask,
  askAll,
  askOne,
  assemble,
  InvalidReply,
  plan,
  type Reading,
  type Unit,
  type Work,
} from './llm/work.js';
export type { Log } from './log.js';
export { loadPrompts, type Prompt, type Prompts } from './prompts/load.js';
export type { Check, CheckContext, CheckResult, CheckSettings } from './quality/check.js';
export { checkAnswer, defaultCheckSettings, rowChecks } from './quality/index.js';
export {
  countSpeakers,
  type OpenedScript,
  openScript,
  type ReadingOptions,
  readScript,
  type ScriptFormat,
  type ScriptLine,
  scriptFormats,
} from './readers/index.js';
export type * from './recipes/recipe.js';
export { ownSettings, settingsSchema } from './recipes/settings.js';
export * from './records.js';
export { chineseTokens, englishTokens, jiebaTokens, rougeL, scoreRougeL, tokensOf } from './rolebench/rouge.js';
export type { RunContext } from './stages/context.js';
export { evalModel, evalPredictions } from './stages/eval/index.js';
export { rank } from './stages/eval/rank.js';
export { exportDataset } from './stages/export/index.js';
export { filter } from './stages/filter/index.js';
export { judge } from './stages/judge/index.js';
export { readKnowledge } from './stages/knowledge/index.js';
export { profileBuild } from './stages/profile-build/index.js';
export { rocit } from './stages/rocit/index.js';
export { runRecipe } from './stages/run-recipe.js';
export { type DataFolder, dataFolder } from './store/data-folder.js';
export type { StageRecord } from './store/manifest.js';
export { loadRecipes, offlineModelFor };

/** The embedded model, which answers what the stages and the shipped recipes ask. */
export const offlineModel = offlineModelFor(await loadRecipes());
