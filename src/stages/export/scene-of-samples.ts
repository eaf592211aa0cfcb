import type { Profile, Sample, Turn } from '../../records.js';

/** A line of a scene, as CoSER writes it. */
export interface Utterance {
  character: string;
  message: string;
}

/** CoSER's name for what nobody says. */
export const ENVIRONMENT = 'Environment';

/** The name before a line in a turn that several speak in. */
const LABEL = /^([^\n:]{1,60}): /;

/** The lines of a turn: the role's own, one partner's, or several partners' with the name of each before it. */
function* linesOf({ by, speaker, text }: Turn, role: string): Generator<Utterance> {
  if (by === 'role' || speaker !== null) return yield { character: speaker ?? role, message: text };
  let line: Utterance | undefined;
  for (const piece of text.split('\n')) {
    const [label, name] = LABEL.exec(piece) ?? [];
    if (label !== undefined && name !== undefined) {
      if (line) yield line;
      line = { character: name, message: piece.slice(label.length) };
    } else if (line) line.message += `\n${piece}`;
    else line = { character: ENVIRONMENT, message: piece };
  }
  if (line) yield line;
}

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
  const dialogues = longest.turns.flatMap((turn) => [...linesOf(turn, longest.role)]);
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
