/** Titles before a name. */
const TITLE =
  /^(?:mr|mrs|ms|miss|mister|dr|doctor|prof|professor|sir|dame|lady|lord|king|queen|prince|princess|captain|commander|colonel|general|major|sergeant|lieutenant|admiral|detective|inspector|officer|agent|master|mistress|father|mother|brother|sister|saint|st|the|old|young)\.?$/i;

/** Words that join several persons or make a name a phrase. */
const IS_SEVERAL = /[&+/,]|\b(?:and|of|und|et|y)\b|、|和|与/iu;

/** The parts of a name that are words of a name. */
const wordsOf = (name: string) =>
  name
    .replace(/["“”'‘’(][^"“”'‘’()]*["“”'‘’)]/g, ' ')
    .split(/\s+/)
    .filter(Boolean);

/** A person's name without its title and the first name alone: how a card calls its character. None where several bear it. */
export function shortNames(name: string): string[] {
  if (IS_SEVERAL.test(name)) return [];
  const words = wordsOf(name);
  const bare = words.slice(words.findIndex((word) => !TITLE.test(word)));
  if (words.length < 2 || bare.length === 0) return [];
  const names = [bare.join(' '), bare[0] as string].filter((one) => one !== name && one.replace(/\W/g, '').length > 1);
  return [...new Set(names)];
}

/** The given name of a Chinese or Japanese name of three or four characters, of which the first one or two are the family's. */
const givenNames = (name: string) => (/^\p{Script=Han}{3,4}$/u.test(name) ? [name.slice(name.length - 2)] : []);

/** Every short form under which a card's dialogues may show its character: titles and surnames too. */
export function dialogueNames(name: string): string[] {
  const short = shortNames(name);
  if (short.length === 0) return [name, ...givenNames(name)];
  const words = wordsOf(name);
  const last = words.at(-1) as string;
  const [first = ''] = words;
  return [...new Set([name, ...short, last, ...(TITLE.test(first) ? [`${first} ${last}`] : [])])];
}

/** Whether another word of a name stands before: `Elena` in `Elena Mira`, where it does not open the sentence. */
function followsName(text: string, at: number): boolean {
  const [, space, word] =
    /(^|[.!?…]["”’)]*\s+|\s)(\p{Lu}[\p{L}'’.-]*) $/u.exec(text.slice(Math.max(0, at - 60), at)) ?? [];
  return word !== undefined && !TITLE.test(word) && /^\s$/.test(space ?? '');
}

/** A text in which the character's whole name stands wherever a short form of it stood alone. */
export function withWholeName(text: string, name: string): string {
  const short = shortNames(name).sort((a, b) => b.length - a.length);
  if (short.length === 0) return text;
  const escaped = (one: string) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // The whole name comes first, so that its parts are left alone.
  const forms = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${[name, ...short].map(escaped).join('|')})(?![\\p{L}\\p{N}]| \\p{Lu})`,
    'gu',
  );
  return text.replace(forms, (found, at: number) => (found === name || followsName(text, at) ? found : name));
}
