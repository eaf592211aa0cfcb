import type { Answer, Profile } from '../records.js';
import { hasHan } from '../text/words.js';
import type { Check, CheckResult } from './check.js';
import { cutEvidence, plainLine, refuseMatch } from './patterns.js';
import { nameParts, namesOf } from './role-names.js';

const SECOND_PERSON = /\b(?:you|your|yours|yourself|yourselves|thou|thee|thy|thine|thyself|ye|y'all|ya)\b/i;
const CHINESE_SECOND_PERSON =
  /[你您妳汝尔]|阁下|陛下|皇上|殿下|娘娘|大人|大王|先生|夫人|将军|大圣|师[父傅]|公子|小姐|姑娘|老爷|兄台|大侠/;

/** A question that knows of a text asks about the role's book, not the role. */
const TALKS_OF_TEXT: readonly RegExp[] = [
  /\b(?:the|this|that|these|following|above|given|provided) (?:given |provided |above |following )?(?:excerpts?|passages?|segments?|transcript|screenplay|dialogues?|script)\b/i,
  /\b(?:the|this) character(?:'s)?\b(?! (?:of|flaws?|traits?|and|in))|\byour character(?:'s|(?:'s)? (?:arc|development|evol|chang|undergo|undergoes|grow))\w*|\b(?:has|does|did|how|why) your character\b/i,
  /\b(?:in|from|of) (?:the|this) (?:text|scene|novel|movie|film|play|TV show|episode|series|chapter)\b/i,
  /上文|前文|文中|本文|片段|剧本|台词|原文|剧中|剧情|该角色|这个角色|对话中提到|根据(?:以上|上述)/,
];

/** Words before a first comma that are no names, before a question's own words. */
const NO_NAMES = new Set(
  `and but so then now well yes no oh ah if when after before since although though while given considering as during despite
  in on at with without from for to of having being knowing looking what how why who where which do did are is was were have
  has had can could would will should tell please once until throughout upon by besides finally first lastly hello hi hey sir
  madam captain detective doctor professor inspector officer lord lady king queen prince princess majesty highness boss mister
  miss mr mrs dr my dear your good excuse thank thanks today tonight yesterday tomorrow sometimes often ever honestly frankly
  speaking according out between among regarding despite thus perhaps maybe still also again earlier later recently`.split(
    /\s+/,
  ),
);
const OPENING_NAME =
  /^(\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*){0,3}), (?:why|how|what|where|when|who|which|do|did|does|are|is|was|were|have|has|had|can|could|would|will|should|may|tell|in|after|if|you)\b/iu;

/** `Professor Dorr, why …`: words before the comma of a question that calls the role. Our choice. */
const LONGEST_CALL = 5;

/** The name that opens an English question, where it is somebody else's than the role's. */
function otherAddressee(question: string, profile: Profile): CheckResult {
  const opening = OPENING_NAME.exec(question)?.[1];
  if (opening === undefined || !/^\p{Lu}/u.test(opening)) return undefined;
  const words = opening.split(' ');
  if (words.some((word) => !/^\p{Lu}/u.test(word))) return undefined;
  const own = nameParts(profile);
  const known = words.map((word) => word.toLowerCase().replace(/[.]$/, ''));
  if (known.some((word) => own.has(word) || NO_NAMES.has(word) || word.endsWith('ly'))) return undefined;
  return { evidence: `addresses ${opening}` };
}

function checkEnglish(question: string, profile: Profile): CheckResult {
  const own = namesOf(profile).find((name) => question.toLowerCase().includes(name.toLowerCase()));
  const opening = question
    .slice(0, Math.max(0, question.indexOf(',')))
    .toLowerCase()
    .split(' ');
  const parts = nameParts(profile);
  const isCalled = opening.length <= LONGEST_CALL && opening.some((word) => parts.has(word));
  if (
    !SECOND_PERSON.test(question) &&
    !isCalled &&
    (own !== undefined || !/\b(?:tell|give|show|sing|teach|describe|explain)\b/i.test(question))
  ) {
    return { evidence: `does not address the role: ${cutEvidence(question)}` };
  }
  return otherAddressee(question, profile);
}

function checkChinese(question: string, profile: Profile): CheckResult {
  if (CHINESE_SECOND_PERSON.test(question)) return undefined;
  if (namesOf(profile).some((name) => question.startsWith(`${name}，`) || question.startsWith(`${name},`)))
    return undefined;
  return { evidence: `does not address the role: ${cutEvidence(question)}` };
}

/**
 * Refuses role-specific questions that are not put to the role (papers.md 1.4b, rule 1): without a second person, to
 * somebody else, or about a text or a character.
 */
export const addressee: Check = {
  name: 'addressee',
  run({ set, question, language }: Answer, { profile }) {
    if (set !== 'role_specific') return undefined;
    const line = plainLine(question);
    const text = refuseMatch(line, TALKS_OF_TEXT);
    if (text) return { evidence: `talks of "${text.evidence}"` };
    return language === 'zh' && hasHan(line) ? checkChinese(line, profile) : checkEnglish(line, profile);
  },
};
