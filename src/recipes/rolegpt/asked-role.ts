import { UNLIMITED } from '../../llm/room/index.js';
import type { Exchange } from '../../prompts/exchanges.js';
import { describeWithFacts, factsWithRoom } from '../../prompts/known-facts.js';
import type { Prompts } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import type { Fact, Profile } from '../../records.js';
import { countWords } from '../../text/words.js';
import type { RecipeContext, RoleMaterial } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { type AskedRole, draftRoleGpt } from './ask.js';
import { OWN } from './settings.js';

/** A role as its prompts show it, with facts behind its description. */
export function toAskedRole(profile: Profile, facts: readonly Fact[], prompts: Prompts): AskedRole {
  const role = { name: profile.role, language: profile.language, description: describeRole(profile) };
  return facts.length === 0 ? role : { ...role, described: describeWithFacts(profile, facts, prompts) };
}

const lengthOf = ({ cue, reply }: Exchange) => countWords(cue.content) + countWords(reply.content);

/** The facts that all prompts of a role show: as many as leave the longest instruction half of its demonstrations, the longest ones. */
export function findShownFacts(
  { profile, known = [] }: Pick<RoleMaterial, 'profile'> & { known: readonly Fact[] | undefined },
  questions: readonly string[],
  exchanges: readonly Exchange[],
  { settings, prompts, room = UNLIMITED }: Pick<RecipeContext, 'settings' | 'prompts' | 'room'>,
): readonly Fact[] {
  const own = ownSettings(OWN, settings);
  const [question] = [...questions].sort((one, other) => countWords(other) - countWords(one));
  if (question === undefined || known.length === 0) return known;
  const longest = [...exchanges]
    .sort((one, other) => lengthOf(other) - lengthOf(one))
    .slice(0, Math.ceil(own.demonstrations / 2));
  return factsWithRoom(known, room, (facts) => {
    const asked = { role: toAskedRole(profile, facts, prompts), question, demonstrations: longest };
    return [draftRoleGpt(asked, { settings: own, prompts, room, seed: settings.seed })];
  });
}
