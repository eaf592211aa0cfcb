// Rouge-L of long answers beside js-rouge, in one run: node scripts/bench-rouge.mjs. Run `npm run build` before. Answers are
// those of RoleBench's role-specific test questions (../shared/rolebench) of 60 to 76 words, the median being 68.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { l } from 'js-rouge';
import { englishTokens, rougeL, scoreRougeL } from '../dist/rolebench/rouge.js';

const FILE = fileURLToPath(
  new URL('../../shared/rolebench/rolebench-eng/role-generalization/role_specific/test.jsonl', import.meta.url),
);
const ROUNDS = 5;
const PAIRS = 200;

if (!existsSync(FILE)) {
  console.log(`${FILE} is not there: nothing is measured.`);
  process.exit(0);
}
const answers = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line).generated[0])
  .filter((answer) => Math.abs(englishTokens(answer).length - 68) <= 8);
const pairs = Array.from({ length: PAIRS }, (_, k) => [
  answers[k % answers.length],
  answers[(k * 7 + 1) % answers.length],
]);

const ours = ([prediction, reference]) =>
  scoreRougeL(prediction, [reference], { tokens: englishTokens, aggregation: 'first' }).f1;
const theirs = ([prediction, reference]) => l(prediction, reference, { beta: 1 });

const cut = new Map(answers.map((answer) => [answer, englishTokens(answer)]));
const compared = ([prediction, reference]) => rougeL(cut.get(prediction), cut.get(reference)).f1;

/** Microseconds a pair. */
function time(score, repeats) {
  const began = performance.now();
  for (let k = 0; k < repeats; k += 1) for (const pair of pairs) score(pair);
  return ((performance.now() - began) * 1000) / (repeats * pairs.length);
}

time(ours, 5);
time(theirs, 1);
const rounds = Array.from({ length: ROUNDS }, () => ({ own: time(ours, 50), other: time(theirs, 1) }));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const own = median(rounds.map((round) => round.own));
const other = median(rounds.map((round) => round.other));
console.log(
  `Rouge-L of ${PAIRS} pairs of 60 to 76 words, tokenising included: ${own.toFixed(1)} µs a pair, js-rouge ${other.toFixed(0)} µs (${Math.round(other / own)} times), median of ${ROUNDS} rounds; of ours the comparison itself ${time(compared, 50).toFixed(1)} µs`,
);
