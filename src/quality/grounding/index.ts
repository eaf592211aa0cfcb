import type { Grounding, Profile } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';
import { rememberLast } from '../../text/remember-last.js';
import { addressee } from '../addressee.js';
import type { CheckContext, CheckedTurn } from '../check.js';
import { isEndless } from '../length.js';
import { nameParts, namesOf } from '../role-names.js';
import { claimsOf, standsIn } from './claims.js';
import { selfContained } from './self-contained.js';

/** A passage's words between spaces, to look others up in them. Asked for once for all answers from it. */
const padded = rememberLast((text) => ` ${normalisedWords(text).join(' ')} `);

/** What an answer says that can be looked up, without the role's own name, and what of it does not stand in the passage. */
function lookUp(
  answer: CheckedTurn,
  { profile, passageOf }: CheckContext,
): { support: number | null; unsupported: string[] } {
  const passage = answer.segment ? passageOf?.(answer.segment) : undefined;
  if (!passage) return { support: null, unsupported: [] };
  const own = new Set([...nameParts(profile), ...namesOf(profile).map((name) => name.toLowerCase())]);
  const claims = claimsOf(answer.answer, answer.language).filter(
    (claim) => !own.has(claim.toLowerCase()) && !normalisedWords(claim).every((word) => own.has(word)),
  );
  if (claims.length === 0) return { support: null, unsupported: [] };
  const words = padded(passage.text);
  const unsupported = claims.filter((claim) => !standsIn(claim, words));
  return { support: 1 - unsupported.length / claims.length, unsupported };
}

function catchphrasesIn(answer: string, { catchphrases }: Pick<Profile, 'catchphrases'>): string[] {
  if (catchphrases.length === 0) return [];
  const said = ` ${normalisedWords(answer).join(' ')} `;
  return catchphrases.map(({ text }) => text).filter((text) => said.includes(` ${normalisedWords(text).join(' ')} `));
}

const UNSCORED: Grounding = {
  support: null,
  unsupported: [],
  catchphrases: [],
  addresses_role: null,
  self_contained: null,
};

/**
 * Scores how well a row stands on what it was made from, without a model. The measures are ours: papers.md 1.7 has people
 * judge whether an answer is right.
 */
export function scoreGrounding(answer: CheckedTurn, context: CheckContext): Grounding {
  if (isEndless(answer)) return UNSCORED;
  const { isRoleSpecific } = answer;
  return {
    ...lookUp(answer, context),
    catchphrases: catchphrasesIn(answer.answer, context.profile),
    addresses_role: isRoleSpecific ? addressee.run(answer, context) === undefined : null,
    self_contained: isRoleSpecific ? selfContained(answer.question, answer.language) : null,
  };
}
