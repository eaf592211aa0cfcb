import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatChoice, ChatModel } from '../../../src/llm/chat-model.js';
import { assemble, plan, type Unit } from '../../../src/llm/work.js';
import { loadPrompts } from '../../../src/prompts/load.js';
import { rowChecks } from '../../../src/quality/index.js';
import { askForCandidates, contextInstruct } from '../../../src/recipes/context-instruct/index.js';
import type { Candidate } from '../../../src/recipes/context-instruct/row.js';
import { readTriplets } from '../../../src/recipes/context-instruct/triplets.js';
import { settingsSchema } from '../../../src/recipes/settings.js';
import type { DialogueLine } from '../../../src/records.js';
import { dataFolder } from '../../../src/store/data-folder.js';
import { profileOf } from '../../harness/profile.js';

const MODEL: ChatModel = { name: 'test', revision: '1', complete: () => Promise.reject(new Error('not asked here')) };

const PROFILE = profileOf('Keeper', { description_second_person: 'You keep a light.' });

const LINES: DialogueLine[] = Array.from({ length: 80 }, (_, k) => ({
  script: 'lamp.txt',
  role: k % 2 === 0 ? 'Nora' : 'Keeper',
  content: `This is what was said in line ${k}.`,
  act_id: 0,
  diag_id: k,
  line: k + 1,
}));

function unitFor(perRole: number, lines = LINES): Unit<Candidate> & { ended: [number, Map<string, number>][] } {
  const settings = settingsSchema([contextInstruct]).parse({ contextInstruct: { perRole } });
  const ended: [number, Map<string, number>][] = [];
  const reviews = new Map();
  const shared = {
    settings,
    model: MODEL,
    prompts: loadPrompts(),
    checks: rowChecks,
    data: dataFolder('none'),
    log: { trace() {}, debug() {}, info() {}, warn() {} },
  };
  return {
    name: 'Keeper',
    ended,
    work: () =>
      askForCandidates({ profile: PROFILE, lines, allLines: lines }, shared, reviews, (accepted, refusals) =>
        ended.push([accepted, new Map(refusals)]),
      ),
  };
}

const NOUNS =
  'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff candle barrel'.split(
    ' ',
  );

/** A reply of `count` triplets, `good` of them acceptable, whose questions differ from those of other salts. */
function replyOf(salt: number, count: number, good: number): string {
  const noun = (k: number) => NOUNS[k % NOUNS.length];
  const triplets = Array.from({ length: count }, (_, k) => ({
    question: `Who gave you the ${noun(salt)} and the ${noun(salt * 3 + k + 1)} when the ${noun(k * 7 + salt)} of number ${salt * 100 + k} was lost?`,
    confidence: k < good ? 'High' : 'Low',
    rationale: 'It says so.',
    answer: `Nobody gave me that. I found number ${k} of ${salt} myself.`,
  }));
  return JSON.stringify({ triplets });
}

/** Answers what is planned, round by round, as a run would. */
function answerAll(
  unit: Unit<Candidate>,
  reply: (k: number) => string | undefined,
  rounds = 20,
): { answers: Map<string, ChatChoice>; sizes: number[] } {
  const answers = new Map<string, ChatChoice>();
  const sizes: number[] = [];
  let asked = 0;
  for (let round = 0; round < rounds; round += 1) {
    const requests = [...plan([unit], answers)];
    if (requests.length === 0) break;
    sizes.push(requests.length);
    for (const { id } of requests) {
      const content = reply(asked++);
      if (content !== undefined) answers.set(id, { content, finish_reason: 'stop' });
    }
  }
  return { answers, sizes };
}

test('rounds go on until as many as wanted are accepted, each planned from what the last one yielded', () => {
  const unit = unitFor(20);
  const { answers, sizes } = answerAll(unit, (k) => replyOf(k, 4, 1));
  expect(sizes.length).toBeGreaterThan(1);
  const { failures, rows } = assemble(unit, answers);
  expect(failures).toEqual([]);
  expect(unit.ended.at(-1)?.[0]).toBeGreaterThanOrEqual(20);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('a script-based candidate carries the lines that it came from, a script-agnostic one none', () => {
  const unit = unitFor(8);
  const { rows } = assemble(unit, answerAll(unit, (k) => replyOf(k, 4, 4)).answers);
  for (const { type, segment } of rows) {
    if (type === 'script_agnostic') expect(segment).toBeNull();
    else expect(LINES[segment?.to ?? 0]).toMatchObject({ role: 'Keeper', line: segment?.lines[1] });
  }
  expect(new Set(rows.map(({ type }) => type)).size).toBe(2);
});

test('a role that yields nothing new stops before the cap, and the refusals say why', () => {
  const unit = unitFor(50);
  const { answers, sizes } = answerAll(unit, () => replyOf(1, 4, 4));
  const { rows } = assemble(unit, answers);
  expect(sizes.length).toBeLessThan(20);
  expect(rows.length).toBeLessThanOrEqual(200 + 14);
  const [accepted, refusals] = unit.ended.at(-1) ?? [0, new Map()];
  expect(accepted).toBe(4);
  expect(refusals.get('exact-duplicate')).toBe(rows.length - 4);
});

test('a round in which a request failed is the last: the next run finishes it first', () => {
  const unit = unitFor(20);
  const first = answerAll(unit, (k) => (k === 2 ? undefined : replyOf(k, 4, 1)), 1);
  const short = assemble(unit, first.answers, () => 'the server was down');
  expect(short.failures.map(({ reason }) => reason)).toEqual(['the server was down']);
  expect(short.planned).toBe(first.sizes[0]);
  expect([...plan([unit], first.answers)]).toHaveLength(1);
});

test('a role without a single segment gets all its questions from the profile', () => {
  const unit = unitFor(10, []);
  const { rows } = assemble(unit, answerAll(unit, (k) => replyOf(k, 10, 10)).answers);
  expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['script_agnostic']));
  expect(unit.ended.at(-1)?.[0]).toBeGreaterThanOrEqual(10);
});

test('the same replies give the same candidates', () => {
  const [one, two] = [unitFor(20), unitFor(20)];
  const { answers } = answerAll(one, (k) => replyOf(k, 4, 2));
  expect(assemble(two, answers).rows).toEqual(assemble(one, answers).rows);
});

test('what a round asks follows from the replies of the earlier rounds alone', () => {
  const unit = unitFor(20);
  const first = answerAll(unit, (k) => replyOf(k, 4, 1), 1);
  const second = [...plan([unit], first.answers)].map(({ id }) => id);
  expect(second.length).toBeGreaterThan(0);
  const whole = answerAll(unit, (k) => replyOf(k, 4, 1));
  const others = answerAll(unit, (k) => (k < first.answers.size ? replyOf(k, 4, 1) : replyOf(k + 500, 4, 4)));
  for (const { answers } of [whole, others]) {
    expect([...answers.keys()].slice(0, first.answers.size)).toEqual([...first.answers.keys()]);
    expect([...answers.keys()].slice(first.answers.size, first.answers.size + second.length)).toEqual(second);
  }
});

test('whatever the replies hold, the rounds come to an end, no request is made twice, and no candidate is lost', () => {
  const yields = fc.array(fc.tuple(fc.nat(10), fc.nat(10)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(yields, fc.integer({ min: 1, max: 15 }), (drawn, perRole) => {
      const unit = unitFor(perRole);
      const of = (k: number) => drawn[k % drawn.length] as [number, number];
      const { answers, sizes } = answerAll(unit, (k) => replyOf(k, ...of(k)), 200);
      expect([...plan([unit], answers)]).toEqual([]);
      const asked = sizes.reduce((sum, size) => sum + size, 0);
      expect(answers.size).toBe(asked);
      const { rows, failures } = assemble(unit, answers);
      expect(failures).toEqual([]);
      expect(rows).toHaveLength(Array.from({ length: asked }, (_, k) => of(k)[0]).reduce((sum, n) => sum + n, 0));
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['plain JSON', replyOf(1, 2, 1)],
  ['JSON in a code fence', `Here you are:\n\`\`\`json\n${replyOf(1, 2, 1)}\n\`\`\`\n`],
  ['JSON with a missing bracket', replyOf(1, 2, 1).slice(0, -2)],
  ['a confidence with its reason', replyOf(1, 2, 1).replace('"High"', '"High, because it says so"')],
])('%s is read', (_, content) => {
  expect(readTriplets(content).map(({ confidence }) => confidence)).toEqual(['High', 'Low']);
});

test.each([
  ['nothing', '', 'the reply is empty'],
  ['prose', 'I would rather not.', 'the reply'],
  ['another shape', '{"questions": []}', 'another shape: "triplets"'],
])('%s is an invalid reply that is asked for again', (_, content, reason) => {
  expect(() => readTriplets(content)).toThrow(reason);
});
