/** The tables of what was measured, in Markdown. */
import { existsSync, readFileSync } from 'node:fs';

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
const shown = (value) => value.toFixed(3);

/** A mean with its interval, and how many questions it is of. */
function cell(bench, measure, aggregation) {
  const scores = bench?.[measure]?.all;
  if (!scores) return '–';
  const { f1, low, high } = scores[aggregation];
  return `${shown(f1)} (${shown(low)} to ${shown(high)})`;
}

const NAMES = { base: 'untuned', rows: 'RoleBench rows', script: 'raw script', scenes: 'scenes' };

function scoreTable(names, which, { resultsOf, countsOf }) {
  const lines = names.map((name) => {
    const results = readJson(resultsOf(name, which));
    const bench = results?.benches[0];
    const cells = ['CUS', 'SPE'].map((measure) => cell(bench, measure, results?.aggregation));
    const counts = ['CUS', 'SPE'].map((measure) => bench?.[measure]?.all.questions ?? 0);
    return `| ${[NAMES[name], ...cells, counts.join(' + '), readJson(countsOf(name, which))?.cut ?? '–'].join(' | ')} |`;
  });
  return [
    '| tuned on | CUS | SPE | answers scored | of them cut off |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function tuningTable(names, tuningOf) {
  const keys = [
    'rows',
    'steps',
    'tokens',
    'answer_tokens',
    'computed_tokens',
    'seconds',
    'loss_first',
    'loss_last',
    'held_out_before',
    'held_out_after',
  ];
  const lines = names.flatMap((name) => {
    const told = readJson(tuningOf(name));
    return told ? [`| ${[NAMES[name], ...keys.map((key) => told[key].toLocaleString('en'))].join(' | ')} |`] : [];
  });
  const heads = [
    'tuned on',
    'rows',
    'steps',
    'tokens of rows',
    'of answers',
    'computed',
    'seconds',
    'loss, first 10 steps',
    'last 20',
    'held-out loss before',
    'after',
  ];
  return [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...lines].join('\n');
}

/** The table of the general questions on which the base's answer came to an end. */
export const ENDED_HEAD = [
  'General questions, roles trained on, on which the untuned model came to an end:',
  '',
  '| tuned on | CUS | answers |',
  '| --- | --- | --- |',
];
export const endedLine = (name, count, { f1, low, high }) =>
  `| ${NAMES[name]} | ${shown(f1)} (${shown(low)} to ${shown(high)}) | ${count} |`;

export function renderTable(names, { resultsOf, countsOf, tuningOf }) {
  return [
    'Questions kept out of training, roles trained on:',
    scoreTable(names, 'seen', { resultsOf, countsOf }),
    'Roles that training never saw:',
    scoreTable(names, 'unseen', { resultsOf, countsOf }),
    'The tunings:',
    tuningTable(names, tuningOf),
    '',
  ].join('\n\n');
}
