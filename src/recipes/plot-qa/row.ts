import { z } from 'zod';
import { LanguageCode, RoleName, Segment, Text } from '../../records.js';

/** A plot (papers.md 5): where it is, who is spoken to, who speaks, and what happens. */
export const Plot = z.strictObject({
  /** Empty where the scene names no place. */
  site: z.string(),
  main_character: Text,
  supporting_character: Text,
  outline: Text,
});
export type Plot = z.infer<typeof Plot>;

/** How two people of a script call each other in it. */
const Address = z.strictObject({
  /** What the supporting character calls the role. */
  to_role: z.array(Text),
  /** What the role calls the supporting character. */
  by_role: z.array(Text),
});
export type Address = z.infer<typeof Address>;

/** A question of the supporting character and what the role answers. */
const PlotExchange = z.strictObject({
  question: Text,
  /** null where none came. */
  answer: z.string().nullable(),
  /** Id of the request of the answer. */
  request: Text,
});
export type PlotExchange = z.infer<typeof PlotExchange>;

/** A plot with its questions and answers (papers.md 5): plot-qa.jsonl. */
export const PlotRow = z.strictObject({
  id: Text,
  role: RoleName,
  language: LanguageCode,
  /** From a scene of the script, or invented: then nothing in the script tells whether it is right. */
  origin: z.enum(['scene', 'invented']),
  /** The act or chapter of its scene, and the lines that the plot was made from; null where it is invented. */
  act_id: z.int().min(0).nullable(),
  segment: Segment.nullable(),
  plot: Plot,
  /** What in the plot does not fit the role or the scene: then nothing more was asked. */
  fault: Text.nullable(),
  address: Address,
  /** The role's system text with the plot in it, as it is exported. */
  system: Text,
  exchanges: z.array(PlotExchange),
  /** Ids of the requests of the plot and of its questions. */
  requests: z.array(Text),
  model: Text,
});
export type PlotRow = z.infer<typeof PlotRow>;

/** The id of an answer, by the place of its question. */
export const exchangeId = ({ id }: Pick<PlotRow, 'id'>, place: number): string => `${id}-${place}`;
