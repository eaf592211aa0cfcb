import type { NamePatterns } from '../signs.js';

const TITLES =
  '(?:the |Mr\\.? |Mrs\\.? |Miss |Dr\\.? |Sir |Captain |Detective |Professor |King |Queen |Lord |Lady |great |famous |legendary |character |character of |role of |one and only |fictional )*';
/** `As Caesar once said` quotes somebody, and `as Caesar did` compares. */
const NOT_QUOTED =
  '(?!,? (?:once |always |often |never |himself |herself |used |would have |famously |so )*(?:said|says|wrote|put|told|did|does|called|observed|remarked)\\b)';

/** `As Sherlock Holmes, I …`, and reports of what the role would say. */
export function announcements({ whole, any }: NamePatterns): RegExp[] {
  return [
    new RegExp(`(?:^|[\\s"“(*])[Aa]s ${TITLES}${any}(?: \\p{Lu}[\\p{L}'-]+)?,? (?:I\\b|I'|my |here|it is|it's)`, 'u'),
    new RegExp(`^[^.!?]{0,40}\\b[Aa]s ${TITLES}${whole}\\b${NOT_QUOTED}(?:[,)]| (?:from|in|of) )`, 'u'),
    new RegExp(
      `\\b${any} (?:would|might)(?: not|n't)? (?:say|answer|respond|reply|likely|be (?:interested|caught|familiar))\\b`,
      'iu',
    ),
    new RegExp(`^${any} (?:says|said|replies|responds)[:,] ?["“]`, 'iu'),
    new RegExp(`\\b(?:role|personality|persona)\\b[^.!?]{0,24} as ${any}`, 'iu'),
  ];
}

/** Talk about playing a part, whoever's it is. */
export const STAGE_TALK: readonly RegExp[] = [
  /\b(?:as|in) (?:the|this|my) (?:role-?play(?:ing)?|given role|fictional role)\b/i,
  /\bassigned (?:personality|role|character|persona)\b|\b(?:as|I am|I'm) (?:just |only |merely )?a fictional character\b/i,
  /\b(?:speaking|respond(?:ing)?|reply(?:ing)?|answer(?:ing)?|I'm|I am) (?:here )?(?:in|as) (?:character|the character)\b/i,
  /\b(?:imitate|portray) the (?:personality|role|character)\b|\bthrough the lens of my character\b|\bas a character,/i,
];
