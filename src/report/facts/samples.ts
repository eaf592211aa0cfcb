import { languageCodes } from '../../languages/index.js';
import type { Answer, LanguageCode, Profile, RejectedAnswer } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { createSampler } from './sampler.js';

/** Profiles, and kept answers of each set, that are shown; refused ones for each check. Our choice. */
const PROFILES = 4;
const KEPT = 6;
const REFUSED = 2;

/** Answers that are shown, before what they came from is looked up. */
export interface DrawnAnswers {
  kept: Record<Answer['set'], Answer[]>;
  refused: Record<Answer['set'], RejectedAnswer[]>;
}

/** Takes rows in turn from the languages, so that each is shown; at most so many. */
function takeInTurn<Row extends { language: LanguageCode }>(rows: readonly Row[], most: number): Row[] {
  const queues = languageCodes.map((language) => rows.filter((row) => row.language === language));
  const longest = Math.max(...queues.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, k) => queues.flatMap((queue) => queue.slice(k, k + 1)));
  return turns.flat().slice(0, most);
}

/** Profiles that are shown: drawn by the seed, the languages in turn. */
export function drawProfiles(profiles: readonly Profile[], seed: number): Profile[] {
  const rank = ({ role }: Profile) => hashNumber(seed, 'profile', role);
  return takeInTurn(
    [...profiles].sort((a, b) => rank(a) - rank(b)),
    PROFILES,
  );
}

const isSpecific = (set: Answer['set']) => set === 'role_specific';

/** Draws answers to show while they stream by: spread over roles, over both types of questions and over all checks. */
export function createAnswerSamples(seed: number): {
  addKept(answer: Answer): void;
  addRefused(answer: RejectedAnswer): void;
  result(): DrawnAnswers;
} {
  const kept = createSampler<Answer>(seed, KEPT);
  const refused = createSampler<RejectedAnswer>(seed, REFUSED);

  /** Of questions about the role both types, in turn. */
  function keptOf(set: Answer['set'], groups: ReadonlyMap<string, Answer[]>): Answer[] {
    const lists = [...groups].filter(([group]) => group.startsWith(`${set} `)).sort(([a], [b]) => (a < b ? 1 : -1));
    const turns = Array.from({ length: KEPT }, (_, k) => lists.flatMap(([, rows]) => rows.slice(k, k + 1)));
    const drawn = turns.flat();
    const onePerRole = drawn.filter(({ role }, k) => drawn.findIndex((other) => other.role === role) === k);
    return (onePerRole.length >= KEPT ? onePerRole : [...new Set([...onePerRole, ...drawn])]).slice(0, KEPT);
  }

  return {
    addKept: (answer) => kept.add(`${answer.set} ${answer.type ?? ''} ${answer.language}`, answer),
    addRefused: (answer) => refused.add(`${answer.set} ${answer.check} ${answer.language}`, answer),
    result() {
      const groups = kept.result();
      const drawn = [...refused.result()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, list]) => list);
      const checks = [...new Set(drawn.map(({ set, check }) => `${set} ${check}`))];
      const rows = checks.flatMap((key) =>
        takeInTurn(
          drawn.filter(({ set, check }) => `${set} ${check}` === key),
          REFUSED,
        ),
      );
      return {
        kept: { role_specific: keptOf('role_specific', groups), general: keptOf('general', groups) },
        refused: {
          role_specific: rows.filter(({ set }) => isSpecific(set)),
          general: rows.filter(({ set }) => !isSpecific(set)),
        },
      };
    },
  };
}
