// The five exchanges that are most like an instruction, among 5,000: beside minisearch and beside scoring every exchange, in one
// run. node scripts/bench-bm25.mjs. Run `npm run build` before. Exchanges are RoleBench's questions and answers, queries its
// general instructions (../shared/rolebench).
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import MiniSearch from 'minisearch';
import { buildBm25Index, topMatches } from '../dist/text/bm25.js';
import { tokenise } from '../dist/text/words.js';

const FOLDER = new URL('../../shared/rolebench/rolebench-eng/role-generalization/', import.meta.url);
const EXCHANGES = 5000;
const QUERIES = 500;
const BEST = 5;
const [K1, B] = [1.2, 0.75];

function rowsOf(path) {
  const file = fileURLToPath(new URL(path, FOLDER));
  if (!existsSync(file)) {
    console.log(`${file} is not there: nothing is measured.`);
    process.exit(0);
  }
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
}

const general = rowsOf('general/test.jsonl');
const exchanges = [...rowsOf('role_specific/test.jsonl'), ...general]
  .flatMap(({ question, generated }) => generated.map((answer) => `${question} ${answer}`))
  .slice(0, EXCHANGES);
const queries = [...new Set(general.map(({ question }) => question))].slice(0, QUERIES);

/** BM25 worked out from the formula for every exchange: no index, nothing left out. */
function bruteForce(documents) {
  const counted = documents.map((text) => {
    const counts = new Map();
    const words = tokenise(text);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { counts, length: words.length };
  });
  const mean = counted.reduce((sum, { length }) => sum + length, 0) / counted.length;
  const idf = (word) => {
    const holders = counted.filter(({ counts }) => counts.has(word)).length;
    return Math.log(1 + (counted.length - holders + 0.5) / (holders + 0.5));
  };
  return (query) => {
    const words = tokenise(query).map((word) => [word, idf(word)]);
    return counted
      .map(({ counts, length }, document) => {
        let score = 0;
        for (const [word, weight] of words) {
          const count = counts.get(word) ?? 0;
          if (count > 0) score += (weight * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / mean));
        }
        return { document, score };
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.document - other.document)
      .slice(0, BEST);
  };
}

/** Milliseconds a query. */
function time(ask, asked) {
  const began = performance.now();
  for (const query of asked) ask(query);
  return (performance.now() - began) / asked.length;
}

const index = buildBm25Index(exchanges, { k1: K1, b: B });
const ours = (query) => topMatches(index, query, BEST);
const search = new MiniSearch({ fields: ['text'], tokenize: tokenise, processTerm: (word) => word });
search.addAll(exchanges.map((text, id) => ({ id, text })));
const theirs = (query) => search.search(query).slice(0, BEST);
const brute = bruteForce(exchanges);

const few = queries.slice(0, 50);
const differing = few.filter((query) => {
  const own = ours(query);
  // Sums in another order may differ in the last bits: then either of two may come first.
  return brute(query).some(({ score }, k) => Math.abs(score - own[k].score) > 1e-9);
}).length;
time(ours, queries);
time(theirs, few);
const own = time(ours, queries);
const other = time(theirs, queries);
const all = time(brute, few);
const times = (value) => `${value.toFixed(2)} ms (${Math.round(value / own)} times)`;
console.log(
  `best ${BEST} of ${exchanges.length.toLocaleString('en-US')} exchanges: ${own.toFixed(3)} ms a query, minisearch ${times(other)}, brute force ${times(all)}`,
);
console.log(
  `the answer of brute force is ${differing === 0 ? 'the same' : `ANOTHER for ${differing}`} (${few.length} queries)`,
);
