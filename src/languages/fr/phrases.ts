import type { Phrases } from '../language.js';
import { withoutName } from './without-name.js';

const CATCHPHRASES = 'Tes expressions favorites\u00a0:';

/** A quotation as French sets it, with no-break spaces inside of the guillemets. */
export const quoted = (text: string): string => `«\u00a0${text}\u00a0»`;

/** A name as it stands within a sentence: the article of `Le Pauvre` is small there. */
export const within = (name: string): string => name.replace(/^L(?=(?:[ae]|es) |['’])/u, 'l');

export const phrases: Phrases = {
  openers: { description: 'La description du personnage est', secondPerson: 'Ta description est' },
  colon: '\u00a0: ',
  fullStop: '.',
  none: '(aucun)',
  catchphrasesOpener: CATCHPHRASES,
  tellCatchphrases: (texts) => ` ${CATCHPHRASES} ${texts.map(quoted).join(', ')}.`,
  tellPersonality: (traits) => `Caractère\u00a0: ${traits.join(', ')}.`,
  withoutName,
};
