import type { Signs } from '../languages/signs.js';
import type { LanguageCode, Profile, Review, Sample, Segment, Turn } from '../records.js';

/** A check's verdict: nothing (the answer passes), or what in it made the check refuse. */
export type CheckResult = { evidence: string } | undefined;

/** Why a check refused. */
export interface Refusal {
  /** Its name. */
  check: string;
  evidence: string;
}

/** A passage of the script, as an answer is compared with it. */
export interface Passage {
  /** All lines with their speakers, narration too. */
  text: string;
  /** What others than the role say in it. */
  othersLines: readonly string[];
  /** Who else than the role speaks in it. */
  speakers?: readonly string[];
}

/** What a check knows beside the answer. */
export interface CheckContext {
  profile: Profile;
  settings: CheckSettings;
  /** Texts that stand in the prompts as worked examples and must not come back in an answer. */
  promptExamples: readonly string[];
  /** The passage that a segment names; nothing where the script is not at hand. */
  passageOf?: (segment: Segment) => Passage | undefined;
  /** What a person said of answers, by their ids. It goes before all checks. */
  reviews?: ReadonlyMap<string, Pick<Review, 'mark' | 'note'>>;
}

/** The settings of the row checks; defaults and where they come from stand in config.ts. */
export interface CheckSettings {
  /** Shortest and longest answer, in words (English) or characters (Chinese). */
  minWords: number;
  maxWords: number;
  minCharacters: number;
  maxCharacters: number;
  /** Shortest answer to a role-specific question in English, in words. */
  minRoleSpecificWords: number;
  /** The script in which Chinese answers are to be written. */
  chineseScript: 'simplified' | 'traditional' | 'any';
  /** How many words (Chinese: characters) of a prompt's example in a row count as a leak. */
  leakRun: number;
  leakCharacters: number;
  /** Least support by the passage, and least share of pointers that a question explains: see quality/grounding. */
  minSupport: number;
  minSelfContained: number;
}

/** A turn of the role with what it answers, as checks see it. */
export interface CheckedTurn extends Pick<Sample, 'id' | 'role' | 'segment' | 'confidence' | 'raw_answer'> {
  language: LanguageCode;
  /** The question is about the role and put to it (papers.md 1.4); else it is a general instruction. */
  isRoleSpecific: boolean;
  question: string;
  answer: string;
  /** What was said before the question. */
  earlier: readonly Turn[];
  /** It stands in the script as it is: nobody broke off, but in the story. */
  isQuoted?: boolean;
}

/** A row check: looks at one answer alone. Adding one is adding a file and a line in the list of index.ts. */
export interface Check {
  name: string;
  /** Signs of the role's language without which it abstains. */
  needs?: readonly (keyof Signs)[];
  run(turn: CheckedTurn, context: CheckContext): CheckResult;
}

/** The turns of a sample that are checked: those that a model is to learn, each with the turn that it answers. */
export function checkedTurns(sample: Sample, isRoleSpecific: boolean): CheckedTurn[] {
  const { id, role, language, turns, segment, confidence, raw_answer } = sample;
  return turns.flatMap(({ trained, text, spoken = text, lines }, at): CheckedTurn[] => {
    if (!trained) return [];
    const isQuoted = lines !== undefined;
    const asked = { question: turns[at - 1]?.text ?? '', answer: spoken, earlier: turns.slice(0, Math.max(0, at - 1)) };
    return [{ id, role, language, isRoleSpecific, segment, confidence, raw_answer, isQuoted, ...asked }];
  });
}
