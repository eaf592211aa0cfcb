import { z } from 'zod';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { InvalidReply } from '../../llm/work.js';
import { nameParts, namesOf } from '../../quality/role-names.js';
import { signsOf } from '../../quality/signs.js';
import type { DialogueLine, LanguageCode, Profile } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';
import { hasHan, squeeze } from '../../text/words.js';
import { partnersIn } from './passages.js';
import type { Plot } from './row.js';

const Line = z.string().transform(squeeze);

const Reply = z.object({ site: Line, main_character: Line, supporting_character: Line, outline: Line });

/** The reply's shape, as it is asked for. */
export const plotSchema = replySchema(
  'plot',
  z.object({ site: z.string(), main_character: z.string(), supporting_character: z.string(), outline: z.string() }),
);

/** Two or three sentences, and names of a few words, with room to spare. Our choice. */
export const PLOT_BOUNDS = { site: 200, main_character: 200, supporting_character: 200, outline: 900 };

/** The plot of a reply. Throws InvalidReply where a part is empty that must not be. */
export function readPlot(content: string): Plot {
  const plot = readJsonReply(content, Reply);
  for (const part of ['main_character', 'supporting_character', 'outline'] as const)
    if (plot[part] === '') throw new InvalidReply(`the plot's "${part}" is empty`);
  return plot;
}

const wordsOfName = (name: string): Set<string> => nameParts({ role: name, aliases: [] });

/** Whether two names can be one person's: the same, or one with fewer words of the other (Nora, Nora Helmer; 云长, 关云长). */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => normalisedWords(name).join(' '));
  if (a === undefined || b === undefined || a === '' || b === '') return false;
  if (a === b) return true;
  if (hasHan(a) && hasHan(b)) return a.includes(b) || b.includes(a);
  const [left, right] = [wordsOfName(one), wordsOfName(other)];
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  return few.size > 0 && [...few].every((word) => many.has(word));
}

const isRole = (name: string, profile: Profile): boolean => namesOf(profile).some((own) => isSameName(name, own));

/** The speaker of a scene whom a plot's name means; undefined where it is none. */
const speakerOf = (name: string, lines: readonly DialogueLine[], role: string): string | undefined =>
  partnersIn(lines, role).find((speaker) => speaker === name) ??
  partnersIn(lines, role).find((speaker) => isSameName(speaker, name));

/** From this share of a site's words on they are the scene's: a model may add what kind of place it is. Our choice. */
const SITE_SHARE = 0.5;

/** What is looked up of a site: words that are not the commonest, or pairs of characters. */
function piecesOf(site: string, language: LanguageCode): string[] {
  const words = normalisedWords(site);
  if (hasHan(site)) return words.length < 2 ? [...words] : words.slice(1).map((word, k) => `${words[k]} ${word}`);
  const common = signsOf(language).particles?.own;
  return words.filter((word) => word.length > 1 && !common?.has(word));
}

function standsInScene(site: string, sceneWords: string, language: LanguageCode): boolean {
  const pieces = piecesOf(site, language);
  const found = pieces.filter((piece) => sceneWords.includes(` ${piece} `));
  return pieces.length === 0 || found.length >= SITE_SHARE * pieces.length;
}

/** The plot as the row has it: the supporting character by the name under which it speaks in the scene. */
export const namedAsIn = (plot: Plot, lines: readonly DialogueLine[], role: string): Plot => ({
  ...plot,
  supporting_character: speakerOf(plot.supporting_character, lines, role) ?? plot.supporting_character,
});

/**
 * What in a plot is wrong, as far as code can tell; undefined where nothing is. The main character is the role and the supporting one is
 * somebody else; of a scene, who speaks in it or is named there, and a site in its words. `scene` is null where the plot is invented.
 */
export function faultOf(plot: Plot, profile: Profile, scene: readonly DialogueLine[] | null): string | undefined {
  const { site, main_character, supporting_character } = plot;
  const { role, language } = profile;
  if (!isRole(main_character, profile)) return `its main character is ${main_character}, not ${role}`;
  if (isRole(supporting_character, profile)) return 'its supporting character is the role itself';
  if (scene === null) return undefined;
  const words = ` ${normalisedWords(scene.map(({ content }) => content).join('\n')).join(' ')} `;
  const isNamed = (name: string) => words.includes(` ${normalisedWords(name).join(' ')} `);
  if (!scene.some((line) => line.role === role) && !namesOf(profile).some(isNamed))
    return `its main character ${role} neither speaks nor is named in the scene`;
  if (speakerOf(supporting_character, scene, role) === undefined && !isNamed(supporting_character))
    return `its supporting character ${supporting_character} neither speaks nor is named in the scene`;
  return standsInScene(site, words, language) ? undefined : `its site is not of the scene: ${site}`;
}
