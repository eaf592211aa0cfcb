import type { Refusal } from '../../quality/check.js';
import { BARE_SAMPLE, type Sample } from '../../records.js';
import { pairAnswers } from '../pair-answers.js';
import { messageOf } from './answer.js';
import { type ActRow, answerId } from './row.js';

/** All answers to an instruction as the filter's units: those whose program runs, each with a worse one where there is one. */
export function toSamples(row: ActRow): Sample[] {
  const { role, language, system, by, question, asked, model } = row;
  const worse = pairAnswers(row.answers, ({ fault }) => fault === null, messageOf);
  return row.answers.flatMap((answer, k): Sample[] => {
    if (!answer) return [];
    return [
      {
        ...BARE_SAMPLE,
        id: answerId(row, k),
        recipe: 'acts',
        kind: 'acts',
        role,
        language,
        system,
        turns: [
          { by: 'user', speaker: by, text: question, trained: false },
          // The checks are about what is said, and the simulator's about what is done.
          { by: 'role', speaker: null, text: messageOf(answer), trained: true, spoken: answer.line },
        ],
        rejected: worse[k] ?? null,
        requests: [...row.requests.slice(k, k + 1), ...(asked === null ? [] : [asked])],
        model,
      },
    ];
  });
}

/** The answers whose program the simulator does not take, and why. */
export const refusedBySimulator = (row: ActRow): ReadonlyMap<string, Refusal> =>
  new Map(
    row.answers.flatMap((answer, k) =>
      answer && answer.fault !== null ? [[answerId(row, k), { check: 'acts', evidence: answer.fault }] as const] : [],
    ),
  );

/** What an answer came from: the scene and what its program was to bring about. */
export const describeActs = ({ scene, goal, refusal }: ActRow): string =>
  `${scene}; ${goal.length > 0 ? `to do: ${goal.join(', ')}` : 'to be refused'}${refusal === 'allowed' ? ' (or to be refused)' : ''}`;
