import { z } from 'zod';
import { makeRequest } from '../llm/chat-request.js';
import { readJsonReply, replySchema } from '../llm/json-reply.js';
import { slotOf } from '../llm/prompt-facts.js';
import { askAll, askOne, InvalidReply } from '../llm/work.js';
import { describeWithFacts } from '../prompts/known-facts.js';
import { renderPrompt } from '../prompts/load.js';
import { describeRole } from '../prompts/role-description.js';
import { createQuestionCheck, createResponseCheck } from '../quality/duplicates.js';
import { createAnswerCheck } from '../quality/repeated-answers.js';
import { ownSettings } from '../recipes/settings.js';
import { askedAndAnswered } from '../turns.js';

/** What a plug-in is handed, so that it need not install anything: the functions that recipes, checks and models are made of. */
export const pluginKit = {
  z,
  askAll,
  askOne,
  askedAndAnswered,
  createAnswerCheck,
  createQuestionCheck,
  createResponseCheck,
  describeRole,
  describeWithFacts,
  InvalidReply,
  makeRequest,
  ownSettings,
  readJsonReply,
  renderPrompt,
  replySchema,
  slotOf,
};

export type PluginKit = typeof pluginKit;
