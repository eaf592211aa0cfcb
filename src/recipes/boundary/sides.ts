import type { Fact, Profile } from '../../records.js';
import type { Trap } from './draw.js';
import type { MadeQuestion } from './question.js';
import { CONTROL } from './row.js';
import { doesNotForesee, goesAlong, staysInRole, turnsDown, type Verdict } from './verdicts.js';

/** What a prompt's slots are filled with. */
export type Slots = Readonly<Record<string, string>>;

/** A fact as prompts show it: with the words of the script that say it. */
export const tellFact = ({ property, value, quote }: Pick<Fact, 'property' | 'value' | 'quote'>): string =>
  `${property}: ${value}${quote === undefined ? '' : `\n(${quote})`}`;

/** What one side of a pair answers from: the prompt and its slots. */
export interface Standpoint {
  id: string;
  slots: Slots;
}

const KNOWS = (fact: string): Standpoint => ({ id: 'boundary.answer', slots: { fact } });
const KNOWS_NOTHING = (unknown: string): Standpoint => ({ id: 'boundary.answer-unknown', slots: { unknown } });

/** What the better and the worse answer come from: the truth and what was put in its place; of a control the other way round. */
export function standpoints(
  { kind, fact, later }: Trap,
  { tampering }: MadeQuestion,
): [chosen: Standpoint, rejected: Standpoint] {
  const value = tampering?.tampered_value ?? '';
  const tampered = KNOWS(`${fact.property}: ${value}`);
  switch (kind) {
    case 'false-premise':
      return [KNOWS(tellFact(fact)), tampered];
    case 'after-the-point':
      return [
        KNOWS_NOTHING(later ? tellFact({ ...later, quote: undefined }) : ''),
        KNOWS(later ? tellFact(later) : ''),
      ];
    case 'beyond-the-world':
      return [KNOWS_NOTHING(value), KNOWS(value)];
    case 'out-of-role':
      return [
        { id: 'boundary.answer-in-role', slots: {} },
        { id: 'boundary.answer-out-of-role', slots: { claimed: value } },
      ];
    case CONTROL:
      return [
        KNOWS(tellFact(fact)),
        tampering === null ? KNOWS_NOTHING(tellFact({ ...fact, quote: undefined })) : tampered,
      ];
  }
}

/** Whether an answer is what its side has to be. */
type Judge = (answer: string) => Verdict;

/** The judges of the better answer, which turns the trap down, and of the worse one, which falls for it; of a control the other way round. */
export function judgesOf(
  { fact, kind }: Trap,
  { question, tampering }: MadeQuestion,
  profile: Profile,
): readonly [chosen: Judge, rejected: Judge] {
  const { language } = profile;
  const value = tampering?.tampered_value ?? '';
  const premise = { premise: value, instead: tampering?.true_value ?? null };
  const truth = { premise: fact.value, instead: tampering?.tampered_value ?? null };
  const fallsFor: Judge = (answer) => goesAlong(answer, premise, language, true);
  switch (kind) {
    case 'after-the-point':
      return [(answer) => doesNotForesee(answer, question, value, language), fallsFor];
    case 'out-of-role':
      return [
        (answer) => staysInRole(answer, value, profile, true),
        (answer) => staysInRole(answer, value, profile, false),
      ];
    case CONTROL:
      return [(answer) => goesAlong(answer, truth, language), (answer) => turnsDown(answer, truth, language)];
    default:
      return [(answer) => turnsDown(answer, premise, language), fallsFor];
  }
}
