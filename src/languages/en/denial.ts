import type { Denial } from '../signs.js';

/** What tells people that they are wrong. */
const MISTAKEN =
  "you(?:'re| are|'ve been| have been| were| must be)(?: \\w+){0,2}? (?:mistaken|misinformed|misled|wrong|confus\\w+|deceived|dreaming|thinking of)";
const CONFUSE =
  "you(?: must| surely| \\w+ly)? (?:mistake|confuse|misremember|misheard|dream|mistook)\\b|you(?: have|'ve)? (?:got |heard )?(?:it|that|this|the [\\w ]{1,30}?|him|her|them|me) (?:all |quite )?(?:wrong|wrongly|confused|amiss)\\b";
const UNTRUE =
  "(?:that|it|this)(?:'s| is| was) (?:\\w+ ){0,2}?(?:not so|not true|untrue|false|nonsense|a lie|a falsehood|slander|a fable|wrong|gossip)\\b|(?<!\\b(?:is|was|if) )not (?:so|true)\\b(?! (?:much|long|far|many|very|bad|fast|easy|easily))|nothing of the (?:sort|kind)|far from it|on the contrary|quite the contrary";
const NEVER_WAS =
  "no such (?!luck)|(?:never|not) (?:happened|existed)|(?:did not|didn't) happen|who(?:ever)?(?: has| have)? (?:told|tells|said|says|put)\\b[^.!?]{0,40}\\b(?:that|so|this|such|lie\\w*|tale\\w*|stor(?:y|ies)|nonsense|fable\\w*)\\b";
/** Takes what was said for a joke or a wonder. */
const IN_JEST =
  '(?:making|make) (?:sport|game|fun) of me|\\bmock(?:ing)? me\\b|\\byou (?:are )?jest(?:ing)?\\b|\\bare you mad\\b|where(?:ver)? (?:did|have) you (?:got|get|heard?)\\b|\\bwhere you (?:got|heard)\\b|\\bmight as well ask\\b';
/** A sentence that begins with no. */
const OPENS_WITH_NO =
  '(?:^|[.!?…"] )(?:no|nay|nonsense|never|wrong|fie|false|not at all|what nonsense|rubbish)[,.!;:—–-]';

/** By what an English answer denies. */
export const DENIAL: Denial = {
  clauseEnd:
    /[,;:—–()…]+|\s-+\s|--+|(?<=\s)(?=(?:but|yet|rather than|instead of|though|although|because|whereas|while|unless|for it|so)\s)|(?<=\s)(?=and (?:i|you|he|she|it|we|they|there|this|that|my|his|her|their|the)\s)/,
  goesOn: /^(?:or|nor)\b/,
  noNegation:
    /\bno doubt\b|\bnot (?:only|merely|just|simply|alone|until|till)\b|\bno sooner\b|\bno less\b|\bno longer ago\b|\bnothing but\b|\bnone (?:other|but)\b|\bno (?:one|man|body) but\b|\bno other than\b|\bcannot but\b|\bcan(?:not|'t) help\b|\b(?:not|never|n't|cannot)\s+(?:\w+\s+)?(?:forg[eo]t\w*|doubt\w*|deny|denied|regret\w*)\b|\bdon't(?= (?:forget|you)\b)|\bnot a (?:day|night|hour)\b/g,
  negation:
    /\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|hardly|scarcely|cannot|far from|untrue that|false that)\b|n't\b/,
  reports:
    /\byou (?:\w+ ){0,2}?(?:say|said|claim\w*|think|thought|believe\w*|heard?|told|suppose\w*|imagine\w*|call\w*|speak|spoke|talk\w*|mean|take|took|mistake|mistook|confuse|ask\w*|name)\b|\b(?:they|people|folk|some|someone|whoever|anyone|men|who) (?:\w+ )?(?:say|says|said|claim\w*|told|tells|thinks?|believes?)\b|\b(?:if|as if|as though|rather than|instead of|would (?:sooner|rather|have|be)|i'd (?:sooner|rather)|(?:could|might) have|talk of|a lie that|rumou?rs?|tales? (?:of|about)|stor(?:y|ies) (?:of|about)|that word|the word|called a|a thing called)\b/,
  corrects: new RegExp(
    `\\b${MISTAKEN}|\\b(?:${CONFUSE})|\\b(?:${UNTRUE})|\\b(?:${NEVER_WAS})|${IN_JEST}|${OPENS_WITH_NO}`,
  ),
  ignorance:
    /\bi (?:know|knew) (?:nothing|not|no|of no|none)\b|\bi (?:do not|don't|did not|didn't|cannot|can't|could not) (?:\w+ )?(?:know|understand|tell|say|follow|recall|remember|recogni[sz]e)\b|\b(?:have|had|i've|i) never (?:\w+ )?(?:heard|seen|known|met|touched|held|laid|been told|set eyes)\b|\bnever heard\b|\b(?:no|without|little) (?:meaning|sense) to me\b|\bmeans? nothing to me\b|\bstrange(?:r)? (?:to me|word|name)\b|\bno (?:prophet|seer|fortune)\b|\b(?:has|have|is|it's|was) (?:not|n't) (?:yet )?(?:happened|come|been|befallen)\b|\bnot yet\b|\bwhat (?:is|are|was|manner of|sort of|kind of) (?:a |an |this |that |these |those )?[\w' -]{1,40}\?|\byet to (?:come|happen|be)\b|\bunknown to me\b|\bthere (?:is|was|has been|have been|are|were) (?:no|never)\b|\b(?:speak|speaking|talk|talking) in riddles\b|\b(?:have|had|i've) (?:not |n't )?(?:never )?(?:so much as|even|yet) \w+|\bhave not yet\b/,
};
