import type { Phrases } from '../language.js';

const CATCHPHRASES = '你的口头禅有：';

export const phrases: Phrases = {
  openers: { description: '该角色的描述是', secondPerson: '你的描述是' },
  colon: '：',
  fullStop: '。',
  none: '（无）',
  catchphrasesOpener: CATCHPHRASES,
  tellCatchphrases: (texts) => `${CATCHPHRASES}${texts.map((text) => `“${text}”`).join('、')}。`,
  tellPersonality: (traits) => `性格：${traits.join('、')}。`,
  withoutName: (description, names) => description.replace(new RegExp(names.join('|'), 'gu'), '该角色'),
};
