import { z } from 'zod';
import { LanguageCode, RoleName, Text } from '../../records.js';

const ActStep = z.strictObject({ verb: z.string(), arguments: z.array(z.string()) });

/** The answers of one role to one instruction in a scene (papers.md 13): acts.jsonl. */
export const ActRow = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  /** The title of the scene. */
  scene: Text,
  /** The role's system text with the scene in it, as it was asked with and is exported. */
  system: Text,
  /** Who says the instruction; null where nobody of the scene does. */
  by: Text.nullable(),
  question: Text,
  /** What must be so after the program, as prompts show it: `lamp = lit`. */
  goal: z.array(Text),
  refusal: z.enum(['never', 'allowed', 'expected']),
  /** In the place of its sample each; null where none came. */
  answers: z.array(
    z
      .strictObject({
        line: z.string(),
        program: z.array(ActStep),
        /** Why the simulator does not take it; null where it does. */
        fault: Text.nullable(),
      })
      .nullable(),
  ),
  /** Ids of the requests of the answers. */
  requests: z.array(Text),
  /** Of the request of the instruction; null where it stands in the scene. */
  asked: Text.nullable(),
  model: Text,
});
export type ActRow = z.infer<typeof ActRow>;
export type ActAnswer = NonNullable<ActRow['answers'][number]>;

/** The id of an answer, by its place among those to its instruction. */
export const answerId = ({ id }: Pick<ActRow, 'id'>, place: number): string => `${id}-${place}`;

/** The id of the instruction that an answer belongs to. */
export const instructionOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));
