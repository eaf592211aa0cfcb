import type { Answer, Candidate, Catchphrase, DialogueLine, Profile, RejectedAnswer, RolePair } from '../../records.js';
import { NARRATION } from '../../records.js';
import type { Dialogues } from '../../store/dialogues.js';
import type { AskedPrompt } from '../../store/prompt-log.js';
import { type DrawnAnswers, drawProfiles } from './samples.js';

/** A piece of a script as it is shown: where it stands and who says what. */
export interface Excerpt {
  script: string;
  /** First and last line of the file. */
  lines: readonly [number, number];
  turns: readonly { role: string; content: string }[];
}

/** Where an excerpt stands: `FILE:FIRST–LAST`. */
export function placeOf({ script, lines: [first, last] }: Excerpt): string {
  return `${script}:${first === last ? first : `${first}–${last}`}`;
}

/** A profile, and for each catchphrase the first line that proves it. */
export interface ProfileSample {
  profile: Profile;
  catchphrases: readonly { catchphrase: Catchphrase; proof: Excerpt | undefined }[];
  prompts: readonly AskedPrompt[];
}

/** An answer, and what it was made from: a passage, the model's own doubt, or the exchanges that were shown. */
export interface AnswerSample {
  answer: Answer | RejectedAnswer;
  passage: Excerpt | undefined;
  rationale: string | undefined;
  demonstrations: readonly Excerpt[];
  /** As they were asked; none where they were not kept. */
  prompts: readonly AskedPrompt[];
}

/** What is shown of each stage. */
export interface Samples {
  profiles: readonly ProfileSample[];
  kept: Record<Answer['set'], AnswerSample[]>;
  refused: Record<Answer['set'], AnswerSample[]>;
}

/** Finds the prompts that rows came from, as they were kept when they were asked. */
export interface KeptPrompts {
  ofAnswer(answer: Answer | RejectedAnswer): readonly AskedPrompt[];
  ofProfile(profile: Profile): readonly AskedPrompt[];
}

/** Narrated lines between a cue and the reply to it, at most: as RoleGPT's exchanges have them. */
const LINES_BACK = 2;

function excerptOf(script: string, lines: readonly DialogueLine[]): Excerpt | undefined {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return undefined;
  return { script, lines: [first.line, last.line], turns: lines.map(({ role, content }) => ({ role, content })) };
}

/** The pair that a response belongs to: its id ends in the response's number. */
export const pairOf = (id: string) => id.replace(/-\d+$/, '');

/** Looks up what samples came from. Reads the lines of one script at a time and keeps those of the last. */
function createEvidence(linesOf: Dialogues): {
  passage(answer: Pick<Answer, 'segment'>): Excerpt | undefined;
  exchange(shown: { script: string; diag_id: number }): Excerpt | undefined;
  proof(catchphrase: Catchphrase): Excerpt | undefined;
} {
  let open: { script: string; lines: DialogueLine[] } | undefined;

  function scriptLines(script: string): DialogueLine[] {
    if (open?.script !== script) open = { script, lines: linesOf([script]) };
    return open.lines;
  }

  const between = (script: string, from: number, to: number) =>
    scriptLines(script).filter(({ diag_id }) => diag_id >= from && diag_id <= to);

  return {
    passage: ({ segment }) =>
      segment ? excerptOf(segment.script, between(segment.script, segment.from, segment.to)) : undefined,
    exchange({ script, diag_id }) {
      const lines = between(script, diag_id - LINES_BACK, diag_id);
      const reply = lines.at(-1);
      const cue = lines.slice(0, -1).findLast(({ role }) => role !== NARRATION && role !== reply?.role);
      return excerptOf(
        script,
        [cue, reply].flatMap((line) => (line ? [line] : [])),
      );
    },
    proof({ evidence: [first] }) {
      return first ? excerptOf(first.script, between(first.script, first.diag_id, first.diag_id)) : undefined;
    },
  };
}

const scriptOf = ({ segment }: Answer) => segment?.script ?? '';

/** Looks up what drawn answers and profiles came from. Candidates and pairs are those of the drawn answers, by their ids. */
export function showSamples(
  drawn: DrawnAnswers,
  { profiles, seed }: { profiles: readonly Profile[]; seed: number },
  { candidates, pairs }: { candidates: ReadonlyMap<string, Candidate>; pairs: ReadonlyMap<string, RolePair> },
  linesOf: Dialogues,
  prompts: KeptPrompts,
): Samples {
  const evidence = createEvidence(linesOf);

  function show(answers: readonly (Answer | RejectedAnswer)[]): AnswerSample[] {
    // Script by script, so that each is read once; shown in the order in which they were drawn.
    const sorted = [...answers].sort((a, b) => (scriptOf(a) < scriptOf(b) ? -1 : 1));
    const shown = new Map(
      sorted.map((answer): [string, AnswerSample] => {
        const demonstrations = (pairs.get(pairOf(answer.id))?.demonstrations ?? []).flatMap((one) => {
          const excerpt = evidence.exchange(one);
          return excerpt ? [excerpt] : [];
        });
        const rationale = candidates.get(answer.id)?.rationale || undefined;
        const made = { passage: evidence.passage(answer), rationale, demonstrations };
        return [answer.id, { answer, ...made, prompts: prompts.ofAnswer(answer) }];
      }),
    );
    return answers.map(({ id }) => shown.get(id) as AnswerSample);
  }

  return {
    profiles: drawProfiles(profiles, seed).map((profile) => ({
      profile,
      catchphrases: profile.catchphrases.map((catchphrase) => ({ catchphrase, proof: evidence.proof(catchphrase) })),
      prompts: prompts.ofProfile(profile),
    })),
    kept: { role_specific: show(drawn.kept.role_specific), general: show(drawn.kept.general) },
    refused: { role_specific: show(drawn.refused.role_specific), general: show(drawn.refused.general) },
  };
}
