import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { toCard, toCardPng } from '../../../cards/card.js';
import { cardOfProfile } from '../../../cards/card-of-profile.js';
import { findExchanges } from '../../../prompts/exchanges.js';
import type { Profile } from '../../../records.js';
import { writeBytesAtomically, writeFileAtomically } from '../../../store/atomic.js';
import { openDialogues, withoutHeldOut } from '../../../store/dialogues.js';
import type { FreeContext } from '../../context.js';
import type { ExportParts } from '../samples.js';
import type { Format } from './format.js';

/** Example dialogues of a card, and the most words of one. Our choice: enough to hear the voice, little enough to send along. */
const EXAMPLES = 5;
const EXAMPLE_WORDS = 80;

/** A quiet colour of the role's own. */
function colourOf(role: string): [number, number, number] {
  const [red = 0, green = 0, blue = 0] = createHash('sha256').update(role).digest();
  return [80 + (red >> 2), 80 + (green >> 2), 80 + (blue >> 2)];
}

/** Writes cards/ROLE.png and cards/json/ROLE.json: every profile as a character card (formats.md 7), each folder a set of roles. */
function writeCards(folder: string, { data }: FreeContext, { profiles, systemOf }: ExportParts): void {
  const linesOf = openDialogues(data.dialogues);
  const write = (profile: Profile) => {
    const exchanges = findExchanges(withoutHeldOut(linesOf(profile.scripts)), profile.role, EXAMPLE_WORDS).slice(
      0,
      EXAMPLES,
    );
    const examples = exchanges.map(({ cue, reply }) => ({ cue: cue.content, reply: reply.content }));
    const card = cardOfProfile(profile, { system: systemOf(profile), examples });
    writeFileAtomically(join(folder, `cards/json/${profile.role}.json`), [
      `${JSON.stringify(toCard(card, 3), null, 2)}\n`,
    ]);
    writeBytesAtomically(join(folder, `cards/${profile.role}.png`), toCardPng(card, colourOf(profile.role)));
  };
  for (const profile of profiles) write(profile);
}

/** Character cards. They are made of the profiles alone, and hold no rows. */
export const cards: Format = {
  open: (folder, context, parts) => ({
    commit() {
      writeCards(folder, context, parts);
      return new Map();
    },
  }),
};
