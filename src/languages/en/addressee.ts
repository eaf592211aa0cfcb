import type { Addressee, RoleNames } from '../signs.js';

const SECOND_PERSON = /\b(?:you|your|yours|yourself|yourselves|thou|thee|thy|thine|thyself|ye|y'all|ya)\b/i;

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

/** The name that opens a question, where it is somebody else's than the role's. */
function otherAddressee(question: string, { parts }: RoleNames): Addressee {
  const opening = OPENING_NAME.exec(question)?.[1];
  if (opening === undefined || !/^\p{Lu}/u.test(opening)) return 'role';
  const words = opening.split(' ');
  if (words.some((word) => !/^\p{Lu}/u.test(word))) return 'role';
  const known = words.map((word) => word.toLowerCase().replace(/[.]$/, ''));
  if (known.some((word) => parts.has(word) || NO_NAMES.has(word) || word.endsWith('ly'))) return 'role';
  return { other: opening };
}

/** Whom a question is put to: a second person or the role's name calls it, and so does a request that does not name it. */
export function addresseeOf(question: string, role: RoleNames): Addressee {
  const own = role.names.find((name) => question.toLowerCase().includes(name.toLowerCase()));
  const opening = question
    .slice(0, Math.max(0, question.indexOf(',')))
    .toLowerCase()
    .split(' ');
  const isCalled = opening.length <= LONGEST_CALL && opening.some((word) => role.parts.has(word));
  if (
    !SECOND_PERSON.test(question) &&
    !isCalled &&
    (own !== undefined || !/\b(?:tell|give|show|sing|teach|describe|explain)\b/i.test(question))
  ) {
    return 'nobody';
  }
  return otherAddressee(question, role);
}
