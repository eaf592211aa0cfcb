import type { ToldFailure } from '../run-stage.js';
import { PROFILE_PROMPTS } from './prompts.js';
import type { Role } from './read-roles.js';

type Written = Pick<Role, 'name' | 'description' | 'description_second_person'>;
type PromptId = (typeof PROFILE_PROMPTS)[number];

const NAMES: Record<PromptId, string> = {
  'profile.description': 'the description',
  'profile.second-person': 'the description in the second person',
  'profile.catchphrases': 'catchphrases',
  'profile.categories': 'categories',
};

const promptOf = ({ request }: ToldFailure): PromptId | undefined =>
  PROFILE_PROMPTS.find((id) => request.prompt.startsWith(`${id}@`));

/** Whether a role has no profile without this part: nothing that the user wrote can stand in its place. */
function costsRole(failure: ToldFailure, { description, description_second_person }: Written): boolean {
  const prompt = promptOf(failure);
  if (prompt === 'profile.description') return description_second_person === undefined;
  return prompt === 'profile.second-person' && description === undefined;
}

function tellConsequence(prompt: PromptId | undefined, isWanted: boolean, isLeftOut: boolean): string {
  if (isWanted) return '; the role is left out';
  if (prompt === 'profile.description') return '; the one in the second person that you wrote stands in its place';
  if (prompt === 'profile.second-person') return '; the description that you wrote stands in its place';
  return isLeftOut ? '' : '; the role goes on without them';
}

function tellReason({ replies, reason }: ToldFailure): string {
  if (replies === 0) return reason;
  return replies === 1
    ? `1 unusable reply, because ${reason}`
    : `${replies} unusable replies, the last because ${reason}`;
}

/** Tells of a part of a profile that cannot be had, why, and what becomes of the role; `all` is all that it lacks. */
export function tellMissingPart(role: Written, failure: ToldFailure, all: readonly ToldFailure[]): string {
  const prompt = promptOf(failure);
  const isLeftOut = all.some((one) => costsRole(one, role));
  const part = prompt ? NAMES[prompt] : failure.request.prompt;
  const consequence = tellConsequence(prompt, costsRole(failure, role), isLeftOut);
  return `${role.name}: ${part} could not be had (${tellReason(failure)})${consequence}`;
}
