import type { OfflineSpeech } from '../offline.js';
import { quoted, within } from './phrases.js';
import { describe } from './portrait.js';
import { isAnswer, isPlain } from './replies.js';
import { toFirstPerson, toSecondPerson } from './second-person.js';

const words = (list: string) => new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'giu');

export const offline: OfflineSpeech = {
  ofItself: /^(?:Je |J['’]|Moi, |Mon |Ma |Mes )/,
  toIt: /^(?:Vous (?:êtes|avez|serez|étiez|aviez|voilà|ne |n['’]|allez)|Tu (?:es|as|seras|ne |n['’]|vas))/,
  ofItselfIs: 'dit de soi-même',
  quotable: [5, 22],
  describe,
  kinds: [
    ['royal', words('rois?|reines?|princes?|princesses?|couronnes?|trône|majesté|royaume|sire')],
    ['guerrier', words('épées?|guerres?|combats?|combattre|batailles?|ennemis?|soldats?|blessures?|sang|duel')],
    [
      'amoureux',
      words('amours?|aime[rsz]?|aimée?|amants?|amante|maîtresses?|baisers?|mariage|épouser|cœurs?|beautés?|charmes?'),
    ],
    ['pieux', words('dieu|ciel|prières?|prier|âmes?|péchés?|anges?|enfer|dévote?s?')],
    ['avare', words('argent|écus?|pistoles?|louis|cassette|usure|dot|trésors?|francs|deniers?')],
    ['malade', words('médecins?|médecine|maladies?|malades?|remèdes?|lavements?|saignées?|fièvres?')],
    ['mondain', words('monde|salons?|bals?|marquis|gentilshommes?|gentilhomme|modes?|rubans?|perruques?')],
    ['mélancolique', words('morts?|mourir|tombeau|tombe|douleurs?|larmes|pleurs|pleurer|mélancolie|chagrins?')],
    ['savant', words('livres?|lire|étude|sciences?|philosophie|latin|grec|grammaire')],
  ],
  manners: { terse: 'laconique', eloquent: 'éloquent', curious: 'curieux', plain: 'direct' },
  mannerLengths: [10, 30],
  definition:
    /^(?<what>(?:L['’]|La |Le |Les )(?:\p{Ll}{2,}(?:tion|té|ance|ence|isme|esse|ie|ice|eur|ude|age)s?|amour|mort|vie|monde|argent|ciel|fortune|vertu|guerre|musique|foi|femmes|hommes|homme|femme|médecine|mariage|théâtre|vin)) (?<verb>est|sont) (?!(?:il|elle|ce|là|ici|venue?s?|partie?s?|morte?s?|allée?s?|arrivée?s?|\p{Ll}+ant)(?!\p{L}))/u,
  selfQuestion: "Comment vous décririez-vous à quelqu'un qui ne vous connaît pas\u00a0?",
  asked: [
    (s, q) => `Quand ${within(s)} vous a demandé\u00a0: ${quoted(q)}, qu'avez-vous répondu\u00a0?`,
    (s, q) => `${s} vous a demandé un jour\u00a0: ${quoted(q)} Quelle a été votre réponse\u00a0?`,
    (s, q) => `${s} vous demandait\u00a0: ${quoted(q)} Qu'avez-vous répondu\u00a0?`,
  ],
  pointsElsewhere:
    /(?<!\p{L})(?:ils?|elles?|lui|leurs?|eux|cela|ceci|ça|celui|celle|ceux|celles|ces|cet|cette|là|ainsi|telle?s?|l['’]autre|les autres|l[ea]s? mêmes?)(?!\p{L})|(?<![\p{L}-])ce(?!\p{L})|-(?:ils?|elles?|l[ea]s?|lui|y|en)(?!\p{L})|(?<!\p{L})(?:je|tu|nous|vous|on|me|te|ne) (?:l[ea]s?|l['’]|en|y)|(?<!\p{L})(?:[jntmsdl]|qu)['’](?:en|y)(?!\p{L})|^(?:Et|Mais|Ou|Alors|Quoi|Comment donc|Car)(?!\p{L})|…|\.\.\.|--|—/iu,
  leastAsked: 4,
  leastAnswered: 4,
  longestQuote: 25,
  longestAnswer: 60,
  longestSpeech: 45,
  wordsPerToken: 0.6,
  askDefinition: (what, verb) => {
    const thing = what.replace(/^L/, 'l');
    return verb === 'sont' ? `À votre avis, que sont ${thing}\u00a0?` : `À votre avis, qu'est-ce que ${thing}\u00a0?`;
  },
  definitionRationale: "Une réplique du personnage dit ce que c'est.",
  selfRationale: 'La réponse se trouve dans la description du personnage.',
  askUnknown: (quote) =>
    `Le jour où vous avez dit\u00a0: ${quoted(quote.replace(/(?<!\.)\.$/, ''))}, quel temps faisait-il\u00a0?`,
  unknownAnswer: 'Cela, je ne saurais vous le dire.',
  unknownRationale: "Rien de ce qu'on sait ne le dit.",
  exchangeRationale: (from, to) =>
    `La question et la réponse se trouvent mot pour mot aux lignes ${from} à ${to} de l'extrait.`,
  isPlain,
  isAnswer,
  withInnerQuotes: (text) =>
    text
      .replace(/«\s*/g, '“')
      .replace(/\s*»/g, '”')
      .replace(/"([^"]*)"/g, '“$1”'),
  nothingToSay: "Je n'ai rien à dire.",
  toSecondPerson,
  toFirstPerson,
};
