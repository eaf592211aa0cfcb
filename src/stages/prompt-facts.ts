import { createOfflineModel } from '../llm/offline-model.js';
import type { FactsByPrompt } from '../llm/prompt-facts.js';
import { contextInstructFacts } from './context-instruct/prompt-facts.js';
import { evalFacts } from './eval/prompt-facts.js';
import { judgeFacts } from './judge/prompt-facts.js';
import { profileFacts } from './profile-build/prompt-facts.js';
import { rolegptFacts } from './rolegpt/prompt-facts.js';

/** What is known of every prompt that a stage asks. */
export const promptFacts: FactsByPrompt = {
  ...profileFacts,
  ...contextInstructFacts,
  ...rolegptFacts,
  ...judgeFacts,
  ...evalFacts,
};

/** The embedded model: it answers what the stages ask. */
export const offlineModel = createOfflineModel(promptFacts);
