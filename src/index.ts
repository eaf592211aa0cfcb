/** The library: stages, checks and the interfaces that a provider, a script format or a check of one's own implements. */

export { Settings } from './config.js';
export { UserError } from './errors.js';
export { CallFault, type FaultKind } from './llm/call-fault.js';
export type {
  ChatChoice,
  ChatMessage,
  ChatModel,
  ChatReplies,
  ChatReply,
  ChatRequest,
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
export * from './records.js';
export { chineseTokens, englishTokens, jiebaTokens, rougeL, scoreRougeL, tokensOf } from './rolebench/rouge.js';
export type { Log, RunContext } from './stages/context.js';
export { contextInstruct } from './stages/context-instruct/index.js';
export { evalModel, evalPredictions } from './stages/eval/index.js';
export { rank } from './stages/eval/rank.js';
export { exportDataset } from './stages/export/index.js';
export { filter } from './stages/filter/index.js';
export { judge } from './stages/judge/index.js';
export { profileBuild } from './stages/profile-build/index.js';
export { offlineModel } from './stages/prompt-facts.js';
export { rocit } from './stages/rocit/index.js';
export { rolegpt } from './stages/rolegpt/index.js';
export { type DataFolder, dataFolder } from './store/data-folder.js';
export type { StageRecord } from './store/manifest.js';
