import type { OfflineSpeech } from '../offline.js';
import { describe } from './portrait.js';
import { isAnswer, isPlain } from './replies.js';
import { toFirstPerson, toSecondPerson } from './second-person.js';

export const offline: OfflineSpeech = {
  ofItself: /^(?:I|My|I'm|I’m|I'll|I’ll|I've|I’ve)\b/,
  toIt: /^(?:You are|You have|Thou art|You will|You were|You look|You never|You always)\b/i,
  ofItselfIs: 'says of itself',
  quotable: [6, 22],
  describe,
  kinds: [
    ['royal', /\b(?:king|queen|prince|crown|throne|majesty|kingdom)\b/gi],
    ['warlike', /\b(?:sword|war|wars|fight|battle|enemy|soldier|wounds?|blood)\b/gi],
    ['amorous', /\b(?:love|loved|loves|lovers?|kiss|darling|marry|married|marriage|sweet)\b/gi],
    ['pious', /\b(?:god|heaven|pray|prayers?|soul|sin|angels?)\b/gi],
    ['inquiring', /\b(?:evidence|case|clue|deduce|observe|facts?|reason|theory|detective)\b/gi],
    ['worldly', /\b(?:society|money|dinner|town|bills?|club|fashion\w*)\b/gi],
    ['melancholy', /\b(?:death|dead|die|grave|grief|sorrow|weep|melancholy)\b/gi],
    ['scholarly', /\b(?:book|books|read|study|learn\w*|philosophy|science)\b/gi],
  ],
  manners: { terse: 'terse', eloquent: 'eloquent', curious: 'curious', plain: 'plain-spoken' },
  mannerLengths: [10, 30],
  definition:
    /^(?<what>An? (?!man\b)\p{Ll}+|(?:\p{Lu}\p{Ll}+(?:ness|ity|age|ion|ment|ship|hood|ism|ance|ence|dom)|Love|Death|Life|Fear|Pride|Honou?r|Music|Money|War|Fate|Virtue|Grief|Beauty|Art|Wit|Hope|Faith|Sleep|Truth|Women|Men)) (?<verb>is|are) (?!it\b|he\b|she\b|you\b|this\b|that\b|here\b|there\b|come\b|gone\b|dead\b|to be\b|\w+ing\b)/u,
  selfQuestion: 'How would you describe yourself to somebody who has never met you?',
  asked: [
    (s, q) => `When ${s} asked you, "${q}", what did you answer?`,
    (s, q) => `${s} once asked you, "${q}" What was your answer?`,
    (s, q) => `What did you reply when ${s} asked you, "${q}"?`,
  ],
  pointsElsewhere:
    /\b(?:it|its|that|this|these|those|he|she|him|his|her|hers|they|them|their|there|then|so|such|thus|one|ones|ever|else|either|same)\b|^(?:and|but|or|then|not|what then|because)\b|(?<!\p{L})'|(?<!n)'t\b|…|--|—/iu,
  leastAsked: 5,
  leastAnswered: 4,
  longestQuote: 25,
  longestAnswer: 60,
  longestSpeech: 45,
  wordsPerToken: 0.75,
  askDefinition: (what, verb) => `What, in your view, ${verb} ${what.toLowerCase()}?`,
  definitionRationale: "The role's own line says what it is.",
  selfRationale: "The answer is in the role's description.",
  askUnknown: (quote) => `What was the weather like on the day when you said, "${quote}"?`,
  unknownAnswer: 'That I cannot tell you.',
  unknownRationale: 'Nothing that is known tells it.',
  exchangeRationale: (from, to) => `Question and answer are word for word in the excerpt's lines ${from} to ${to}.`,
  isPlain,
  isAnswer,
  withInnerQuotes: (text) => text.replace(/["“”]/g, "'"),
  nothingToSay: 'I have nothing to say.',
  toSecondPerson,
  toFirstPerson,
};
