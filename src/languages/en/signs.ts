import type { Signs } from '../signs.js';
import { addressIn } from './address.js';
import { addresseeOf } from './addressee.js';
import { announcements, STAGE_TALK } from './announcements.js';
import { DENIAL } from './denial.js';
import { IS_MODEL, MACHINE_TALK, MODERN_MODEL } from './model-talk.js';
import { namesIn } from './names.js';
import { NUMBER_WORDS, NUMERALS, SMALL_NUMBERS } from './numbers.js';
import { PARTICLES } from './particles.js';
import { HEADINGS, isPersonsName } from './persons.js';
import { REFUSAL } from './refusal.js';
import { selfContained } from './self-contained.js';
import { SAYS_UNKNOWN, TALKS_OF_DATA, TALKS_OF_MODELS } from './unknown.js';

export const signs: Signs = {
  speakerLabel:
    /^[\s>*_"“([-]*(\p{Lu}[\p{L}'’.-]*(?: (?:of|the|de|von|van|#?\d+|\p{Lu}[\p{L}'’.-]*)){0,3})[\])*_]*(?: ?\([^()]{1,60}\))?[\])*_]*\s?[:：](?!\/\/)[\s*_]*(.*)$/u,
  speech: /\b(?:I|I'm|I've|I'll|me|my|you|your|you're|we|us|our|thou|thee|thy)\b/,
  asksForSpeakers:
    /\b(?:dialogues?|dialogs?|conversations?|scripts?|screenplays?|plays?|scenes?|skits?|sketch|interviews?|stor(?:y|ies)|tales?|transcripts?|role-?play\w*|dramas?|exchanges?|jokes?|chats?|debates?|comics?|monologues?|speakers?)\b/i,
  asksToPlay:
    /\b(?:write|compose|perform|act out|act (?:us|me)|improvise|recite|stage|invent|make up|play (?:us|me|out|both))\b/i,
  asksForFact:
    /\b(?:who|whom|whose|which|where|when|how (?:many|much|old|long|far|often)|what(?! (?:do|did|would|might|could|can|should|have) you (?:think|feel|make|believe|say|mean|tell|imagine)))\b/i,
  asksYesOrNo:
    /^\s*(?:[^,?？]*[,，]\s*)?(?:do|does|did|is|are|am|was|were|will|would|can|could|shall|should|may|might|must|have|has|had)\b/iu,
  saysYesOrNo: /^\P{L}*(?:yes|no|yea|nay|ay|aye|yep|nope|never|always|indeed|certainly)/iu,
  request:
    /^(?:\p{L}[\p{L} .'-]{0,40}, )?(?:please |kindly |now |then |come, |pray )*(?:tell|describe|explain|give|show|share|recite|sing|name|list|speak|talk|teach|let|imagine|recount|relate|introduce|compare|write|advise|convince|persuade|say|help|call|define|i (?:want|wish|would|'d)|i'd)\b/iu,
  danglingWord: /\b(?:and|or|but|the|a|an|of|to|with|because|that|which|my|your|is|are)$/iu,
  asksForAnotherLanguage:
    /\b(?:translat\w*|languages?|convert\w*|code|program\w*|script|function|html|sql|python|json|french|spanish|german|italian|chinese|japanese|korean|arabic|hindi|latin|russian|portuguese|polish|catalan)\b/iu,
  talksOfText: [
    /\b(?:the|this|that|these|following|above|given|provided) (?:given |provided |above |following )?(?:excerpts?|passages?|segments?|transcript|screenplay|dialogues?|script)\b/i,
    /\b(?:the|this) character(?:'s)?\b(?! (?:of|flaws?|traits?|and|in))|\byour character(?:'s|(?:'s)? (?:arc|development|evol|chang|undergo|undergoes|grow))\w*|\b(?:has|does|did|how|why) your character\b/i,
    /\b(?:in|from|of) (?:the|this) (?:text|scene|novel|movie|film|play|TV show|episode|series|chapter)\b/i,
  ],
  particles: PARTICLES,
  addressIn,
  addresseeOf,
  modernModel: MODERN_MODEL,
  machine: MACHINE_TALK,
  isModel: IS_MODEL,
  talksOfModels: TALKS_OF_MODELS,
  saysUnknown: SAYS_UNKNOWN,
  talksOfData: TALKS_OF_DATA,
  refusal: REFUSAL,
  announcements,
  stageTalk: STAGE_TALK,
  headings: HEADINGS,
  isPersonsName,
  namesIn,
  numberWords: NUMBER_WORDS,
  smallNumbers: SMALL_NUMBERS,
  denial: DENIAL,
  numerals: NUMERALS,
  endings: ['ies', 'ing', 'ed', 'es', 's', 'd', 'e', 'y'],
  selfContained,
};
