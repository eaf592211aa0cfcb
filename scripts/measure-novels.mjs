#!/usr/bin/env node
/**
 * How many quotes of novels get a speaker: `npm run build`, then `node scripts/measure-novels.mjs FILE...`.
 * With `--read N [--seed S] [--from SHARE]`: N quotes with a speaker, drawn by the seed from that share of the book on, each with the text before and
 * after it, for a reader who counts the right ones (docs/novels.md).
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { quoteCoverage, readScript } from '../dist/readers/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { read: { type: 'string' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } },
});

/** The indices in an order that only the seed decides. */
function shuffled(indices, seed) {
  let state = seed * 7919 + 13;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  for (let at = indices.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [indices[at], indices[other]] = [indices[other], indices[at]];
  }
  return indices;
}

function printSample(lines, text) {
  const rows = text.split('\n');
  const first = Number(values.from) * lines.length;
  const spoken = lines.flatMap(({ speaker }, at) => (speaker !== null && at >= first ? [at] : []));
  const drawn = shuffled(spoken, Number(values.seed)).slice(0, Number(values.read));
  for (const { speaker, content, line } of drawn.sort((a, b) => a - b).map((at) => lines[at])) {
    const around = rows.slice(Math.max(0, line - 7), line + 3).filter((row) => row.trim() !== '');
    process.stdout.write(
      `\n${line} [${speaker}] ${content.slice(0, 80)}\n${around.map((row) => `    ${row.slice(0, 400)}`).join('\n')}\n`,
    );
  }
}

for (const file of positionals) {
  const bytes = readFileSync(file);
  const { format, lines } = readScript(bytes, { file });
  const coverage = quoteCoverage(format, lines);
  if (!coverage) {
    process.stdout.write(`${basename(file)}: read as ${format}, which names every speaker\n`);
    continue;
  }
  const { quotes, attributed } = coverage;
  process.stdout.write(
    `${basename(file)}: ${attributed} of ${quotes} quotes have a speaker (${(attributed / quotes).toFixed(3)})\n`,
  );
  if (values.read) printSample(lines, bytes.toString());
}
