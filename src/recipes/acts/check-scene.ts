import type { Fact } from './fact.js';
import { type ActScene, HERE, kindsOf, SELF, type ThingKind, type Verb } from './scene.js';

/** Something in a scene file that cannot be meant, and the key that it is about. */
interface SceneFault {
  path: PropertyKey[];
  message: string;
}

/** Names that come twice, or are words with a meaning of their own. */
function* doubledNames({ places, people, objects }: ActScene): Generator<SceneFault> {
  const known = new Set<string>();
  const all = [
    // A place may be written as its name alone.
    ...places.map(({ name }, k) => ({ name, path: ['places', k] })),
    ...people.map(({ name }, k) => ({ name, path: ['people', k, 'name'] })),
    ...objects.map(({ name }, k) => ({ name, path: ['objects', k, 'name'] })),
  ];
  for (const { name, path } of all) {
    if (name === SELF || name === HERE) yield { path, message: `"${name}" has a meaning of its own` };
    if (known.has(name)) yield { path, message: `there are two things "${name}"` };
    known.add(name);
  }
}

/** Whatever is somewhere is in, at or with a thing of the scene, and comes to a place in the end. */
function* lostThings(scene: ActScene, kinds: ReadonlyMap<string, ThingKind>): Generator<SceneFault> {
  if (kinds.get(scene.self) !== 'place') yield { path: ['self'], message: `"${scene.self}" is no place of the scene` };
  const at = new Map([...scene.people, ...scene.objects].map((thing) => [thing.name, thing.at]));
  for (const list of ['people', 'objects'] as const) {
    for (const [k, { name, at: where }] of scene[list].entries()) {
      const path = [list, k, 'at'];
      if (!kinds.has(where)) yield { path, message: `there is no "${where}" in the scene` };
      const passed = new Set([name]);
      for (let next: string | undefined = where; next !== undefined; next = at.get(next)) {
        if (passed.has(next)) yield { path, message: `"${name}" is within itself` };
        if (passed.has(next)) break;
        passed.add(next);
      }
    }
  }
}

/** What the names in facts can mean. */
interface Known {
  kinds: ReadonlyMap<string, ThingKind>;
  args: Verb['arguments'];
}

/** Names in facts that mean nothing, and places that would move. */
function* wrongFacts(
  facts: readonly Fact[],
  path: readonly PropertyKey[],
  { kinds, args }: Known,
  areEffects = false,
): Generator<SceneFault> {
  const isThing = (name: string) => kinds.has(name) || args.some((one) => one.name === name && one.type !== 'text');
  const isPlace = (name: string) =>
    kinds.get(name) === 'place' || args.some((one) => one.name === name && one.type === 'place');
  for (const [k, { thing, says, value }] of facts.entries()) {
    if (!isThing(thing))
      yield { path: [...path, k, 'thing'], message: `"${thing}" is no thing of the scene and no argument` };
    const isWhere = says === 'at' || says === 'not_at';
    if (isWhere && value !== HERE && !isThing(value))
      yield { path: [...path, k, says], message: `"${value}" is no thing of the scene and no argument` };
    if (areEffects && says === 'at' && isPlace(thing))
      yield { path: [...path, k, 'thing'], message: `"${thing}" is a place and cannot be moved` };
    if (areEffects && says === 'at' && thing === SELF && value !== HERE && !isPlace(value))
      yield { path: [...path, k, 'at'], message: `"${value}" is no place, and ${SELF} can only be at one` };
  }
}

/** Verbs that are there twice, and arguments and facts that mean nothing. */
function* wrongVerbs({ verbs }: ActScene, kinds: Known['kinds']): Generator<SceneFault> {
  const known = new Set<string>();
  for (const [k, { name, arguments: args, needs, effects }] of verbs.entries()) {
    if (known.has(name)) yield { path: ['verbs', k, 'name'], message: `there are two verbs "${name}"` };
    known.add(name);
    for (const [at, { name: own }] of args.entries()) {
      const isTaken = kinds.has(own) || own === HERE || args.findIndex((one) => one.name === own) < at;
      if (isTaken)
        yield { path: ['verbs', k, 'arguments', at, 'name'], message: `"${own}" is the name of something else` };
    }
    yield* wrongFacts(needs, ['verbs', k, 'needs'], { kinds, args });
    yield* wrongFacts(effects, ['verbs', k, 'effects'], { kinds, args }, true);
  }
}

function* wrongInstructions({ instructions }: ActScene, kinds: Known['kinds']): Generator<SceneFault> {
  const known = new Set<string>();
  for (const [k, { by, text, goal, refusal }] of instructions.entries()) {
    const path = ['instructions', k];
    if (by !== undefined && kinds.get(by) !== 'person')
      yield { path: [...path, 'by'], message: `there is nobody called "${by}"` };
    const key = text ?? JSON.stringify([by, goal]);
    if (known.has(key)) yield { path, message: 'this instruction is there twice' };
    known.add(key);
    if (refusal === 'expected' && goal) yield { path: [...path, 'goal'], message: 'what is to be refused has no goal' };
    if (refusal === 'expected' && text === undefined)
      yield { path: [...path, 'refusal'], message: 'what is to be refused needs a text' };
    if (refusal !== 'expected' && !goal) yield { path, message: 'needs a goal, or `refusal: expected`' };
    yield* wrongFacts(goal ?? [], [...path, 'goal'], { kinds, args: [] });
  }
}

/** What in a scene cannot be meant, in the order of its keys. */
export function* faultsOfScene(scene: ActScene): Generator<SceneFault> {
  const kinds = kindsOf(scene);
  yield* doubledNames(scene);
  yield* lostThings(scene, kinds);
  yield* wrongVerbs(scene, kinds);
  yield* wrongInstructions(scene, kinds);
}
