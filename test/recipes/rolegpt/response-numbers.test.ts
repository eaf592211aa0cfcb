import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Settings } from '../../../src/config.js';
import type { ChatModel } from '../../../src/llm/chat-model.js';
import { assemble, plan } from '../../../src/llm/work.js';
import { loadPrompts } from '../../../src/prompts/load.js';
import { askPair, rolegpt } from '../../../src/recipes/rolegpt/index.js';
import { tellRenumbered } from '../../../src/recipes/rolegpt/renumbered.js';
import { RolePair } from '../../../src/recipes/rolegpt/row.js';
import type { Instruction } from '../../../src/records.js';
import { emptyRecord } from '../../../src/stages/basis.js';
import { dataFolder } from '../../../src/store/data-folder.js';
import { writeRows } from '../../../src/store/jsonl.js';
import { recordStage } from '../../../src/store/manifest.js';
import { answerOf } from '../../../src/turns.js';
import { startChatServer } from '../../harness/chat-server.js';
import { makeFolder, rolellm } from '../../harness/cli.js';
import { profileOf } from '../../harness/profile.js';
import { isSpecific, keptIn, refusedIn } from '../../harness/samples.js';
import { GENERATE, TINY_FILES } from '../../harness/tiny-role.js';

const INSTRUCTION: Instruction = {
  instruction: 'Name a fish.',
  input: '',
  language: 'en',
  source: 'mine',
  category: null,
  raw_answer: null,
};
const context = {
  settings: Settings.parse({}),
  model: { name: 'm', revision: '' } as ChatModel,
  prompts: loadPrompts(),
};

/** The pair's row where these samples failed; sample 5 is the baseline. */
function pairWithout(failed: ReadonlySet<number>): RolePair | undefined {
  const work = () => askPair(profileOf('Keeper'), INSTRUCTION, () => [], context);
  const requests = [...plan([{ name: 'Keeper', work }], new Map())];
  const answers = new Map(
    requests.flatMap((request, k) =>
      failed.has(k) ? [] : [[request.id, { content: `fish ${k}`, finish_reason: 'stop' }] as const],
    ),
  );
  return assemble({ name: 'Keeper', work }, answers).rows[0];
}

test('a response is named by its sample, whichever others failed, and by the same name once they are there', () => {
  const nameOf = (pair: RolePair | undefined) =>
    new Map((pair ? rolegpt.samples(pair) : []).map((sample) => [answerOf(sample), sample.id]));
  const whole = nameOf(pairWithout(new Set()));
  expect([...whole.keys()]).toEqual(['fish 0', 'fish 1', 'fish 2', 'fish 3', 'fish 4']);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(5)), (failed) => {
      const pair = pairWithout(new Set(failed));
      if (failed.length === 6) expect(pair).toBeUndefined();
      else expect(RolePair.parse(pair)).toEqual(pair);
      const some = nameOf(pair);
      expect(some.size).toBe(5 - failed.filter((k) => k < 5).length);
      for (const [answer, id] of some) expect(id).toBe(whole.get(answer));
    }),
  );
});

test('a mark stays with its answer when one that had failed is answered later', async () => {
  let isPartial = true;
  const refused = { status: 400, body: { error: { message: 'not this one', code: 'content_filter' } } };
  const server = await startChatServer(({ messages, seed = 0 }) => {
    const isInstruction = TINY_FILES['instructions.txt']?.includes(messages.at(-1)?.content ?? '');
    return isPartial && isInstruction && seed - context.settings.seed === 1 ? refused : undefined;
  });
  const folder = makeFolder(TINY_FILES);
  const generate = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  const general = () => [...keptIn(folder), ...refusedIn(folder)].filter((sample) => !isSpecific(sample));
  await rolellm(generate, folder);
  const before = general();
  isPartial = false;
  await rolellm(generate, folder);
  const after = new Map(general().map(({ id, answer }) => [id, answer]));
  expect(before.length).toBeGreaterThan(0);
  expect(after.size).toBeGreaterThan(before.length);
  for (const { id, answer } of before) expect(after.get(id)).toBe(answer);
});

test('marks in a folder of version 0.1.0 that may now be on another answer are named', () => {
  const folder = makeFolder();
  const data = dataFolder(join(folder, 'data'));
  const whole = pairWithout(new Set()) as RolePair;
  const short = { ...whole, id: 'short', generated: ['fish 0', 'fish 2'] };
  writeRows(data.rows('rolegpt'), RolePair, [whole, short]);
  recordStage(data.manifest, 'rolegpt', emptyRecord({ responses: 5 }, []));
  const mark = (id: string) => `${JSON.stringify({ id, role: 'Keeper', mark: 'good', note: '' })}\n`;
  writeFileSync(data.review, mark(`${whole.id}-1`) + mark('short-1'));
  const warnings: string[] = [];
  tellRenumbered({ data, log: { warn: (line: string) => warnings.push(line) } as never });
  expect(warnings).toEqual([expect.stringMatching(/^rolegpt: 1 marks in review\.jsonl .*: short-1$/)]);
});
