import type { Language } from '../language.js';
import { EVERYDAY } from './everyday.js';
import { phrases } from './phrases.js';
import { splitSentences } from './sentences.js';
import { SET_PHRASES } from './set-phrases.js';
import { stage } from './stage.js';

export const english: Language<'en'> = {
  code: 'en',
  name: 'English',
  unit: 'word',
  script: 'latin',
  joiner: ' ',
  listJoiner: ', ',
  phraseJoiner: '; ',
  splitSentences,
  limits: {
    shortestQuestion: 3,
    longestLabel: 6,
    commonAnswer: 2,
    yesOrNo: 4,
    shortestQuotation: 2,
    stylishLine: 6,
    trait: 5,
  },
  phrases,
  standIn: {
    longest: /^(?:\S+\s+){1,130}/,
    marks: /[^\p{L}\p{N}'’]+/gu,
    ask: (about) => `Do you remember ${about}?`,
  },
  clauses: {
    clause: /(?:[^.!?;:,—–()[\]"“”…\n-]|-(?!-))+\??/gu,
    word: /(?<![\p{L}\p{N}])['’]?[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu,
    length: [2, 7],
    leastWords: 3,
    fewestLines: 3,
    setPhrases: SET_PHRASES,
    everyday: EVERYDAY,
  },
  stage,
  openSigns: async () => (await import('./signs.js')).signs,
  openOffline: async () => (await import('./offline.js')).offline,
  openVerbObjects: async () => (await import('./verb-objects.js')).createEnglishFinder(),
};
