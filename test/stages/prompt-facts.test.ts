import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ChatRequest } from '../../src/llm/chat-model.js';
import type { PromptFacts } from '../../src/llm/prompt-facts.js';
import { KNOWN_TEXT } from '../../src/prompts/known-facts.js';
import { SYSTEM_PROMPT } from '../../src/prompts/system-instruction.js';
import { failedByDescription } from '../../src/quality/profile-text.js';
import { loadRecipes } from '../../src/recipes/index.js';
import type { LanguageCode } from '../../src/records.js';
import { SCENE_REFERENCE } from '../../src/stages/eval/prompt-facts.js';
import { offlineModelFor, promptFactsOf } from '../../src/stages/prompt-facts.js';
import { findFiles } from '../../src/store/find-files.js';

const recipes = await loadRecipes();
const promptFacts = promptFactsOf(recipes);
const offlineModel = offlineModelFor(recipes);

function requestDescription(language: LanguageCode, excerpts: string): ChatRequest {
  const slots = { excerpts };
  const sampling = { temperature: 0, top_p: 1, max_tokens: 1, frequency_penalty: 0, presence_penalty: 0 };
  const prompt = 'profile.description@1';
  return { id: 'a', group: 'a', messages: [], slots, model: 'm', sampling, sample: 0, seed: 0, prompt, language };
}

const factsOf = (id: string) => promptFacts[id] as PromptFacts;

// A stand-in that fails the checks leaves its role out of the plan, with all its questions.
test.each<[LanguageCode, string]>([
  ['en', 'NORA: Is it lit? [He laughs.]\n\nKEEPER: It is lit -- mark my words; and'],
  ['en', '_Enter_ HAMLET, reading **a book**:\n# ACT II\n"Words, words'],
  ['zh', '玄德曰：“吾弟何在？”（众人不语）\n张飞：俺在此！“快'],
  ['zh', '（第一回）Chapter 1 话说'],
])('the description that a plan expects passes the checks of a real one: %s %j', async (language, excerpts) => {
  const description = await factsOf('profile.description').standIn(requestDescription(language, excerpts));
  expect(failedByDescription(description, { language, isMachine: false, prompt: [] })).toEqual([]);
});

test('every prompt that ships is known to plans and to the offline model, but for those that only a judge is asked', () => {
  const folder = fileURLToPath(new URL('../../prompts/en/', import.meta.url));
  const shipped = findFiles('*.md', folder)
    .map((file) => basename(file, '.md'))
    .sort();
  // A text that is rendered and never asked has no reply to expect; a held-out scene is asked as it stands, without a text of ours.
  // The system text of every role, which a recipe may build on, is asked by eval.
  const rendered = recipes.flatMap(({ texts = [] }) => texts).filter((id) => id !== SYSTEM_PROMPT);
  expect(rendered).toEqual(['scenes.system', 'boundary.system', 'plot-qa.system']);
  rendered.push(KNOWN_TEXT);
  for (const id of rendered) expect(Object.keys(promptFacts)).not.toContain(id);
  const [scene] = SCENE_REFERENCE.split('@') as [string];
  expect(shipped).not.toContain(scene);
  expect(Object.keys(promptFacts).sort()).toEqual([...shipped.filter((id) => !rendered.includes(id)), scene].sort());
  const unanswered = Object.keys(promptFacts)
    .filter((id) => !factsOf(id).offline)
    .sort();
  expect(unanswered).toEqual(['eval.rank', 'judge.review', 'judge.review-reversed']);
});

test('the offline model says of a prompt that it has no answer to, and what to do', async () => {
  const request = { ...requestDescription('en', ''), prompt: 'judge.review@1' };
  await expect(offlineModel.complete(request)).rejects.toThrow('no answer to the prompt "judge.review"');
});
