import { expect, test } from 'vitest';
import type { ChatRequest } from '../../src/llm/chat-model.js';
import { standIn } from '../../src/llm/rehearsal/stand-in.js';
import { failedByDescription } from '../../src/quality/profile-text.js';
import type { LanguageCode } from '../../src/records.js';

function requestDescription(language: LanguageCode, excerpts: string): ChatRequest {
  const messages = [{ role: 'user' as const, content: `<excerpts>\n${excerpts}\n</excerpts>` }];
  const sampling = { temperature: 0, top_p: 1, max_tokens: 1, frequency_penalty: 0, presence_penalty: 0 };
  const prompt = 'profile.description@1';
  return { id: 'a', group: 'a', messages, model: 'm', sampling, sample: 0, seed: 0, prompt, language };
}

// A stand-in that fails the checks leaves its role out of the plan, with all its questions.
test.each<[LanguageCode, string]>([
  ['en', 'NORA: Is it lit? [He laughs.]\n\nKEEPER: It is lit -- mark my words; and'],
  ['en', '_Enter_ HAMLET, reading **a book**:\n# ACT II\n"Words, words'],
  ['zh', '玄德曰：“吾弟何在？”（众人不语）\n张飞：俺在此！“快'],
  ['zh', '（第一回）Chapter 1 话说'],
])('the description that a plan expects passes the checks of a real one: %s %j', async (language, excerpts) => {
  const description = await standIn(requestDescription(language, excerpts));
  expect(failedByDescription(description, { language, isMachine: false, prompt: [] })).toEqual([]);
});
