import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfActed } from '../../../src/recipes/acts/answer.js';
import type { Fact } from '../../../src/recipes/acts/fact.js';
import { readScene, shippedScene } from '../../../src/recipes/acts/read-scene.js';
import { type ActScene, kindsOf, SELF } from '../../../src/recipes/acts/scene.js';
import { ActsSettings } from '../../../src/recipes/acts/settings.js';
import {
  exampleStep,
  holds,
  runProgram,
  type Step,
  takeStep,
  type World,
  worldOf,
} from '../../../src/recipes/acts/simulator.js';

const scenes = (['en', 'zh'] as const).map((code) => readScene(shippedScene(code)));
const [inn, ferry] = scenes as [ActScene, ActScene];

/** A world as something that can be compared. */
const written = ({ at, is }: World) => ({
  at: Object.fromEntries([...at].sort()),
  is: Object.fromEntries([...is].map(([name, states]) => [name, [...states].sort()]).sort()),
});

/** Every step that the verbs and things of a scene allow to be written. */
function allSteps(scene: ActScene): Step[] {
  const kinds = [...kindsOf(scene)];
  const thingsOf = (type: string) =>
    type === 'text'
      ? ['words']
      : kinds.flatMap(([name, kind]) =>
          kind === type || (type === 'any' && kind !== 'place' && kind !== 'self') ? [name] : [],
        );
  return scene.verbs.flatMap(({ name, arguments: wanted }) =>
    wanted
      .reduce<string[][]>((all, { type }) => all.flatMap((some) => thingsOf(type).map((one) => [...some, one])), [[]])
      .map((args) => ({ verb: name, arguments: args })),
  );
}

const anyStep = (scene: ActScene): fc.Arbitrary<Step> => {
  const names = [...kindsOf(scene).keys(), 'here', 'moon', ''];
  const verbs = [...scene.verbs.map(({ name }) => name), 'fly'];
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...allSteps(scene)) },
    {
      weight: 1,
      arbitrary: fc.record({
        verb: fc.constantFrom(...verbs),
        arguments: fc.array(fc.constantFrom(...names), { maxLength: 3 }),
      }),
    },
  );
};
const anyProgram = fc
  .constantFrom(...scenes)
  .chain((scene) => fc.record({ scene: fc.constant(scene), program: fc.array(anyStep(scene), { maxLength: 10 }) }));

/** A program made of steps that can be taken, drawn by numbers. */
function walk(scene: ActScene, draws: readonly number[]): Step[] {
  const program: Step[] = [];
  let world = worldOf(scene);
  for (const draw of draws) {
    const open = allSteps(scene).filter((step) => takeStep(scene, world, step).ok);
    const step = open[draw % open.length];
    if (!step) break;
    const ran = takeStep(scene, world, step);
    if (ran.ok) world = ran.world;
    program.push(step);
  }
  return program;
}
const anyWalk = fc
  .tuple(fc.constantFrom(...scenes), fc.array(fc.nat(1000), { maxLength: 8 }))
  .map(([scene, draws]) => ({ scene, program: walk(scene, draws) }));

/** What an effect of a step says about the things themselves, in the world before it. */
function effectsOf(scene: ActScene, { verb, arguments: args }: Step, before: World): Fact[] {
  const known = scene.verbs.find(({ name }) => name === verb);
  const bound = new Map(known?.arguments.map(({ name }, k) => [name, args[k] ?? '']));
  const here = before.at.get(SELF) ?? '';
  const meant = (name: string) => (name === 'here' ? here : (bound.get(name) ?? name));
  return (known?.effects ?? []).map(({ thing, says, value }) => ({
    thing: meant(thing),
    says,
    value: says === 'at' ? meant(value) : value,
  }));
}

describe('a program', () => {
  test('comes to the same whenever it is run, and the beginning is never changed by it', () => {
    let [ok, refused] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(anyProgram, anyWalk), ({ scene, program }) => {
        const world = worldOf(scene);
        const before = written(world);
        const [one, other] = [runProgram(scene, world, program), runProgram(scene, world, program)];
        expect(one.ok).toBe(other.ok);
        if (one.ok && other.ok) {
          ok += 1;
          expect(written(one.world)).toEqual(written(other.world));
        } else {
          refused += 1;
          expect(one).toEqual(other);
        }
        expect(written(world)).toEqual(before);
      }),
      { numRuns: 500 },
    );
    expect([ok > 50, refused > 50]).toEqual([true, true]);
  });

  test('of which every step can be taken has the effects of each just after it', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyWalk, ({ scene, program }) => {
        let world = worldOf(scene);
        for (const step of program) {
          const before = world;
          const ran = takeStep(scene, before, step);
          expect(ran.ok).toBe(true);
          if (!ran.ok) return;
          world = ran.world;
          for (const effect of effectsOf(scene, step, before)) expect(holds(effect, world)).toBe(true);
          taken += 1;
        }
        const whole = runProgram(scene, worldOf(scene), program);
        expect(whole.ok && written(whole.world)).toEqual(written(world));
      }),
    );
    expect(taken).toBeGreaterThan(100);
  });

  test('that is refused names its first step that cannot be taken: all before it can', () => {
    fc.assert(
      fc.property(anyProgram, ({ scene, program }) => {
        const ran = runProgram(scene, worldOf(scene), program);
        if (ran.ok) return;
        const at = Number(/^step (\d+): ./.exec(ran.reason)?.[1]);
        expect(runProgram(scene, worldOf(scene), program.slice(0, at - 1)).ok).toBe(true);
        expect(runProgram(scene, worldOf(scene), program.slice(0, at)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves everything in one place, and nothing within itself', () => {
    fc.assert(
      fc.property(anyWalk, ({ scene, program }) => {
        const ran = runProgram(scene, worldOf(scene), program);
        if (!ran.ok) throw new Error(ran.reason);
        const kinds = kindsOf(scene);
        for (const name of ran.world.at.keys()) {
          let at = name;
          for (let k = 0; k <= kinds.size && kinds.get(at) !== 'place'; k += 1) at = ran.world.at.get(at) ?? 'nowhere';
          expect(kinds.get(at)).toBe('place');
        }
      }),
    );
  });
});

const step = (verb: string, ...args: string[]): Step => ({ verb, arguments: args });

test.each<[what: string, scene: ActScene, program: Step[], reason: string]>([
  ['an unknown verb', inn, [step('fly', 'yard')], 'step 1: there is no verb "fly"'],
  ['too few arguments', inn, [step('give', 'key')], 'step 1: give takes 2 arguments (what, to), not 1'],
  ['too many', inn, [step('feed_fire', 'log')], 'step 1: feed_fire takes 0 arguments, not 1'],
  ['an argument of another type', inn, [step('go', 'Martha')], 'step 1: "Martha" is no place'],
  ['a thing that there is not', inn, [step('take', 'moon')], 'step 1: "moon" is no object'],
  ['something far away', inn, [step('take', 'log')], 'step 1: take needs log near'],
  ['something that cannot be carried', inn, [step('take', 'fire')], 'step 1: take needs fire ≠ fixed'],
  ['a locked place', inn, [step('go', 'cellar')], 'step 1: go needs cellar ≠ locked'],
  [
    'somebody asleep',
    inn,
    [step('take', 'key'), step('give', 'key', 'the stranger')],
    'step 2: give needs the stranger ≠ asleep',
  ],
  ['an unlit stove', ferry, [step('拿', '茶壶'), step('烧茶')], 'step 2: 烧茶 needs 炉子 = 旺'],
])('%s is the reason, with its step', (_what, scene, program, reason) => {
  expect(runProgram(scene, worldOf(scene), program)).toEqual({ ok: false, reason });
});

test('what is carried comes along, and what somebody near has is near', () => {
  const program = [step('take', 'key'), step('go', 'kitchen'), step('put', 'key')];
  const ran = runProgram(inn, worldOf(inn), program);
  expect(ran.ok && ran.world.at.get('key')).toBe('kitchen');
  expect(runProgram(inn, worldOf(inn), [step('take', 'letter')]).ok).toBe(true);
});

test('the step that a prompt shows can be taken at the beginning', () => {
  expect(scenes.map(exampleStep)).toEqual([step('go', 'kitchen'), step('去', '渡口')]);
});

describe('what an answer is kept for', () => {
  const fire = inn.instructions[0] as ActScene['instructions'][number];
  const fetched = [step('go', 'yard'), step('take', 'log'), step('go', 'hall'), step('feed_fire')];
  const fault = (line: string, program: Step[], refusal: 'never' | 'allowed' | 'expected' = 'never') =>
    faultOfActed({ line, program }, inn, refusal === 'expected' ? { refusal } : { ...fire, refusal }, {
      maxSteps: 8,
      form: 'one object with the keys "line", what you say, and "program"',
    });
  test.each<[what: string, found: string | undefined, expected: string | undefined]>([
    ['the goal', fault('At once.', fetched), undefined],
    ['less than the goal', fault('At once.', fetched.slice(0, 3)), 'after it fire = bright does not hold'],
    ['nothing', fault('No, not I.', []), 'does nothing, and the instruction is none to refuse'],
    ['nothing, where that is allowed', fault('No, not I.', [], 'allowed'), undefined],
    ['the goal, where a refusal is allowed', fault('Well then.', fetched, 'allowed'), undefined],
    ['a refusal that is expected', fault('Never while I live.', [], 'expected'), undefined],
    ['a refusal of a word', fault('Kitchen.', [], 'expected'), 'refuses with no more than: Kitchen.'],
    ['what was to be refused', fault('Gladly.', fetched, 'expected'), 'does what the character is to refuse'],
    ['without a word', fault('', fetched), 'says nothing'],
    ['with the word of the form', fault('Line.', []), 'says only what the prompt says of its form: Line.'],
    ['in too many steps', fault('At once.', Array(9).fill(step('go', 'yard'))), 'has 9 steps, more than 8'],
  ])('%s', (_what, found, expected) => {
    expect(found).toBe(expected);
  });
});

/** How many steps the shortest program to each goal of a scene has; none where no program of so many steps reaches it. */
function shortestPrograms(scene: ActScene, most: number): (number | undefined)[] {
  const goals = scene.instructions.flatMap(({ goal }) => (goal ? [goal] : []));
  const lengths: (number | undefined)[] = goals.map(() => undefined);
  let worlds = [worldOf(scene)];
  const seen = new Set(worlds.map((world) => JSON.stringify(written(world))));
  for (let steps = 0; steps <= most && lengths.includes(undefined); steps += 1) {
    for (const [k, goal] of goals.entries()) {
      const isReached = worlds.some((world) => goal.every((fact) => holds(fact, world)));
      if (isReached) lengths[k] ??= steps;
    }
    worlds = worlds.flatMap((world) =>
      allSteps(scene).flatMap((one) => {
        const ran = takeStep(scene, world, one);
        if (!ran.ok) return [];
        const key = JSON.stringify(written(ran.world));
        if (seen.has(key)) return [];
        seen.add(key);
        return [ran.world];
      }),
    );
  }
  return lengths;
}

test('every goal of the shipped scenes can be reached within the steps of a program, and none holds before', () => {
  const { maxSteps } = ActsSettings.parse({});
  const lengths = scenes.map((scene) => shortestPrograms(scene, maxSteps));
  for (const steps of lengths.flat()) expect(steps).toBeGreaterThan(0);
  expect(lengths.map((some) => Math.max(...some.map((steps) => steps ?? Number.POSITIVE_INFINITY)))).toEqual([6, 8]);
});
