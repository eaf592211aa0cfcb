/** Ids of the prompts that a profile is made with. */
export const PROFILE_PROMPTS = [
  'profile.description',
  'profile.second-person',
  'profile.catchphrases',
  'profile.categories',
] as const;
