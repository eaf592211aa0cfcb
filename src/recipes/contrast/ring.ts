import { hashNumber } from '../../text/random.js';

/** Who is paired with whom: each role asks the same number of others and is asked by as many. */
export interface Ring {
  size: number;
  has(role: string): boolean;
  /** The roles that a role asks, nearest first, and those that ask it. */
  after(role: string, pairs: number): string[];
  before(role: string, pairs: number): string[];
}

/**
 * Roles in a circle in which the seed and the name alone decide the place: a role is paired with those that follow it. So no
 * table of pairs is kept, no pair comes twice, and one more role changes the pairs of its neighbours only.
 */
export function makeRing(roles: readonly string[], seed: number): Ring {
  const ranked = roles.map((role) => ({ role, at: hashNumber(seed, 'ring', role) })).sort((a, b) => a.at - b.at);
  const order = ranked.map(({ role }) => role);
  const places = new Map(order.map((role, at) => [role, at]));
  const steps = (role: string, pairs: number, way: 1 | -1): string[] => {
    const at = places.get(role);
    if (at === undefined) return [];
    const count = Math.min(pairs, order.length - 1);
    return Array.from({ length: count }, (_, k) => order[(at + way * (k + 1) + order.length) % order.length] as string);
  };
  return {
    size: order.length,
    has: (role) => places.has(role),
    after: (role, pairs) => steps(role, pairs, 1),
    before: (role, pairs) => steps(role, pairs, -1),
  };
}
