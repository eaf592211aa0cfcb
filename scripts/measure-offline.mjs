// Shares of the offline model's questions and catchphrases that a reader keeps (test/fixtures/offline-questions/README.md), and of
// answers that stand in their question: node scripts/measure-offline.mjs
import { readFileSync } from 'node:fs';

const rowsOf = (name) =>
  readFileSync(new URL(`../test/fixtures/offline-questions/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(JSON.parse);
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
const plain = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

for (const language of ['en', 'zh']) {
  const questions = rowsOf('labels').filter((row) => row.language === language);
  const discarded = questions.filter(({ expected }) => expected === 'discard');
  const contained = questions.filter(({ question, answer }) => plain(question).includes(plain(answer)));
  const phrases = rowsOf('catchphrases').filter((row) => row.language === language);
  const right = phrases.filter(({ expected }) => expected === 'keep');
  console.log(
    `${language}: of ${questions.length} questions ${percent(discarded.length, questions.length)} discarded, ` +
      `${percent(contained.length, questions.length)} answers in their question; ` +
      `of ${phrases.length} catchphrases ${percent(right.length, phrases.length)} right`,
  );
}
