export interface LabelledPair {
  left: string;
  right: string;
  language: 'en' | 'zh';
  same: boolean;
  /** The same in other words: counted apart. */
  paraphrase?: boolean;
  file: 'written' | 'offline' | 'rolebench';
  half: 'tuned on' | 'kept apart';
}

export interface PairFigures {
  pairs: number;
  same: number;
  precision: number;
  recall: number;
  paraphrases: number;
  paraphrasesFound: number;
  errors: (LabelledPair & { similarity: number })[];
}

export function readPairs(): LabelledPair[];
export function measurePairs(pairs: readonly LabelledPair[], threshold?: number): PairFigures;
