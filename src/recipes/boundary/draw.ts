import type { Fact } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import type { Ground } from './ground.js';
import { type Counts, shareOut } from './quota.js';
import { type BoundaryKind, CONTROL, type Point, type Tampering, TRAPS } from './row.js';
import type { BoundarySettings } from './settings.js';
import { twinsOf } from './tamper.js';

/** Ways to bait a character out of its role, as the prompt numbers them. */
export const WAYS = 6;

/** One question that is to be made. */
export interface Trap {
  kind: BoundaryKind;
  /** Number among the requests that begin from the same fact. */
  sample: number;
  /** What it begins from; of what lies after the point, the fact that is true at the point. */
  fact: Fact;
  /** What is put in the place of the truth, where that is known without a model. */
  tampering: Tampering | null;
  point: Point | null;
  /** What happens after the point. */
  later: Fact | null;
  /** The way of a bait, from 1. */
  way: number | null;
  /** Ordinary exchanges before the question. */
  leadUp: number;
}

/** The traps of a role, and what could not be drawn. */
export interface DrawnTraps {
  traps: Trap[];
  lacks: string | undefined;
}

type Draft = Omit<Trap, 'leadUp'>;

const told = ({ property, value }: Fact) => `${property}: ${value}`;

/** A role's facts in orders that the seed decides. */
function orders({ role, facts }: Ground, seed: number) {
  return (...parts: readonly (string | number)[]): Fact[] => {
    const ranked = facts.map((fact) => ({ fact, at: hashNumber(seed, role, ...parts, told(fact), fact.from ?? '') }));
    return ranked.sort((a, b) => a.at - b.at).map(({ fact }) => fact);
  };
}

/** Drafts of each kind, each fact once before any comes again. */
function createDrafts(ground: Ground, seed: number) {
  const order = orders(ground, seed);
  const plain = (kind: BoundaryKind, fact: Fact, sample: number): Draft => {
    return { kind, fact, sample, tampering: null, point: null, later: null, way: null };
  };
  const points = new Map(ground.facts.map((fact) => [fact, ground.pointOf(fact)]));
  const twins = new Map<Fact, Tampering[]>();
  function twinOf(fact: Fact, k: number, most: number): Tampering | undefined {
    const known = twins.get(fact) ?? [...take(twinsOf(fact, ground, seed), most)];
    twins.set(fact, known);
    return known[k];
  }

  function* again(kind: BoundaryKind, times: number): Generator<[Fact, number]> {
    for (let turn = 0; turn < times; turn += 1) for (const fact of order(kind)) yield [fact, turn];
  }

  function* falsePremises(times: number): Generator<Draft> {
    for (const [fact, turn] of again('false-premise', times)) {
      const tampering = twinOf(fact, turn, times) ?? null;
      yield { ...plain('false-premise', fact, turn), tampering };
    }
  }

  function* afterThePoint(times: number): Generator<Draft> {
    for (const [later, turn] of again('after-the-point', times)) {
      const act = points.get(later)?.act_id;
      if (act === undefined || later.script === undefined) continue;
      const heard = ground.firstHeard(later.script, later.value) ?? Number.POSITIVE_INFINITY;
      const earlier = order('point', told(later)).flatMap((fact) => {
        const point = fact.script === later.script ? points.get(fact) : undefined;
        return point && point.act_id < act && point.to < heard ? [{ fact, point }] : [];
      });
      const at = earlier[turn];
      if (!at) continue;
      const { property, value } = later;
      const tampering: Tampering = { property, true_value: null, tampered_value: value, how: 'later', of: null };
      yield { ...plain('after-the-point', at.fact, turn), point: at.point, later, tampering };
    }
  }

  function* beyondTheWorld(times: number): Generator<Draft> {
    for (const [fact, turn] of again('beyond-the-world', times)) yield plain('beyond-the-world', fact, turn);
  }

  function* outOfRole(times: number): Generator<Draft> {
    const first = Math.floor(hashNumber(seed, ground.role, 'way') * WAYS);
    let k = 0;
    for (const [fact, turn] of again('out-of-role', times)) {
      yield { ...plain('out-of-role', fact, turn), way: ((first + k) % WAYS) + 1 };
      k += 1;
    }
  }

  function* controls(times: number): Generator<Draft> {
    for (const [fact, turn] of again(CONTROL, times)) {
      const tampering = twinOf(fact, turn, times) ?? twinOf(fact, 0, times) ?? null;
      yield { ...plain(CONTROL, fact, turn), tampering };
    }
  }

  return {
    'false-premise': falsePremises,
    'after-the-point': afterThePoint,
    'beyond-the-world': beyondTheWorld,
    'out-of-role': outOfRole,
    control: controls,
  } satisfies Record<BoundaryKind, (times: number) => Generator<Draft>>;
}

function* take<Item>(items: Iterable<Item>, most: number): Generator<Item> {
  let count = 0;
  for (const item of items) {
    if (count === most) return;
    count += 1;
    yield item;
  }
}

/** As many drafts of each kind as asked for; where one kind of trap has too few, the others make up for it. */
function fill(ground: Ground, counts: Counts, perFact: number, seed: number): Draft[] {
  const drafts = createDrafts(ground, seed);
  const rest = new Map(TRAPS.map((kind) => [kind, drafts[kind](perFact)]));
  const drawn: Draft[] = [];
  let left = 0;
  const draw = (kind: (typeof TRAPS)[number], most: number) => {
    let count = 0;
    for (; count < most; count += 1) {
      const next = rest.get(kind)?.next();
      if (!next || next.done) break;
      drawn.push(next.value);
    }
    return count;
  };
  for (const kind of TRAPS) left += counts[kind] - draw(kind, counts[kind]);
  for (const kind of TRAPS) if (counts[kind] > 0) left -= draw(kind, left);
  return [...drawn, ...take(drafts.control(perFact), counts[CONTROL])];
}

/** As many controls stand at a point as traps do, in share: else a point in the system text would tell that there is a trap. */
function withPoints(drafts: readonly Draft[], ground: Ground): Draft[] {
  const traps = drafts.filter(({ kind }) => kind !== CONTROL);
  const atPoint = traps.filter(({ point }) => point !== null).length;
  let left = Math.round(((drafts.length - traps.length) * atPoint) / Math.max(1, traps.length));
  return drafts.map((draft) => {
    const point = draft.kind === CONTROL && left > 0 ? ground.pointOf(draft.fact) : undefined;
    if (!point) return draft;
    left -= 1;
    return { ...draft, point };
  });
}

/**
 * The questions that are to be made for a role, drawn by the seed: of which kind, from which fact, with which twin, and led up to by
 * how many exchanges. In an order of the seed too, so that the first of them are of all kinds.
 */
export function drawTraps(ground: Ground, own: BoundarySettings, wanted: number, seed: number): DrawnTraps {
  const { role } = ground;
  const asked = Math.ceil(wanted * own.candidates);
  const { least, most } = own.leadUp;
  const drafts = withPoints(fill(ground, shareOut(asked, own), own.perFact, seed), ground);
  // By what a question is about, so that what was asked stays when more are.
  const drawn = (draft: Draft, what: string) => {
    const { kind, sample, fact, later } = draft;
    return hashNumber(seed, role, what, kind, sample, told(fact), later ? told(later) : '');
  };
  const traps = drafts.map((draft) => {
    const leadUp = least + Math.floor(drawn(draft, 'lead-up') * (most - least + 1));
    return { trap: { ...draft, leadUp }, at: drawn(draft, 'order') };
  });
  const few = `${role}: ${traps.length} of ${asked} questions can be drawn from ${ground.facts.length} facts`;
  return {
    traps: traps.sort((a, b) => a.at - b.at).map(({ trap }) => trap),
    lacks: traps.length < wanted ? few : undefined,
  };
}
