import type { Language } from '../language.js';
import { splitAfter } from '../split-after.js';
import { phrases } from './phrases.js';
import { SET_PHRASES } from './set-phrases.js';
import { stage } from './stage.js';

const SENTENCE_END = /[。！？…]+[”’」』）]*/g;

export const chinese: Language<'zh'> = {
  code: 'zh',
  name: 'Chinese',
  unit: 'character',
  script: 'han',
  letter: /\p{Script=Han}/u,
  joiner: '',
  listJoiner: '、',
  phraseJoiner: '；',
  splitSentences: (line) => splitAfter(line, SENTENCE_END),
  limits: {
    shortestQuestion: 3,
    longestLabel: 12,
    commonAnswer: 4,
    yesOrNo: 6,
    shortestQuotation: 2,
    stylishLine: 8,
    trait: 8,
  },
  phrases,
  standIn: {
    longest: /^[\s\S]{1,200}/,
    marks: /[^\p{Script=Han}]+/gu,
    ask: (about) => `你记得 ${about} 吗？`,
  },
  clauses: {
    clause: /\p{Script=Han}+[?？]?/gu,
    word: /\p{Script=Han}/gu,
    length: [3, 8],
    leastWords: 4,
    fewestLines: 4,
    clausesPerPhrase: 100,
    setPhrases: SET_PHRASES,
  },
  stage,
  async openWords() {
    const { cut } = await import('jieba-wasm');
    return (text) => cut(text, true).filter((word) => /[\p{L}\p{N}]/u.test(word));
  },
  openSigns: async () => (await import('./signs.js')).signs,
  openOffline: async () => (await import('./offline.js')).offline,
  openVerbObjects: async () => (await import('./verb-objects.js')).createChineseFinder(),
};
