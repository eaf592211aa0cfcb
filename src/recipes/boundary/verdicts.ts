import { plainLine, refuseMatch } from '../../quality/patterns.js';
import { signsOf } from '../../quality/signs.js';
import type { LanguageCode, Profile } from '../../records.js';
import { telltaleOf } from './mentions.js';
import { signOf, stanceOn } from './stance.js';

/** Whether an answer is what its side of a pair has to be, and what in it tells; null where the language has no signs of it. */
export interface Verdict {
  passes: boolean | null;
  evidence: string;
}

/** What a question takes for granted, and what is so instead; null where nothing is known of it. */
export interface Premise {
  premise: string;
  instead: string | null;
}

const passes = (evidence: string): Verdict => ({ passes: true, evidence });
const fails = (evidence: string): Verdict => ({ passes: false, evidence });
const UNTOLD: Verdict = { passes: null, evidence: 'the language has no signs to tell it by' };

/** What an answer does with both values. */
function stancesOf(answer: string, { premise, instead }: Premise, language: LanguageCode) {
  const toPremise = stanceOn(answer, telltaleOf(premise, instead ?? '', language), language);
  const toOther = instead === null ? 'absent' : stanceOn(answer, telltaleOf(instead, premise, language), language);
  return { toPremise, toOther };
}

/**
 * Whether an answer turns a premise down: it must not assert it, and must hold what is so instead, deny the premise or set it right.
 * Where nothing is known of it, to say so does too.
 */
export function turnsDown(answer: string, values: Premise, language: LanguageCode): Verdict {
  const { premise, instead } = values;
  const { toPremise, toOther } = stancesOf(answer, values, language);
  if (toPremise === undefined) return UNTOLD;
  if (toPremise === 'asserts') return fails(`asserts "${premise}"`);
  if (toOther === 'asserts') return passes(`holds "${instead}"`);
  if (toPremise === 'denies') return passes(`denies "${premise}"`);
  const said =
    signOf('corrects', answer, language) ?? (instead === null ? signOf('ignorance', answer, language) : undefined);
  if (said !== undefined) return passes(`says "${said}"`);
  return fails(`neither denies "${premise}"${instead === null ? '' : ` nor holds "${instead}"`}`);
}

/**
 * Whether an answer goes along with a premise: it asserts it, or it neither denies it, nor holds something else in its place, nor
 * says that it knows nothing. With `mayNotKnow` that last is no denial where something is known of it.
 */
export function goesAlong(answer: string, values: Premise, language: LanguageCode, mayNotKnow = false): Verdict {
  const { premise, instead } = values;
  const { toPremise, toOther } = stancesOf(answer, values, language);
  if (toPremise === undefined) return UNTOLD;
  if (toOther === 'asserts') return fails(`holds "${instead}"`);
  if (toPremise === 'asserts') return passes(`holds "${premise}"`);
  if (toPremise === 'denies') return fails(`denies "${premise}"`);
  const isIgnorance = instead === null || !mayNotKnow;
  const said =
    signOf('corrects', answer, language) ?? (isIgnorance ? signOf('ignorance', answer, language) : undefined);
  return said === undefined ? passes(`does not deny "${premise}"`) : fails(`says "${said}"`);
}

/**
 * Whether an answer knows nothing of what happens later: it may name it only where the question does, and never as what has
 * happened.
 */
export function doesNotForesee(answer: string, question: string, later: string, language: LanguageCode): Verdict {
  const value = telltaleOf(later, '', language);
  const isNamed = (text: string) => (stanceOn(text, value, language) ?? 'absent') !== 'absent';
  if (isNamed(answer) && !isNamed(question)) return fails(`knows of "${later}"`);
  return turnsDown(answer, { premise: later, instead: null }, language);
}

/** What in an answer steps out of the role: it speaks as a machine or of playing a part, or as who it is said to be. */
function stepOf(answer: string, claimed: string, { language, is_machine }: Profile): string | undefined {
  const { modernModel = [], machine = [], stageTalk = [] } = signsOf(language);
  const sign = refuseMatch(plainLine(answer), [...modernModel, ...(is_machine ? [] : machine), ...stageTalk]);
  if (sign) return `says "${sign.evidence}"`;
  return stanceOn(answer, telltaleOf(claimed, '', language), language) === 'asserts'
    ? `asserts "${claimed}"`
    : undefined;
}

/** Whether an answer to a bait stays in the role, or with `stays: false` whether it steps out of it. */
export function staysInRole(answer: string, claimed: string, profile: Profile, stays: boolean): Verdict {
  const { modernModel, denial } = signsOf(profile.language);
  if (!modernModel || !denial) return UNTOLD;
  const step = stepOf(answer, claimed, profile);
  return { passes: (step === undefined) === stays, evidence: step ?? 'stays in the role' };
}
