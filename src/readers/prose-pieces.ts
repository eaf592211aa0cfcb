import type { Attribution } from './prose-attribution.js';
import type { Paragraph } from './prose-paragraphs.js';

/** A stretch of a paragraph: what is said (without its quotation marks), or what stands between. */
export interface Piece {
  isQuote: boolean;
  text: string;
  offset: number;
  /** A quote that the paragraph does not close: the next paragraph goes on with it. */
  isUnclosed: boolean;
}

/** A paragraph of a novel, cut into what is said and what is told. */
export interface Passage {
  paragraph: Paragraph;
  pieces: Piece[];
  /** Whom the words around each piece name; only quotes have one. */
  attributions: (Attribution | undefined)[];
  /** The paragraph goes on with a quote that the one before did not close. */
  goesOn: boolean;
}
