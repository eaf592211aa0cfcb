import { z } from 'zod';
import { Text } from '../../records.js';

/** The keys of a fact beside `thing`, of which it has one. */
const TESTS = ['is', 'is_not', 'at', 'not_at', 'near'] as const;
const CHANGES = ['is', 'is_not', 'at'] as const;

/** What is said of a thing: a state, where or with whom it is, or whether the character can reach it. */
export interface Fact {
  /** Name of a thing, `self`, or an argument of the verb. */
  thing: string;
  says: 'is' | 'is_not' | 'at' | 'not_at' | 'near' | 'not_near';
  /** The state, or the name of the other thing; empty for `near`. */
  value: string;
}

const Shape = z.strictObject({
  thing: Text,
  is: Text.optional(),
  is_not: Text.optional(),
  at: Text.optional(),
  not_at: Text.optional(),
  near: z.boolean().optional(),
});

const factOf = (allowed: readonly (typeof TESTS)[number][]) =>
  Shape.transform((shape, context): Fact => {
    const said = TESTS.filter((key) => shape[key] !== undefined);
    const [key] = said;
    if (key === undefined || said.length > 1 || !allowed.includes(key)) {
      context.addIssue({ code: 'custom', path: ['thing'], message: `needs one of ${allowed.join(', ')} beside it` });
      return z.NEVER;
    }
    if (key === 'near') return { thing: shape.thing, says: shape.near ? 'near' : 'not_near', value: '' };
    return { thing: shape.thing, says: key, value: shape[key] ?? '' };
  });

/** A fact that must hold: `{ thing: lamp, is: lit }`. */
export const Condition = factOf(TESTS);

/** A fact that an action makes true: a state that comes or goes, or another place. */
export const Effect = factOf(CHANGES);

const SIGNS: Readonly<Record<Fact['says'], string>> = {
  is: ' = ',
  is_not: ' ≠ ',
  at: ' @ ',
  not_at: ' not @ ',
  near: ' near',
  not_near: ' not near',
};

/** A fact as prompts and reasons show it: `lamp = lit`, `lamp @ self`. */
export const showFact = ({ thing, says, value }: Fact): string => `${thing}${SIGNS[says]}${value}`;

export const showFacts = (facts: readonly Fact[]): string => facts.map(showFact).join(', ');
