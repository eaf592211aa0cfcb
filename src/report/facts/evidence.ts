import type { Background } from '../../recipes/recipe.js';
import type { Catchphrase, DialogueLine, Profile, RejectedSample, Sample } from '../../records.js';
import { NARRATION } from '../../records.js';
import type { Dialogues } from '../../store/dialogues.js';
import type { AskedPrompt } from '../../store/prompt-log.js';
import { type DrawnSamples, drawProfiles } from './samples.js';

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

/** A sample, and what it was made from: a passage, the model's own doubt, or the exchanges that were shown. */
export interface ShownSample {
  sample: Sample | RejectedSample;
  passage: Excerpt | undefined;
  rationale: string | undefined;
  demonstrations: readonly Excerpt[];
  /** As they were asked; none where they were not kept. */
  prompts: readonly AskedPrompt[];
}

/** What is shown: profiles, and samples of each recipe. */
export interface Samples {
  profiles: readonly ProfileSample[];
  recipes: ReadonlyMap<string, { kept: readonly ShownSample[]; refused: readonly ShownSample[] }>;
}

/** Finds the prompts that rows came from, as they were kept when they were asked. */
export interface KeptPrompts {
  ofSample(sample: Sample): readonly AskedPrompt[];
  ofProfile(profile: Profile): readonly AskedPrompt[];
}

/** Narrated lines between a cue and the reply to it, at most: as exchanges that are shown to a model have them. */
const LINES_BACK = 2;

function excerptOf(script: string, lines: readonly DialogueLine[]): Excerpt | undefined {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return undefined;
  return { script, lines: [first.line, last.line], turns: lines.map(({ role, content }) => ({ role, content })) };
}

/** Looks up what samples came from. Reads the lines of one script at a time and keeps those of the last. */
function createEvidence(linesOf: Dialogues): {
  passage(sample: Pick<Sample, 'segment'>): Excerpt | undefined;
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

const scriptOf = ({ segment }: Sample) => segment?.script ?? '';

/** Looks up what drawn samples and profiles came from. `backgrounds` has what the recipes say of the drawn samples, by their ids. */
export function showSamples(
  drawn: ReadonlyMap<string, DrawnSamples>,
  { profiles, seed }: { profiles: readonly Profile[]; seed: number },
  backgrounds: ReadonlyMap<string, Background>,
  linesOf: Dialogues,
  prompts: KeptPrompts,
): Samples {
  const evidence = createEvidence(linesOf);

  function show(samples: readonly (Sample | RejectedSample)[]): ShownSample[] {
    // Script by script, so that each is read once; shown in the order in which they were drawn.
    const sorted = [...samples].sort((a, b) => (scriptOf(a) < scriptOf(b) ? -1 : 1));
    const shown = new Map(
      sorted.map((sample): [string, ShownSample] => {
        const { rationale, demonstrations = [] } = backgrounds.get(sample.id) ?? {};
        const exchanges = demonstrations.flatMap((one) => evidence.exchange(one) ?? []);
        const made = { passage: evidence.passage(sample), rationale, demonstrations: exchanges };
        return [sample.id, { sample, ...made, prompts: prompts.ofSample(sample) }];
      }),
    );
    return samples.map(({ id }) => shown.get(id) as ShownSample);
  }

  return {
    profiles: drawProfiles(profiles, seed).map((profile) => ({
      profile,
      catchphrases: profile.catchphrases.map((catchphrase) => ({ catchphrase, proof: evidence.proof(catchphrase) })),
      prompts: prompts.ofProfile(profile),
    })),
    recipes: new Map(
      [...drawn].map(([recipe, { kept, refused }]) => [recipe, { kept: show(kept), refused: show(refused) }]),
    ),
  };
}
