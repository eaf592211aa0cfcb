// Similar questions among many: exact pairs beside brute force and minisearch on 5,000, then how time and memory grow.
// node scripts/bench-dedup.mjs [sizes …]. Run `npm run build` before. Questions are real ones of ../shared/rolebench and
// ../shared/corpus and seeded changes of them: in one of five one word is another, in the rest most words are.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import MiniSearch from 'minisearch';
import { similarityOf } from '../dist/text/duplicates.js';
import { normalisedWords } from '../dist/text/normalise.js';
import { compareTexts, nearestOf } from '../dist/text/similar-pairs.js';
import { findDuplicatePairs } from '../dist/text/similar-questions.js';

const THRESHOLD = 0.8;
const SHARED = new URL('../../shared/', import.meta.url);
const SOURCES = [
  ['rolebench/rolebench-eng/role-generalization/role_specific/test.jsonl', 'question'],
  ['rolebench/rolebench-eng/role-generalization/general/test.jsonl', 'question'],
  ['corpus/instructions/en.jsonl', 'instruction'],
  ['corpus/instructions/en.alpaca-nc.jsonl', 'instruction'],
];

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function realQuestions() {
  const questions = new Set();
  for (const [path, key] of SOURCES) {
    const file = fileURLToPath(new URL(path, SHARED));
    if (!existsSync(file)) {
      console.log(`${file} is not there: nothing is measured.`);
      process.exit(0);
    }
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) questions.add(JSON.parse(line)[key]);
  }
  return [...questions].filter((question) => question.split(' ').length <= 60);
}

/** Real questions first, then changed ones; words that come in are drawn as often as they stand in the real ones. */
function makeQuestions(count) {
  const random = seeded(1);
  const real = realQuestions();
  const words = real.flatMap((question) => question.split(' '));
  const draw = (list) => list[Math.floor(random() * list.length)];
  const questions = real.slice(0, count);
  while (questions.length < count) {
    const own = draw(real).split(' ');
    if (random() < 0.2) own[Math.floor(random() * own.length)] = draw(words);
    else for (let k = 0; k < own.length; k += 1) if (random() < 0.7) own[k] = draw(words);
    questions.push(own.join(' '));
  }
  return questions;
}

const timed = (action) => {
  const began = performance.now();
  const value = action();
  return { value, seconds: (performance.now() - began) / 1000 };
};

const exactly = (questions) => nearestOf(compareTexts(questions).pairs(THRESHOLD), questions.length);

function byBruteForce(questions) {
  const { similarity } = compareTexts(questions);
  function* pairs() {
    for (let right = 0; right < questions.length; right += 1) {
      for (let left = 0; left < right; left += 1) {
        const found = similarity(left, right);
        if (found >= THRESHOLD) yield { left, right, similarity: found };
      }
    }
  }
  return nearestOf(pairs(), questions.length);
}

/** What one would do without: each question asked of a search engine, its score divided by the question's own. */
function byMinisearch(questions) {
  const search = new MiniSearch({ fields: ['text'], tokenize: normalisedWords, processTerm: (word) => word });
  search.addAll(questions.map((text, id) => ({ id, text })));
  return questions.map((text, id) => {
    const results = search.search(text);
    const own = results.find((result) => result.id === id)?.score ?? 1;
    const best = results.find((result) => result.id !== id);
    return best && best.score / own >= THRESHOLD ? best.id : -1;
  });
}

function compareOnFiveThousand() {
  const questions = makeQuestions(5000);
  exactly(questions.slice(0, 1000));
  const ours = timed(() => exactly(questions));
  const brute = timed(() => byBruteForce(questions));
  const theirs = timed(() => byMinisearch(questions));
  const isEqual = ours.value.nearest.every((other, k) => other === brute.value.nearest[k]);
  const times = (other) => `${other.seconds.toFixed(2)} s (${Math.round(other.seconds / ours.seconds)} times)`;
  console.log(
    `5,000 questions: exact ${ours.seconds.toFixed(3)} s, brute force ${times(brute)}, minisearch ${times(theirs)}`,
  );
  console.log(`the answer of brute force is ${isEqual ? 'the same' : 'ANOTHER'}`);
}

/** The filter's own measure of questions, which weighs what they ask (src/text/similar-questions.ts). */
function compareAsQuestions() {
  const questions = makeQuestions(5000);
  const find = (texts) => [...findDuplicatePairs(texts, THRESHOLD)].map(({ left, right }) => `${left} ${right}`);
  find(questions.slice(0, 1000));
  const before = process.cpuUsage();
  const found = timed(() => find(questions));
  const { user, system } = process.cpuUsage(before);
  const some = questions.slice(0, 1000);
  const brute = some.flatMap((text, right) =>
    some.slice(0, right).flatMap((one, left) => (similarityOf(one, text) >= THRESHOLD ? [`${left} ${right}`] : [])),
  );
  const isEqual = brute.sort().join() === find(some).sort().join();
  console.log(
    `as the filter compares them: ${found.value.length} pairs of 5,000 questions in ${found.seconds.toFixed(3)} s (CPU ${((user + system) / 1e6).toFixed(3)} s); of the first 1,000, brute force finds ${isEqual ? 'the same' : 'OTHERS'}`,
  );
}

function measureOne(count) {
  const questions = makeQuestions(count);
  const before = process.resourceUsage().maxRSS;
  const { value, seconds } = timed(() => exactly(questions));
  const found = value.nearest.filter((other) => other >= 0).length;
  const peak = process.resourceUsage().maxRSS;
  console.log(
    `${count} questions: ${seconds.toFixed(2)} s, ${found} have a similar one, peak ${Math.round(peak / 1024)} MB (${Math.round(before / 1024)} MB before)`,
  );
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'one') measureOne(Number(rest[0]));
else {
  compareOnFiveThousand();
  compareAsQuestions();
  const sizes = mode ? [mode, ...rest] : [20_000, 40_000, 80_000, 160_000, 168_000];
  for (const size of sizes) {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'one', String(size)]);
    process.stdout.write(stdout);
  }
}
