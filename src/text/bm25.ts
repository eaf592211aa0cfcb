import { tokenise } from './words.js';

/** Postings of one word: in which documents it stands and what it adds to their score, idf included. */
interface Postings {
  documents: Int32Array;
  weights: Float64Array;
}

/** An inverted index with the BM25 weights worked out. */
export interface Bm25Index {
  size: number;
  words: ReadonlyMap<string, Postings>;
}

/** How soon a repeated word counts no more (k1), and how much a long document is discounted (b, from 0 to 1). */
export interface Bm25Settings {
  k1?: number;
  b?: number;
}

export interface Bm25Match {
  /** Place of the document in the list that was indexed, from 0. */
  document: number;
  score: number;
}

/** In which documents each word stands, and how often there. */
function countWords(documents: readonly (readonly string[])[]): Map<string, Map<number, number>> {
  const words = new Map<string, Map<number, number>>();
  for (const [number, document] of documents.entries()) {
    for (const word of document) {
      const counts = words.get(word) ?? new Map<number, number>();
      counts.set(number, (counts.get(number) ?? 0) + 1);
      words.set(word, counts);
    }
  }
  return words;
}

/**
 * Indexes documents for BM25 (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework, eq. 3.15). A word's weight
 * in a document is `idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))`, and its idf the Robertson-Sparck
 * Jones weight in its variant that is never negative: `ln(1 + (N - df + 0.5) / (df + 0.5))`. The defaults of k1 and b are
 * the usual ones of that survey (1.2 < k1 < 2, 0.5 < b < 0.8) and of Lucene.
 */
export function buildBm25Index(documents: readonly string[], { k1 = 1.2, b = 0.75 }: Bm25Settings = {}): Bm25Index {
  const tokens = documents.map(tokenise);
  const total = tokens.reduce((sum, document) => sum + document.length, 0);
  const mean = total / Math.max(1, tokens.length);
  const words = new Map<string, Postings>();
  for (const [word, counts] of countWords(tokens)) {
    const idf = Math.log(1 + (tokens.length - counts.size + 0.5) / (counts.size + 0.5));
    const weights = Float64Array.from(counts, ([number, count]) => {
      const length = (tokens[number] as string[]).length / mean;
      return (idf * count * (k1 + 1)) / (count + k1 * (1 - b + b * length));
    });
    words.set(word, { documents: Int32Array.from(counts.keys()), weights });
  }
  return { size: tokens.length, words };
}

/**
 * The `k` documents that match the query best, best first; equal scores in the order of the documents. Documents without a
 * word of the query are no matches. A word that the query repeats counts each time.
 */
export function topMatches({ size, words }: Bm25Index, query: string, k: number): Bm25Match[] {
  if (k <= 0) return [];
  const scores = new Float64Array(size);
  for (const word of tokenise(query)) {
    const postings = words.get(word);
    if (!postings) continue;
    const { documents, weights } = postings;
    for (let place = 0; place < documents.length; place += 1) {
      const document = documents[place] as number;
      scores[document] = (scores[document] as number) + (weights[place] as number);
    }
  }
  const best: Bm25Match[] = [];
  for (let document = 0; document < size; document += 1) {
    const score = scores[document] as number;
    if (score === 0 || (best.length === k && score <= (best[k - 1] as Bm25Match).score)) continue;
    // Few come this far: most are below the worst of the best.
    const place = best.findIndex((other) => other.score < score);
    best.splice(place < 0 ? best.length : place, 0, { document, score });
    if (best.length > k) best.pop();
  }
  return best;
}
