import type { z } from 'zod';
import { UserError } from '../errors.js';
import { RoleFile } from '../records.js';
import { parseFor } from '../store/zod-message.js';
import { hasHan } from '../text/words.js';
import type { CardData } from './card.js';

/** What rolellm's own cards carry beside the readers' fields, so that a role comes back as it went. */
export const OwnExtension = RoleFile.omit({ name: true, script: true, format: true }).partial();
export type OwnExtension = z.infer<typeof OwnExtension>;

/** The user in a card's dialogues, where no name is known. */
const USER = 'User';

/** The placeholders of a card, filled in. */
function fillIn(text: string, name: string): string {
  return text
    .replace(/\{\{char\}\}|<BOT>/gi, () => name)
    .replace(/\{\{user\}\}|<USER>/gi, USER)
    .replaceAll('\r\n', '\n')
    .trim();
}

/** A line of a card's dialogues. */
export interface ExampleLine {
  speaker: string;
  text: string;
  /** Number of the dialogue, from 0: the greeting, then each example. */
  act: number;
}

/** What the character says first, and the example dialogues: `<START>` begins each, `name:` each line. */
export function exampleLines({ name, first_mes, mes_example }: CardData): ExampleLine[] {
  const greeting = fillIn(first_mes, name);
  const lines: ExampleLine[] = greeting === '' ? [] : [{ speaker: name, text: greeting, act: 0 }];
  const dialogues = fillIn(mes_example, name)
    .split(/<START>/i)
    .filter((dialogue) => dialogue.trim() !== '');
  for (const [k, dialogue] of dialogues.entries()) {
    for (const line of dialogue.split('\n')) {
      const spoken = [name, USER].find((speaker) => line.startsWith(`${speaker}:`));
      const before = lines.at(-1);
      const text = (spoken === undefined ? line : line.slice(spoken.length + 1)).trim();
      if (text === '') continue;
      if (spoken !== undefined) lines.push({ speaker: spoken, text, act: k + 1 });
      else if (before && before.act === k + 1) before.text += `\n${text}`;
    }
  }
  return lines;
}

/**
 * A card as a role file. Description, personality and scenario make its description; a card that rolellm wrote gives back
 * what the profile held, and what it carries that does not fit is left aside. Throws UserError where the card cannot be a role.
 */
export function roleOfCard(card: CardData, file: string): RoleFile {
  const own = OwnExtension.safeParse(card.extensions.rolellm);
  const about = [card.description, card.personality, card.scenario]
    .map((text) => fillIn(text, card.name))
    .filter((text) => text !== '');
  const description = about.join('\n') || undefined;
  const tags = card.tags.filter((tag) => tag.trim() !== '');
  const role = parseFor(RoleFile, {
    language: hasHan(description ?? card.name) ? 'zh' : 'en',
    ...(description ? { description } : {}),
    ...(tags.length > 0 ? { categories: tags } : {}),
    ...(own.success ? own.data : {}),
    name: card.name,
  });
  if (role.success) return role.data;
  const [issue] = role.error.issues;
  throw new UserError(`the card's ${issue?.path.join('.')} ${issue?.message}`, {
    file,
    advice: 'Mend it in the card.',
  });
}
