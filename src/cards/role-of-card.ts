import type { z } from 'zod';
import { UserError } from '../errors.js';
import { guessLanguage } from '../languages/index.js';
import { RoleFile } from '../records.js';
import { parseFor } from '../store/zod-message.js';
import type { CardData } from './card.js';
import { describeCard } from './description.js';

/** What rolellm's own cards carry beside the readers' fields, so that a role comes back as it went. */
export const OwnExtension = RoleFile.omit({ name: true, script: true, format: true, knowledge: true }).partial();
export type OwnExtension = z.infer<typeof OwnExtension>;

/**
 * A card as a role file. Description, personality, scenario and lorebook make its description; a card that rolellm wrote gives
 * back what the profile held, and what it carries that does not fit is left aside. Throws UserError where the card cannot be a role.
 */
export function roleOfCard(card: CardData, file: string): RoleFile {
  const own = OwnExtension.safeParse(card.extensions.rolellm);
  const description = describeCard(card) || undefined;
  const tags = card.tags.filter((tag) => tag.trim() !== '');
  const role = parseFor(RoleFile, {
    language: guessLanguage(description ?? `${card.name}${card.first_mes}`).code,
    ...(description ? { description } : {}),
    ...(tags.length > 0 ? { categories: tags } : {}),
    ...(own.success ? own.data : {}),
    name: card.name,
  });
  if (role.success) return role.data;
  const [issue] = role.error.issues;
  throw new UserError(`the card's ${issue?.path.join('.')} ${issue?.message}`, {
    file,
    advice: 'Correct it in the card.',
  });
}
