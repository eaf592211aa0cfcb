import type { Profile } from '../records.js';
import { type Prompts, renderPrompt } from './load.js';
import { describeRole } from './role-description.js';

/** The prompt of the system instruction. */
export const SYSTEM_PROMPT = 'messages.system';

/** The system instruction of a role, with what it is to say of it. */
export function renderSystem(prompts: Prompts, { role, language }: Profile, about: string): string {
  const slots = { role_name: role, role_description_and_catchphrases: about };
  return renderPrompt(prompts(SYSTEM_PROMPT, language), slots)[0]?.content ?? '';
}

/** The system instruction that a role is trained and asked with (papers.md 1.9); rendered once for each role. */
export function createSystemOf(prompts: Prompts): (profile: Profile) => string {
  const systems = new Map<string, string>();
  return (profile) => {
    const known = systems.get(profile.role);
    if (known !== undefined) return known;
    const system = renderSystem(prompts, profile, describeRole(profile));
    systems.set(profile.role, system);
    return system;
  };
}
