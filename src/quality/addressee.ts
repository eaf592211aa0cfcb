import { guessLanguage, languageOf } from '../languages/index.js';
import type { LanguageCode } from '../records.js';
import type { Check } from './check.js';
import { cutEvidence, plainLine, refuseMatch } from './patterns.js';
import { nameParts, namesOf } from './role-names.js';
import { allSigns, signsOf } from './signs.js';

const TALKS_OF_TEXT = allSigns.flatMap(({ talksOfText }) => talksOfText ?? []);

/** The language of a question to a role: its own, unless none of the letters that show it stands there. */
function spokenIn(question: string, language: LanguageCode): LanguageCode {
  const { letter } = languageOf(language);
  return letter && !letter.test(question) ? guessLanguage(question).code : language;
}

/**
 * Refuses role-specific questions that are not put to the role (papers.md 1.4b, rule 1): without a second person, to
 * somebody else, or about a text or a character.
 */
export const addressee: Check = {
  name: 'addressee',
  needs: ['talksOfText', 'addresseeOf'],
  run({ isRoleSpecific, question, language }, { profile }) {
    if (!isRoleSpecific) return undefined;
    const line = plainLine(question);
    const text = refuseMatch(line, TALKS_OF_TEXT);
    if (text) return { evidence: `talks of "${text.evidence}"` };
    const { addresseeOf } = signsOf(spokenIn(line, language));
    const addressed = addresseeOf?.(line, { names: namesOf(profile), parts: nameParts(profile) }) ?? 'role';
    if (addressed === 'nobody') return { evidence: `does not address the role: ${cutEvidence(line)}` };
    return addressed === 'role' ? undefined : { evidence: `addresses ${addressed.other}` };
  },
};
