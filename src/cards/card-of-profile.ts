import { languageOf } from '../languages/index.js';
import type { Profile } from '../records.js';
import { CardData } from './card.js';
import type { OwnExtension } from './role-of-card.js';

/** Somebody's line and the role's reply to it, as an example of how it speaks. */
export interface Example {
  cue: string;
  reply: string;
}

/** A profile as a card. What a card that the role came from says of itself stays as it was. */
export function cardOfProfile(
  profile: Profile,
  { system, examples }: { system: string; examples: readonly Example[] },
): CardData {
  const { role, description, description_second_person, catchphrases, categories, language, by_hand } = profile;
  // What could not be had is left open: a card that is read as a role asks for it. No catchphrases may also mean that the script has none.
  const isHad = (part: (typeof by_hand)[number], isThere: boolean) => isThere || by_hand.includes(part);
  const texts = catchphrases.map(({ text }) => text);
  const own: OwnExtension = {
    language,
    description,
    ...(isHad('description_second_person', description_second_person !== description)
      ? { description_second_person }
      : {}),
    catchphrases: texts,
    ...(isHad('categories', categories.length > 0) ? { categories } : {}),
    aliases: profile.aliases,
    is_machine: profile.is_machine,
    script_name: profile.script_name,
    ...(profile.source === null ? {} : { source: profile.source }),
    ...(profile.licence === null ? {} : { licence: profile.licence }),
  };
  const dialogues = examples.map(({ cue, reply }) => `<START>\n{{user}}: ${cue}\n{{char}}: ${reply}`);
  return CardData.parse({
    name: role,
    description,
    personality: texts.join(languageOf(language).phraseJoiner),
    scenario: '',
    first_mes: examples[0]?.reply ?? '',
    mes_example: dialogues.join('\n'),
    creator_notes: 'Made with rolellm from a role profile.',
    system_prompt: system,
    post_history_instructions: '',
    alternate_greetings: [],
    group_only_greetings: [],
    tags: categories,
    creator: 'rolellm',
    character_version: '1',
    ...profile.card,
    extensions: { ...(profile.card?.extensions as object | undefined), rolellm: own },
  });
}
