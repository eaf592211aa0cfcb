import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../src/errors.js';
import { CallFault, Defect } from '../../src/llm/call-fault.js';
import type { ChatModel, ChatRequest } from '../../src/llm/chat-model.js';
import { makeRequest } from '../../src/llm/chat-request.js';
import { type FillSettings, fill } from '../../src/llm/executor.js';
import { readJsonReply } from '../../src/llm/json-reply.js';
import { askAll, askOne, assemble, InvalidReply, plan, type Unit } from '../../src/llm/work.js';
import { openJournal } from '../../src/store/journal.js';
import { makeFolder } from '../harness/cli.js';

const SAMPLING = { temperature: 0, top_p: 1, max_tokens: 10, frequency_penalty: 0, presence_penalty: 0 };
const SETTINGS: FillSettings = { concurrency: 3, tries: 3, price: null };

const text = (request: ChatRequest) => request.messages[0]?.content ?? '';

/** A model of the test's own that answers with a function of the question. */
function modelOf(
  answer: (question: string, request: ChatRequest) => string | Promise<string>,
): ChatModel & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    name: 'test',
    revision: '1',
    async complete(request) {
      asked.push(text(request));
      const content = await answer(text(request), request);
      return { content, finish_reason: 'stop', usage: { prompt_tokens: 1, completion_tokens: 1 } };
    },
  };
}

function ask(model: ChatModel, question: string) {
  const messages = [{ role: 'user' as const, content: question }];
  const request = makeRequest(model, {
    messages,
    sampling: SAMPLING,
    sample: 0,
    seed: 0,
    prompt: 'p@1',
    slots: {},
    language: 'en',
  });
  const read = (content: string) => {
    if (content === '') throw new InvalidReply('the reply is empty');
    return content;
  };
  return { request, read };
}

/** A unit of two rounds: the second asks about what the first two were answered. */
function unitOf(model: ChatModel, name: string): Unit<string> {
  return {
    name,
    *work() {
      const first = yield* askAll([ask(model, `${name}-1`), ask(model, `${name}-2`)]);
      const answers = first.map((reading) => (reading.ok ? reading.value : '?'));
      const second = yield* askOne(ask(model, `${name}: ${answers.join('+')}`));
      return [second.ok ? second.value : `failed: ${second.reason}`];
    },
  };
}

const quiet = {
  stop: new AbortController().signal,
  abort: new AbortController().signal,
  onCounts() {},
  onFailure() {},
};
const openNew = () => openJournal(join(makeFolder(), 'calls.jsonl'));

test('every planned request is asked once, also those of later rounds, and the rows come in plan order', async () => {
  const model = modelOf((question) => `<${question}>`);
  const journal = openNew();
  const units = ['a', 'b', 'c', 'd'].map((name) => unitOf(model, name));
  const { counts } = await fill(units, model, journal, SETTINGS, quiet);
  expect(counts).toEqual({ planned: 12, done: 12, failed: 0, waiting: 0, known: 0 });
  expect(new Set(model.asked).size).toBe(12);
  expect(units.flatMap((unit) => assemble(unit, journal).rows)).toEqual(
    ['a', 'b', 'c', 'd'].map((n) => `<${n}: <${n}-1>+<${n}-2>>`),
  );
  expect([...plan(units, journal)]).toEqual([]);
  await journal.close();
});

test('a unit that fills the window by itself is at most joined by the next one', async () => {
  let open = 0;
  let mostOpen = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const model = modelOf(async (question) => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    await new Promise((resume) => setTimeout(resume, 1));
    inFlight -= 1;
    return question;
  });
  const journal = openNew();
  const units = Array.from(
    { length: 10 },
    (_, unit): Unit<string> => ({
      name: String(unit),
      *work() {
        open += 1;
        mostOpen = Math.max(mostOpen, open);
        yield* askAll(Array.from({ length: 6 }, (_, k) => ask(model, `${unit}-${k}`)));
        open -= 1;
        return [];
      },
    }),
  );
  const { counts } = await fill(units, model, journal, SETTINGS, quiet);
  expect(counts.done).toBe(60);
  expect(mostOpen).toBe(2);
  expect(mostInFlight).toBe(SETTINGS.concurrency);
  await journal.close();
});

test('plan names what is missing and can be known now, and fill asks exactly that', async () => {
  const model = modelOf((question) => question);
  const journal = openNew();
  const units = [unitOf(model, 'a'), unitOf(model, 'b')];
  expect([...plan(units, journal)].map(text)).toEqual(['a-1', 'a-2', 'b-1', 'b-2']);
  await fill(units.slice(0, 1), model, journal, SETTINGS, quiet);
  expect([...plan(units, journal)].map(text)).toEqual(['b-1', 'b-2']);
  await journal.close();
});

test('whatever the order in which replies come, the rows are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 5 }), async (scheduler, concurrency) => {
      const model = modelOf((question) => scheduler.schedule(Promise.resolve(`<${question}>`)));
      const journal = openNew();
      const units = ['a', 'b', 'c'].map((name) => unitOf(model, name));
      const filled = fill(units, model, journal, { ...SETTINGS, concurrency }, quiet);
      await scheduler.waitFor(filled);
      expect(units.flatMap((unit) => assemble(unit, journal).rows)).toEqual(
        ['a', 'b', 'c'].map((n) => `<${n}: <${n}-1>+<${n}-2>>`),
      );
      await journal.close();
    }),
    { numRuns: 25 },
  );
});

test('no more calls are in flight than allowed, and a slow one holds nobody else up', async () => {
  let [inFlight, most] = [0, 0];
  let finished = 0;
  let endSlowOne = () => {};
  const othersAreDone = new Promise<void>((resume) => {
    endSlowOne = resume;
  });
  const model = modelOf(async (question) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    // The slow one ends when all that does not wait for it has; were it waited for, nothing would ever end.
    await (question === 'a-1' ? othersAreDone : new Promise((resume) => setTimeout(resume, 2)));
    inFlight -= 1;
    finished += 1;
    if (finished === 13) endSlowOne();
    return question;
  });
  const journal = openNew();
  await fill(
    ['a', 'b', 'c', 'd', 'e'].map((name) => unitOf(model, name)),
    model,
    journal,
    SETTINGS,
    quiet,
  );
  expect(most).toBe(3);
  expect(finished).toBe(15);
  await journal.close();
});

test('an invalid reply is asked again with another seed; when it stays invalid it is a failure with its reason', async () => {
  const seeds: number[] = [];
  const model = modelOf((question, { seed }) => {
    if (question !== 'a-1') return question;
    seeds.push(seed);
    return '';
  });
  const journal = openNew();
  const { counts, reasons } = await fill([unitOf(model, 'a')], model, journal, SETTINGS, quiet);
  expect(counts).toEqual({ planned: 3, done: 2, failed: 1, waiting: 0, known: 0 });
  expect([...reasons.values()]).toEqual(['the reply is empty']);
  expect(new Set(seeds).size).toBe(3);
  expect(assemble(unitOf(model, 'a'), journal)).toMatchObject({
    planned: 3,
    done: 2,
    failures: [{ reason: 'the reply is empty' }],
  });
  await journal.close();
});

test('a wrong key stops at once and keeps what was answered', async () => {
  const model = modelOf((question) => {
    if (question === 'b-1') throw new UserError('no such key');
    return question;
  });
  const journal = openNew();
  const units = Array.from({ length: 50 }, (_, k) => unitOf(model, k === 1 ? 'b' : `u${k}`));
  await expect(fill(units, model, journal, SETTINGS, quiet)).rejects.toThrow('no such key');
  expect(model.asked.length).toBeLessThan(12);
  expect(journal.get(ask(model, 'u0-1').request.id)).toEqual({ content: 'u0-1', finish_reason: 'stop' });
  await journal.close();
});

test('a stop lets the calls in flight finish, keeps them, and asks nothing more', async () => {
  const stop = new AbortController();
  const model = modelOf(async (question) => {
    if (question === 'a-1') stop.abort();
    await new Promise((resume) => setTimeout(resume, 10));
    return question;
  });
  const journal = openNew();
  const units = ['a', 'b', 'c'].map((name) => unitOf(model, name));
  await fill(units, model, journal, SETTINGS, { ...quiet, stop: stop.signal });
  expect(model.asked.length).toBeLessThanOrEqual(3);
  for (const question of model.asked) expect(journal.get(ask(model, question).request.id)?.content).toBe(question);
  await journal.close();
});

test('the cost of a reply stands in the journal where a price is set', async () => {
  const model = modelOf((question) => question);
  const journal = openNew();
  await fill(
    [unitOf(model, 'a')],
    model,
    journal,
    { ...SETTINGS, price: { prompt: 1e6, cached: 0, completion: 2e6 } },
    quiet,
  );
  expect(journal.totals().cost).toBe(9);
  await journal.close();
});

test('the id of a request changes with everything that decides the answer, and with nothing else', () => {
  const model = modelOf(() => '');
  const draft = {
    messages: [{ role: 'user' as const, content: 'x' }],
    sampling: SAMPLING,
    sample: 0,
    seed: 0,
    prompt: 'p@1',
    slots: {},
    language: 'en' as const,
  };
  const id = (change: object, of: ChatModel = model) => makeRequest(of, { ...draft, ...change }).id;
  const changes = [
    {},
    { sample: 1 },
    { seed: 1 },
    { sampling: { ...SAMPLING, top_p: 0.5 } },
    { messages: [] },
    { schema: { name: 's', schema: {} } },
  ];
  const ids = [
    ...changes.map((change) => id(change)),
    id({}, { ...model, name: 'other' }),
    id({}, { ...model, revision: '2' }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(id({ prompt: 'p@2', slots: { role_name: 'Ann' }, bounds: { texts: 3 } })).toBe(id({}));
});

/** A model that gives several samples a call, or as many as it likes. */
function samplerOf(
  choose: (requests: readonly ChatRequest[]) => { content: string; finish_reason?: string }[],
): ChatModel & { calls: (readonly ChatRequest[])[] } {
  const calls: (readonly ChatRequest[])[] = [];
  return {
    calls,
    name: 'test',
    revision: '1',
    complete: () => Promise.reject(new Error('asked for one')),
    async completeSamples(requests) {
      calls.push(requests);
      const choices = choose(requests).map((choice) => ({ finish_reason: 'stop', ...choice }));
      return { choices, usage: { prompt_tokens: 10, completion_tokens: choices.length } };
    },
  };
}

/** A unit that asks for so many samples of one question. */
function samplesOf(model: ChatModel, question: string, count: number): Unit<string> {
  return {
    name: question,
    *work() {
      const asks = Array.from({ length: count }, (_, sample) => {
        const { request, read } = ask(model, question);
        return { request: makeRequest(model, { ...request, sample }), read };
      });
      const readings = yield* askAll(asks);
      return readings.map((reading) => (reading.ok ? reading.value : `failed: ${reading.reason}`));
    },
  };
}

test('samples of one prompt go in one call; the prompt is paid for once', async () => {
  const model = samplerOf((requests) => requests.map(({ sample }) => ({ content: `#${sample}` })));
  const journal = openNew();
  const unit = samplesOf(model, 'q', 6);
  expect((await fill([unit], model, journal, SETTINGS, quiet)).counts).toMatchObject({ planned: 6, done: 6 });
  expect(model.calls).toHaveLength(1);
  expect(journal.totals()).toMatchObject({ replies: 1, prompt_tokens: 10, completion_tokens: 6 });
  expect(assemble(unit, journal).rows).toEqual(['#0', '#1', '#2', '#3', '#4', '#5']);
  await journal.close();
});

test('a server that gives fewer samples than it was asked for is asked for the rest, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }), async (generosity) => {
      let calls = 0;
      const model = samplerOf((requests) => {
        const given = generosity[calls++ % generosity.length] as number;
        return requests.slice(0, given).map(({ sample }) => ({ content: `#${sample}` }));
      });
      const journal = openNew();
      const unit = samplesOf(model, 'q', 11);
      await fill([unit], model, journal, SETTINGS, quiet);
      expect(assemble(unit, journal).rows).toEqual(Array.from({ length: 11 }, (_, k) => `#${k}`));
      const asked = model.calls.flatMap((requests) => requests.slice(0, 1).map(({ id }) => id));
      expect(new Set(asked).size).toBe(asked.length);
      await journal.close();
    }),
    { numRuns: 30 },
  );
});

test('of several samples only the one that is no use is asked for again', async () => {
  const model = samplerOf((requests) =>
    requests.map(({ sample, seed }) => ({ content: sample === 2 && seed < 1_000_000 ? '' : `#${sample}` })),
  );
  const journal = openNew();
  const unit = samplesOf(model, 'q', 4);
  await fill([unit], model, journal, SETTINGS, quiet);
  expect(model.calls.map((requests) => requests.map(({ sample }) => sample))).toEqual([[0, 1, 2, 3], [2]]);
  expect(assemble(unit, journal).rows).toEqual(['#0', '#1', '#2', '#3']);
  await journal.close();
});

test('a reply that is cut off is asked for again with the same seed and more room, and never read in part', async () => {
  const model = samplerOf(([request]) =>
    (request?.sampling.max_tokens ?? 0) < 20
      ? [{ content: 'half of', finish_reason: 'length' }]
      : [{ content: 'half of it is not all' }],
  );
  const journal = openNew();
  const unit = samplesOf(model, 'q', 1);
  await fill([unit], model, journal, SETTINGS, quiet);
  expect(model.calls.map(([request]) => [request?.seed, request?.sampling.max_tokens])).toEqual([
    [0, 10],
    [0, 20],
  ]);
  expect(assemble(unit, journal).rows).toEqual(['half of it is not all']);
  await journal.close();
});

test('a reply that is cut off twice in a run is refused; the next run gives it more room still', async () => {
  const model = samplerOf(() => [{ content: 'half of', finish_reason: 'length' }]);
  const journal = openNew();
  const unit = samplesOf(model, 'q', 1);
  for (let run = 0; run < 2; run += 1) {
    const { reasons } = await fill([unit], model, journal, SETTINGS, quiet);
    expect([...reasons.values()]).toEqual(['the reply was cut off at the longest length allowed']);
  }
  expect(model.calls.map(([request]) => request?.sampling.max_tokens)).toEqual([10, 20, 40, 80]);
  await journal.close();
});

test('a reply that goes round in circles until it is cut off gets no more room but another seed, and the tries end', async () => {
  const model = samplerOf(() => [{ content: `He is ${'a hero who is '.repeat(40)}a he`, finish_reason: 'length' }]);
  const journal = openNew();
  const unit = samplesOf(model, 'q', 1);
  const { reasons } = await fill([unit], model, journal, SETTINGS, quiet);
  expect(model.calls.map(([request]) => [request?.seed, request?.sampling.max_tokens])).toEqual([
    [0, 10],
    [1_000_003, 10],
    [2_000_006, 10],
  ]);
  expect([...reasons.values()]).toEqual(['the reply goes round in circles until it is cut off']);
  await journal.close();
});

test('that is so also for a journal of before, and one that was cut off in between still gets its room', async () => {
  const loops = { content: 'never '.repeat(100), finish_reason: 'length' };
  const answers = [loops, { content: 'half of', finish_reason: 'length' }, loops, { content: 'all of it' }];
  const model = samplerOf(() => [answers[model.calls.length - 1] as { content: string }]);
  const file = join(makeFolder(), 'calls.jsonl');
  const unit = samplesOf(model, 'q', 1);
  for (let run = 0; run < 4; run += 1) {
    const journal = openJournal(file);
    await fill([unit], model, journal, { ...SETTINGS, tries: 1 }, quiet);
    await journal.close();
  }
  expect(model.calls.map(([request]) => [request?.seed, request?.sampling.max_tokens])).toEqual([
    [0, 10],
    [1_000_003, 10],
    [1_000_003, 20],
    [2_000_006, 20],
  ]);
});

test.each([
  ['cut off', 'length', 'all of the 1 tokens of the reply went into thinking: raise max_tokens'],
  ['whole', 'stop', 'the reply has thoughts and no answer'],
])('a reply that is all thoughts and %s says so', async (_, finish_reason, reason) => {
  const model = samplerOf(() => [{ content: '<think>\nWho am I, and what would he say to that?', finish_reason }]);
  const journal = openNew();
  const unit = samplesOf(model, 'q', 1);
  const { reasons } = await fill([unit], model, journal, SETTINGS, quiet);
  expect([...reasons.values()]).toEqual([reason]);
  expect(assemble(unit, journal).failures).toMatchObject([{ reason }]);
  await journal.close();
});

test.each([
  ['content_filter', 'half', "the server's content filter stopped the reply"],
  ['refusal', 'I cannot do that.', 'the model refuses: I cannot do that.'],
])('a reply whose finish reason is %s is no answer, whatever it holds', async (finish_reason, content, reason) => {
  const model = samplerOf(() => [{ content, finish_reason }]);
  const journal = openNew();
  const unit = samplesOf(model, 'q', 1);
  const { reasons } = await fill([unit], model, journal, SETTINGS, quiet);
  expect([...reasons.values()]).toEqual([reason]);
  expect(model.calls).toHaveLength(3);
  expect(assemble(unit, journal).rows).toEqual([`failed: ${reason}`]);
  await journal.close();
});

describe('a request that is too long', () => {
  const origin = { subject: 'the segment hamlet.csv:10-40 for Hamlet', lower: 'contextInstruct.segment.maxWords' };
  const unitOf = (model: ChatModel, name: string): Unit<string> => ({
    name,
    *work() {
      const { request, read } = ask(model, name);
      yield* askOne({ request: { ...request, origin }, read });
      return [];
    },
  });

  test.each([
    [{ prompt: 8312, window: 4096 }, "has 8,312 tokens, and the model's context window is 4,096"],
    [
      { prompt: 3900, reply: 512, window: 4096 },
      "has 3,900 tokens and asks for a reply of up to 512, and the model's context window is 4,096",
    ],
    [{ prompt: 8312 }, "has 8,312 tokens, more than the model's context window has room for (400: no)"],
    [{ window: 4096 }, "is longer than the model's context window of 4,096 tokens (400: no)"],
    [{}, "is longer than the model's context window (400: no)"],
  ])('ends the run, and says what to set: %j', async (tokens, says) => {
    const model = modelOf(() => {
      throw new CallFault('too-long', '400: no.', { tokens });
    });
    const journal = openNew();
    const units = ['q', 'r', 's'].map((name) => unitOf(model, name));
    const failures: string[] = [];
    const events = { ...quiet, onFailure: (_: unknown, reason: string) => failures.push(reason) };
    await expect(fill(units, model, journal, { ...SETTINGS, concurrency: 1 }, events)).rejects.toMatchObject({
      name: 'UserError',
      message: `${origin.subject} ${says}: lower ${origin.lower}, or give the server a larger window`,
    });
    expect(failures).toEqual([]);
    expect(model.asked).toHaveLength(1);
    await journal.close();
  });

  test('only with the room that a reply which was cut off is given fails alone', async () => {
    const model = samplerOf((requests) => {
      if ((requests[0]?.sampling.max_tokens ?? 0) > SAMPLING.max_tokens) throw new CallFault('too-long', '400: no');
      return [{ content: 'half', finish_reason: 'length' }];
    });
    const journal = openNew();
    const { reasons } = await fill([samplesOf(model, 'q', 1)], model, journal, SETTINGS, quiet);
    expect([...reasons.values()]).toEqual(['400: no']);
    expect(model.calls).toHaveLength(2);
    await journal.close();
  });
});

describe('a defect of our own in what reads a reply', () => {
  const reading = (model: ChatModel, read: (content: string) => string): Unit<string> => ({
    name: 'q',
    *work() {
      const reading = yield* askOne({ ...ask(model, 'q'), read });
      return [reading.ok ? reading.value : reading.reason];
    },
  });
  const broken = () => (undefined as unknown as string).trim();

  test('stops the run at once and keeps the reply; once it is mended the reply is used, and nothing is asked again', async () => {
    const model = modelOf(() => 'paid for');
    const journal = openNew();
    for (let run = 0; run < 2; run += 1) {
      await expect(fill([reading(model, broken)], model, journal, SETTINGS, quiet)).rejects.toThrow(TypeError);
      expect(model.asked).toEqual(['q']);
      expect(journal.totals().replies).toBe(1);
    }
    const mended = reading(model, (content) => content);
    await fill([mended], model, journal, SETTINGS, quiet);
    expect(assemble(mended, journal).rows).toEqual(['paid for']);
    expect(model.asked).toEqual(['q']);
    await journal.close();
  });

  test('begins nothing new, and keeps what was in flight', async () => {
    const model = modelOf((question) => `<${question}>`);
    const journal = openNew();
    const units = [reading(model, broken), ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => unitOf(model, name))];
    await expect(fill(units, model, journal, SETTINGS, quiet)).rejects.toThrow(TypeError);
    expect(model.asked.length).toBeLessThanOrEqual(SETTINGS.concurrency);
    expect(journal.totals().replies).toBe(model.asked.length);
    await journal.close();
  });

  test('in the model itself, once it has the reply, is not tried again either', async () => {
    const model = modelOf(() => {
      throw new Defect(new TypeError('undefined is not a function'));
    });
    const journal = openNew();
    await expect(fill([unitOf(model, 'a')], model, journal, { ...SETTINGS, concurrency: 1 }, quiet)).rejects.toThrow(
      'undefined is not a function',
    );
    expect(model.asked).toHaveLength(1);
    await journal.close();
  });

  test('is told from what a server sends: that is unusable, and asked again', async () => {
    const model = modelOf(() => '{"texts": [');
    const journal = openNew();
    const unit = reading(model, (content) => readJsonReply(content, z.object({ other: z.string() })).other);
    const { reasons } = await fill([unit], model, journal, SETTINGS, quiet);
    expect([...reasons.values()]).toEqual(['the reply has another shape: "other": is missing']);
    expect(model.asked).toHaveLength(3);
    await journal.close();
  });
});

test('a reply that cannot be journaled is not asked for again: the disk is full for the next one too', async () => {
  const model = modelOf(() => 'paid for');
  const journal = openNew();
  const full = { ...journal, append: () => Promise.reject(new UserError('no space is left')) };
  await expect(fill([unitOf(model, 'a')], model, full, { ...SETTINGS, concurrency: 1 }, quiet)).rejects.toThrow(
    'no space is left',
  );
  expect(model.asked).toHaveLength(1);
  await journal.close();
});
