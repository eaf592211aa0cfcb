// Precision and recall of the near-duplicate measure on pairs of questions that were labelled by reading
// (test/fixtures/duplicates/README.md): node scripts/measure-duplicates.mjs [--errors]. Run `npm run build` before.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Settings } from '../dist/config.js';
import { withoutAddress } from '../dist/text/address.js';
import { similarityOf } from '../dist/text/duplicates.js';

const ROLEBENCH = new URL('../../shared/rolebench/', import.meta.url);
const LABELS = new URL('../test/fixtures/duplicates/', import.meta.url);
const FILES = ['written', 'offline', 'rolebench'];

const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

/** Reads a question of RoleBench by its file and line; the texts of the other files stand in the labels. */
function openQuestions() {
  const files = new Map();
  return (source) => {
    const [, path, line] = /^(.+):(\d+)$/.exec(source);
    if (!files.has(path)) files.set(path, linesOf(new URL(path, ROLEBENCH)));
    const { question, role } = JSON.parse(files.get(path)[line - 1]);
    return withoutAddress(question, role);
  };
}

/** All labelled pairs at hand. Every other line of a file was for tuning, the others were kept for measuring. */
export function readPairs() {
  const questionAt = openQuestions();
  const isThere = existsSync(fileURLToPath(ROLEBENCH));
  return FILES.filter((file) => file !== 'rolebench' || isThere).flatMap((file) =>
    linesOf(new URL(`${file}.jsonl`, LABELS)).map((line, place) => {
      const pair = JSON.parse(line);
      const half = place % 2 === 0 ? 'tuned on' : 'kept apart';
      if (file !== 'rolebench') return { ...pair, file, half };
      return { ...pair, left: questionAt(pair.left), right: questionAt(pair.right), file, half };
    }),
  );
}

/**
 * How often the measure is right where it says "the same", and how many of the same it finds. Paraphrases are the same, but
 * words cannot show it: how many of them are found is counted apart.
 */
export function measurePairs(pairs, threshold = Settings.parse({}).filter.similarity) {
  const measured = pairs.map((pair) => ({ ...pair, similarity: similarityOf(pair.left, pair.right) }));
  const isFound = ({ similarity }) => similarity >= threshold;
  const near = measured.filter(({ same, paraphrase }) => same && !paraphrase);
  const paraphrases = measured.filter(({ paraphrase }) => paraphrase);
  const found = measured.filter(isFound);
  return {
    pairs: pairs.length,
    same: near.length,
    precision: found.filter(({ same }) => same).length / found.length,
    recall: near.filter(isFound).length / near.length,
    paraphrases: paraphrases.length,
    paraphrasesFound: paraphrases.filter(isFound).length,
    errors: measured.filter((pair) => pair.same !== isFound(pair)),
  };
}

function tell(name, pairs) {
  const { same, precision, recall, paraphrases, paraphrasesFound, errors } = measurePairs(pairs);
  console.log(
    `${name}: ${pairs.length} pairs, ${same} near-duplicates: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; ` +
      `found ${paraphrasesFound} of ${paraphrases} paraphrases`,
  );
  return errors;
}

function print() {
  const pairs = readPairs();
  for (const half of ['tuned on', 'kept apart']) {
    const own = pairs.filter((pair) => pair.half === half);
    const errors = tell(`near-duplicates, half that was ${half}`, own);
    for (const key of ['en', 'zh', ...FILES]) {
      const some = own.filter(({ language, file }) => language === key || file === key);
      if (some.length > 0) tell(`  ${key}`, some);
    }
    if (!process.argv.includes('--errors')) continue;
    for (const { left, right, same, similarity } of errors) {
      console.log(`    ${same ? 'missed' : 'wrong '} ${similarity.toFixed(2)}  ${left.trim()}  |  ${right.trim()}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) print();
