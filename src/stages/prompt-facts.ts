import type { ChatModel } from '../llm/chat-model.js';
import { createOfflineModel } from '../llm/offline-model.js';
import type { FactsByPrompt } from '../llm/prompt-facts.js';
import type { Recipe } from '../recipes/recipe.js';
import { auditFacts } from './audit/prompt-facts.js';
import { evalFacts } from './eval/prompt-facts.js';
import { judgeFacts } from './judge/prompt-facts.js';
import { knowledgeFacts } from './knowledge/prompt-facts.js';
import { profileFacts } from './profile-build/prompt-facts.js';

/** What is known of every prompt that a stage or one of these recipes asks. */
export const promptFactsOf = (recipes: readonly Recipe[]): FactsByPrompt =>
  Object.assign(
    {},
    profileFacts,
    knowledgeFacts,
    auditFacts,
    judgeFacts,
    evalFacts,
    ...recipes.map(({ prompts }) => prompts),
  );

/** The embedded model: it answers what the stages and these recipes ask. */
export const offlineModelFor = (recipes: readonly Recipe[]): ChatModel => createOfflineModel(promptFactsOf(recipes));
