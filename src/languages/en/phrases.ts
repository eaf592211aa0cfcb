import type { Phrases } from '../language.js';
import { withoutName } from './without-name.js';

const CATCHPHRASES = 'Your catchphrases include:';

export const phrases: Phrases = {
  openers: { description: "The character's description is", secondPerson: 'Your description is' },
  colon: ': ',
  fullStop: '.',
  none: '(none)',
  catchphrasesOpener: CATCHPHRASES,
  tellCatchphrases: (texts) => ` ${CATCHPHRASES} ${texts.map((text) => `"${text}"`).join(', ')}.`,
  tellPersonality: (traits) => `Personality: ${traits.join(', ')}.`,
  withoutName,
};
