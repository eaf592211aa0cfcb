import { languageOf } from '../languages/index.js';
import type { Profile } from '../records.js';

/**
 * Description and catchphrases as one text, in the second person: what the prompts' slot `role_description_and_catchphrases`
 * and desc.json hold (papers.md 1.3).
 */
export function describeRole(profile: Profile): string {
  const { description_second_person, catchphrases, language } = profile;
  if (catchphrases.length === 0) return description_second_person;
  const texts = catchphrases.map(({ text }) => text);
  return description_second_person + languageOf(language).phrases.tellCatchphrases(texts);
}
