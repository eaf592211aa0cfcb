import { z } from 'zod';
import { LanguageCode, Text } from '../../records.js';
import { Condition, Effect } from './fact.js';

/** The character itself, and the place where it is, in facts. */
export const SELF = 'self';
export const HERE = 'here';

const States = z.array(Text).default([]);

/** What an argument can be. `any` is an object or a person; a `text` is said or written and is no thing. */
const ARGUMENT_TYPES = ['place', 'object', 'person', 'any', 'text'] as const;

const Verb = z.strictObject({
  name: Text,
  /** What it does, for the prompt, in the scene's language. */
  says: Text,
  arguments: z.array(z.strictObject({ name: Text, type: z.enum(ARGUMENT_TYPES) })).default([]),
  needs: z.array(Condition).default([]),
  effects: z.array(Effect).default([]),
});
export type Verb = z.infer<typeof Verb>;

const SceneInstruction = z.strictObject({
  /** Which of the people says it. */
  by: Text.optional(),
  /** What is said; where it is missing, a model is asked for words that ask for the goal. */
  text: Text.optional(),
  /** What must be so after the program. */
  goal: z.array(Condition).min(1).optional(),
  /** Whether the character may refuse it by an empty program, or is expected to. */
  refusal: z.enum(['never', 'allowed', 'expected']).default('never'),
});
export type SceneInstruction = z.infer<typeof SceneInstruction>;

/** A scene with what there is in it, what can be done, and what is asked for. */
export const SceneShape = z.strictObject({
  language: LanguageCode,
  title: Text,
  setting: Text,
  places: z
    .array(
      z.union([Text.transform((name) => ({ name, is: [] as string[] })), z.strictObject({ name: Text, is: States })]),
    )
    .min(1),
  /** Where the character is. */
  self: Text,
  people: z.array(z.strictObject({ name: Text, at: Text, is: States })).default([]),
  objects: z.array(z.strictObject({ name: Text, at: Text, is: States })).default([]),
  verbs: z.array(Verb).min(1),
  instructions: z.array(SceneInstruction).min(1),
});
export type ActScene = z.infer<typeof SceneShape>;

/** What a thing of a scene is. */
export type ThingKind = 'place' | 'person' | 'object' | 'self';

/** The things of a scene by their names. */
export const kindsOf = ({ places, people, objects }: Pick<ActScene, 'places' | 'people' | 'objects'>) =>
  new Map<string, ThingKind>([
    [SELF, 'self'],
    ...places.map(({ name }) => [name, 'place'] as const),
    ...people.map(({ name }) => [name, 'person'] as const),
    ...objects.map(({ name }) => [name, 'object'] as const),
  ]);
