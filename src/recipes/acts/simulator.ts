import { type Fact, showFact } from './fact.js';
import { type ActScene, HERE, kindsOf, SELF, type ThingKind, type Verb } from './scene.js';

/** How things stand: where each is, directly, and what it is. Nothing changes it: an action gives another one. */
export interface World {
  at: ReadonlyMap<string, string>;
  is: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A step of a program: a verb with its arguments in the verb's order. */
export interface Step {
  verb: string;
  arguments: readonly string[];
}

/** What a program comes to: how things stand after it, or the first reason why it cannot be run. */
export type Ran = { ok: true; world: World } | { ok: false; reason: string };

/** How things stand at the beginning of a scene. */
export function worldOf({ self, places, people, objects }: ActScene): World {
  const all = [...places, ...people, ...objects];
  return {
    at: new Map([[SELF, self], ...[...people, ...objects].map(({ name, at }) => [name, at] as const)]),
    is: new Map(all.map(({ name, is }) => [name, new Set(is)])),
  };
}

/** A thing and what it is in, at or with, up to the place. */
function* around({ at }: World, thing: string): Generator<string> {
  for (let next: string | undefined = thing; next !== undefined; next = at.get(next)) yield next;
}

const placeOf = (world: World, thing: string): string => [...around(world, thing)].at(-1) ?? thing;

/** The arguments of a step by their names. */
type Bound = ReadonlyMap<string, string>;

/** A fact about the things themselves: arguments and `here` are replaced by what they mean now. */
function resolve({ thing, says, value }: Fact, world: World, bound: Bound = new Map()): Fact {
  const meant = (name: string) => (name === HERE ? placeOf(world, SELF) : (bound.get(name) ?? name));
  const isWhere = says === 'at' || says === 'not_at';
  return { thing: meant(thing), says, value: isWhere ? meant(value) : value };
}

/** Whether a fact holds. `near` is what is in the character's place, whatever holds or contains it there. */
export function holds(fact: Fact, world: World): boolean {
  const { thing, says, value } = resolve(fact, world);
  const isNear = placeOf(world, thing) === placeOf(world, SELF);
  switch (says) {
    case 'is':
      return world.is.get(thing)?.has(value) === true;
    case 'is_not':
      return world.is.get(thing)?.has(value) !== true;
    case 'at':
      return world.at.get(thing) === value;
    case 'not_at':
      return world.at.get(thing) !== value;
    case 'near':
      return isNear;
    case 'not_near':
      return !isNear;
  }
}

/** The arguments of a step, or why they do not fit its verb. */
function bind(verb: Verb, step: Step, scene: ActScene): { bound: Bound } | { reason: string } {
  const kinds = kindsOf(scene);
  const wanted = verb.arguments;
  if (step.arguments.length !== wanted.length) {
    const names = wanted.length === 0 ? '' : ` (${wanted.map(({ name }) => name).join(', ')})`;
    return { reason: `${verb.name} takes ${wanted.length} arguments${names}, not ${step.arguments.length}` };
  }
  for (const [k, { type }] of wanted.entries()) {
    const given = step.arguments[k] ?? '';
    const kind = kinds.get(given);
    const fits =
      type === 'text' ? given.trim() !== '' : type === 'any' ? kind === 'object' || kind === 'person' : kind === type;
    if (!fits) return { reason: `"${given}" is no ${type === 'any' ? 'object or person' : type}` };
  }
  return { bound: new Map(wanted.map(({ name }, k) => [name, step.arguments[k] ?? ''])) };
}

/** How things stand after effects, all at once; what would hold itself is a reason. */
function apply(effects: readonly Fact[], world: World): Ran {
  const at = new Map(world.at);
  const is = new Map(world.is);
  for (const { thing, says, value } of effects) {
    if (says === 'at') {
      if ([...around({ ...world, at }, value)].includes(thing))
        return { ok: false, reason: `${thing} cannot be in itself` };
      at.set(thing, value);
    } else {
      const states = new Set(is.get(thing));
      if (says === 'is') states.add(value);
      else states.delete(value);
      is.set(thing, states);
    }
  }
  return { ok: true, world: { at, is } };
}

/** Takes one step. */
export function takeStep(scene: ActScene, world: World, step: Step): Ran {
  const verb = scene.verbs.find(({ name }) => name === step.verb);
  if (!verb) return { ok: false, reason: `there is no verb "${step.verb}"` };
  const binding = bind(verb, step, scene);
  if ('reason' in binding) return { ok: false, reason: binding.reason };
  const { bound } = binding;
  const needs = verb.needs.map((fact) => resolve(fact, world, bound));
  const unmet = needs.find((fact) => !holds(fact, world));
  if (unmet) return { ok: false, reason: `${verb.name} needs ${showFact(unmet)}` };
  return apply(
    verb.effects.map((fact) => resolve(fact, world, bound)),
    world,
  );
}

/** Runs a program from how things stand. The first step that cannot be taken is the reason, with its number; then nothing has changed. */
export function runProgram(scene: ActScene, world: World, program: readonly Step[]): Ran {
  let now = world;
  for (const [k, step] of program.entries()) {
    const ran = takeStep(scene, now, step);
    if (!ran.ok) return { ok: false, reason: `step ${k + 1}: ${ran.reason}` };
    now = ran.world;
  }
  return { ok: true, world: now };
}

/** Names that an argument of a type can have; of a text none. */
function namesFor(type: Verb['arguments'][number]['type'], scene: ActScene): string[] {
  const isOf = (kind: ThingKind) => (type === 'any' ? kind === 'object' || kind === 'person' : kind === type);
  return [...kindsOf(scene)].flatMap(([name, kind]) => (isOf(kind) ? [name] : []));
}

/** All steps of a verb whose arguments are things of the scene. */
const stepsOf = ({ name, arguments: wanted }: Verb, scene: ActScene): Step[] =>
  wanted
    .reduce<string[][]>(
      (all, { type }) => all.flatMap((some) => namesFor(type, scene).map((one) => [...some, one])),
      [[]],
    )
    .map((args) => ({ verb: name, arguments: args }));

/** The first step that can be taken at the beginning of a scene and leads away from there, to show its form. */
export function exampleStep(scene: ActScene): Step {
  const steps = scene.verbs.flatMap((verb) => stepsOf(verb, scene));
  const world = worldOf(scene);
  const isElsewhere = ({ arguments: args }: Step) => !args.includes(scene.self);
  const open = steps.filter((step) => isElsewhere(step) && takeStep(scene, world, step).ok);
  return open[0] ?? { verb: scene.verbs[0]?.name ?? '', arguments: [] };
}
