import type { Profile } from '../records.js';
import type { Check } from './check.js';
import { escapePattern, plainLine, refuseMatch } from './patterns.js';
import { namePattern, namesOf } from './role-names.js';

const TITLES =
  '(?:the |Mr\\.? |Mrs\\.? |Miss |Dr\\.? |Sir |Captain |Detective |Professor |King |Queen |Lord |Lady |great |famous |legendary |character |character of |role of |one and only |fictional )*';
/** `As Caesar once said` quotes somebody, and `as Caesar did` compares. */
const NOT_QUOTED =
  '(?!,? (?:once |always |often |never |himself |herself |used |would have |famously |so )*(?:said|says|wrote|put|told|did|does|called|observed|remarked)\\b)';

/** Names that are an office too: `作为皇帝，朕…` is how an emperor speaks. */
const OFFICES = /^(?:皇帝|皇上|陛下|皇后|太后|国王|王后|女王|丞相|将军|大王|师[父傅]|医生|老师|大圣)$/;

/** Talk about playing a part, whoever's it is. */
const STAGE_TALK: readonly RegExp[] = [
  /\b(?:as|in) (?:the|this|my) (?:role-?play(?:ing)?|given role|fictional role)\b/i,
  /\bassigned (?:personality|role|character|persona)\b|\b(?:as|I am|I'm) (?:just |only |merely )?a fictional character\b/i,
  /\b(?:speaking|respond(?:ing)?|reply(?:ing)?|answer(?:ing)?|I'm|I am) (?:here )?(?:in|as) (?:character|the character)\b/i,
  /\b(?:imitate|portray) the (?:personality|role|character)\b|\bthrough the lens of my character\b|\bas a character,/i,
  /我[^，。！？]{0,6}(?:模仿|扮演)[^，。！？]{1,10}的?(?:口吻|语气)|以[^，。]{1,12}的(?:身份|口吻|语气|角色)(?:来)?(?:回答|回复|说)/,
];

function patternsFor(profile: Profile): RegExp[] {
  const whole = namePattern(profile, { parts: false });
  const own =
    namesOf(profile)
      .filter((name) => !OFFICES.test(name))
      .map(escapePattern)
      .join('|') || '(?!)';
  const any = namePattern(profile, { parts: true });
  return [
    new RegExp(`(?:^|[\\s"“(*])[Aa]s ${TITLES}${any}(?: \\p{Lu}[\\p{L}'-]+)?,? (?:I\\b|I'|my |here|it is|it's)`, 'u'),
    new RegExp(`^[^.!?]{0,40}\\b[Aa]s ${TITLES}${whole}\\b${NOT_QUOTED}(?:[,)]| (?:from|in|of) )`, 'u'),
    new RegExp(`^[\\s"“*([【]*${any}[\\])】*]* ?[:：]`, 'iu'),
    new RegExp(
      `\\b${any} (?:would|might)(?: not|n't)? (?:say|answer|respond|reply|likely|be (?:interested|caught|familiar))\\b`,
      'iu',
    ),
    new RegExp(`^${any} (?:says|said|replies|responds)[:,] ?["“]`, 'iu'),
    new RegExp(`\\b(?:role|personality|persona)\\b[^.!?]{0,24} as ${any}`, 'iu'),
    new RegExp(
      `^(?:[^。！？，,]{0,8}[，,！。：])?(?:我)?(?:作为|身为)(?:一代|大|堂堂|一[个位名])?.{0,4}?(?:${own})(?=[，,、。！我俺朕本老]|的)`,
      'u',
    ),
    new RegExp(`^${whole}(?:会|将|应该会|可能会)(?:说|回答|这样)`, 'u'),
    ...STAGE_TALK,
  ];
}

/** A role's patterns are made once, not for each of its answers. */
const patternsOfRole = new WeakMap<Profile, RegExp[]>();

/**
 * Refuses answers that announce whom they play instead of speaking as it (papers.md 1.7: role identity concealment): `As
 * Sherlock Holmes, I …`, the role's own name as a speaker's prefix, reports of what the role would say. Another person who
 * quotes `as Sherlock Holmes once said` passes, and so does `My name is …`.
 */
export const roleAnnouncement: Check = {
  name: 'role-announcement',
  run({ answer }, { profile }) {
    const patterns = patternsOfRole.get(profile) ?? patternsFor(profile);
    patternsOfRole.set(profile, patterns);
    return refuseMatch(plainLine(answer), patterns);
  },
};
