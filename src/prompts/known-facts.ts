import type { Draft } from '../llm/chat-request.js';
import { sizesDown } from '../llm/room/fit.js';
import type { PromptRoom } from '../llm/room/index.js';
import type { Fact, Profile } from '../records.js';
import { type Prompts, renderPrompt } from './load.js';
import { describeRole } from './role-description.js';

/** The text that shows facts of a role behind its description. */
export const KNOWN_TEXT = 'messages.known';

/** Description and catchphrases, and facts behind them: what prompts show of a role to a model that does not know it. */
export function describeWithFacts(profile: Profile, facts: readonly Fact[], prompts: Prompts): string {
  const description = describeRole(profile);
  if (facts.length === 0) return description;
  const list = facts.map(({ property, value }) => `- ${property}: ${value}`).join('\n');
  // A language of a plug-in may lack the text: then the list stands alone.
  const known = prompts.has(KNOWN_TEXT, profile.language)
    ? renderPrompt(prompts(KNOWN_TEXT, profile.language), { facts: list })[0]?.content
    : list;
  return `${description}\n\n${known}`;
}

/** So many of the facts, in their order, from all parts of them. */
export const spreadFacts = (facts: readonly Fact[], count: number): readonly Fact[] =>
  facts.filter((_, k) => Math.floor(((k + 1) * count) / facts.length) > Math.floor((k * count) / facts.length));

/** As many of the facts as all drafts have room for; none where a draft does not fit without them. */
export function factsWithRoom(
  facts: readonly Fact[],
  room: PromptRoom,
  draftsWith: (facts: readonly Fact[]) => readonly Draft[],
): readonly Fact[] {
  if (room.window === undefined || facts.length === 0) return facts;
  for (const count of sizesDown(facts.length, 1)) {
    const shown = spreadFacts(facts, count);
    if (draftsWith(shown).every((draft) => room.fits(draft))) return shown;
  }
  return [];
}
