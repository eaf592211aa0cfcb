import { join } from 'node:path';
import type { Profile } from '../records.js';
import { writeFileAtomically } from '../store/atomic.js';
import { type BenchLanguage, instructionsFolder, isBenchLanguage, profilesFolder } from './layout.js';

/** What is told of each role. */
export interface RoleFacts {
  describe(profile: Profile): string;
  /** Into how many segments the role's script was split. */
  countSegments(profile: Profile): number;
}

/** Writes desc.json, scripts.json and split_info.txt of each language that RoleBench has (papers.md 1.3 and 1.4a). */
export function writeDescriptions(
  folder: string,
  profiles: readonly Profile[],
  { describe, countSegments }: RoleFacts,
): void {
  const languages = new Set(profiles.map(({ language }) => language));
  for (const language of languages) if (isBenchLanguage(language)) writeLanguage(language);

  function writeLanguage(language: BenchLanguage): void {
    const own = profiles.filter((profile) => profile.language === language);
    const toJson = (write: (profile: Profile) => string) =>
      `${JSON.stringify(Object.fromEntries(own.map((profile) => [profile.role, write(profile)])), null, 2)}\n`;
    const segments = own.map((profile) => `${profile.role}\t${countSegments(profile)}\n`);
    const scripts = toJson(({ script_name }) => script_name);
    writeFileAtomically(join(folder, profilesFolder(language), 'desc.json'), [toJson(describe)]);
    writeFileAtomically(join(folder, profilesFolder(language), 'scripts.json'), [scripts]);
    writeFileAtomically(join(folder, instructionsFolder(language), 'split_info.txt'), segments);
  }
}
