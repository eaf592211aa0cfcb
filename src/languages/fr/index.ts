import type { Language } from '../language.js';
import { comparison } from './comparison.js';
import { EVERYDAY } from './everyday.js';
import { phrases } from './phrases.js';
import { isFrench } from './recognise.js';
import { splitSentences } from './sentences.js';
import { SET_PHRASES } from './set-phrases.js';
import { stage } from './stage.js';

export const french: Language<'fr'> = {
  code: 'fr',
  name: 'French',
  unit: 'word',
  script: 'latin',
  recognises: isFrench,
  joiner: ' ',
  listJoiner: ', ',
  phraseJoiner: ' ; ',
  splitSentences,
  limits: {
    shortestQuestion: 2,
    longestLabel: 6,
    commonAnswer: 2,
    yesOrNo: 4,
    shortestQuotation: 2,
    stylishLine: 5,
    trait: 5,
  },
  phrases,
  standIn: {
    longest: /^(?:\S+\s+){1,130}/,
    marks: /[^\p{L}\p{N}'’]+/gu,
    ask: (about) => `Vous souvenez-vous de ${about}\u00a0?`,
  },
  clauses: {
    clause: /(?:[^.!?;:,—–()[\]"“”«»…\n-]|-(?!-))+\??/gu,
    word: /(?<![\p{L}\p{N}])['’]?[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu,
    length: [2, 7],
    leastWords: 3,
    fewestLines: 3,
    setPhrases: SET_PHRASES,
    everyday: EVERYDAY,
  },
  comparison,
  stage,
  openSigns: async () => (await import('./signs.js')).signs,
  openOffline: async () => (await import('./offline.js')).offline,
};
