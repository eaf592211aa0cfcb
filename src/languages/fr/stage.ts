import type { StageWords } from '../language.js';

/** How French scripts say where a scene is and who comes and goes. A French scene ends where somebody does. */
export const stage: StageWords = {
  heading:
    /^[#*_\s]*(?:(?:acte|scène|scene|chapitre|partie|prologue|épilogue)(?![\p{L}])(?:[ .]+(?:[ivxlc]+|\d+|premi[eè]re?|derni[eè]re?|\p{L}+i[eè]me|second[e]?)(?![\p{L}]))?[\s.,:;*_—–-]*)+/iu,
  moves:
    /(?<![\p{L}])(?:entre|entrent|rentre|sort|sortent|paraît|paraissent|revient|reviennent|s['’]en va|s['’]en vont)(?![\p{L}])/iu,
};
