import { tokenise } from './words.js';

/** Postings of one word: in which documents it stands and what it adds to their score, idf included. */
interface Postings {
  documents: number[];
  weights: number[];
}

/** An inverted index with the BM25 weights worked out. */
export interface Bm25Index {
  size: number;
  words: ReadonlyMap<string, Postings>;
}

export interface Bm25Match {
  /** Place of the document in the list that was indexed, from 0. */
  document: number;
  score: number;
}

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function collectPostings(documents: readonly (readonly string[])[]): Map<string, Postings> {
  const words = new Map<string, Postings>();
  documents.forEach((document, number) => {
    for (const [word, count] of countWords(document)) {
      const postings = words.get(word) ?? { documents: [], weights: [] };
      postings.documents.push(number);
      postings.weights.push(count);
      words.set(word, postings);
    }
  });
  return words;
}

/**
 * Indexes documents for BM25 (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework, eq. 3.15). A word's weight
 * in a document is `idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))`, and its idf the Robertson-Sparck
 * Jones weight in its variant that is never negative: `ln(1 + (N - df + 0.5) / (df + 0.5))`. The defaults of k1 and b are
 * the usual ones of that survey (1.2 < k1 < 2, 0.5 < b < 0.8) and of Lucene.
 */
export function buildBm25Index(documents: readonly string[], { k1 = 1.2, b = 0.75 } = {}): Bm25Index {
  const tokens = documents.map(tokenise);
  const total = tokens.reduce((sum, document) => sum + document.length, 0);
  const mean = total / Math.max(1, tokens.length);
  const words = collectPostings(tokens);
  for (const { documents: numbers, weights } of words.values()) {
    const idf = Math.log(1 + (tokens.length - numbers.length + 0.5) / (numbers.length + 0.5));
    numbers.forEach((number, place) => {
      const count = weights[place] as number;
      const length = (tokens[number] as string[]).length / mean;
      weights[place] = (idf * count * (k1 + 1)) / (count + k1 * (1 - b + b * length));
    });
  }
  return { size: tokens.length, words };
}

/**
 * The `k` documents that match the query best, best first; equal scores in the order of the documents. Documents without a
 * word of the query are no matches. A word that the query repeats counts each time.
 */
export function topMatches(index: Bm25Index, query: string, k: number): Bm25Match[] {
  const scores = new Map<number, number>();
  for (const word of tokenise(query)) {
    const postings = index.words.get(word);
    postings?.documents.forEach((document, place) => {
      scores.set(document, (scores.get(document) ?? 0) + (postings.weights[place] as number));
    });
  }
  return Array.from(scores, ([document, score]) => ({ document, score }))
    .sort((left, right) => right.score - left.score || left.document - right.document)
    .slice(0, Math.max(0, k));
}
