import type { Profile, Sample } from '../../records.js';
import { readDialogue } from '../../text/dialogue.js';

/** A line of a scene, as CoSER writes it. */
export interface Utterance {
  character: string;
  message: string;
}

/** CoSER's name for what nobody says. */
export const ENVIRONMENT = 'Environment';

/** How far a sample goes in its scene: to a line of the script, or where that is not known by its turns. */
const endOf = ({ turns }: Sample): number => turns.at(-1)?.lines?.[1] ?? turns.length;

/** A scene as CoSER's test set has it (papers.md 7). */
export function toCoserRow(
  samples: readonly Sample[],
  place: number,
  profileOf: (role: string) => Profile | undefined,
) {
  // Each sample tells the scene as far as its role's last turn: the one that goes furthest has it whole.
  const longest = samples.reduce((best, sample) => (endOf(sample) > endOf(best) ? sample : best));
  const dialogues = readDialogue(longest).turns.flatMap(({ speeches }) =>
    speeches.map(({ speaker, text }): Utterance => ({ character: speaker ?? ENVIRONMENT, message: text })),
  );
  const speaking = [...new Set(dialogues.map(({ character }) => character))].filter((name) => name !== ENVIRONMENT);
  const played = [...new Set(samples.map(({ role }) => role))];
  const profiles = [...new Set([...played, ...speaking])].flatMap((name) => profileOf(name) ?? []);
  const { segment, role } = longest;
  return {
    scenario: '',
    topic: '',
    key_characters: played.map((name) => ({ name, motivation: '' })),
    dialogues,
    speaking_characters_w_env: [...speaking, ENVIRONMENT],
    major_characters: played,
    plot: { i_p: place, summary: '', key_characters: played.map((name) => ({ name, description: '' })) },
    i_p: place,
    i_c: 0,
    character_profiles: Object.fromEntries(profiles.map((profile) => [profile.role, profile.description])),
    book: profileOf(role)?.script_name ?? segment?.script ?? '',
    script: segment?.script ?? null,
    lines: segment?.lines ?? null,
  };
}
