#!/usr/bin/env node
/**
 * Shows speeches in verse as they read in prose, to be judged by reading: `npm run build`, then
 * `node scripts/measure-verse.mjs --turns 200 SCRIPT...`. Speeches are taken at even distances, as many from each script. A `|`
 * stands where a line of verse began; lines behind a full stop are not shown. `--from 0.5` begins half a distance later.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readScript } from '../dist/readers/index.js';
import { NARRATION } from '../dist/records.js';
import { learnCapitals } from '../dist/text/capitals.js';
import { asProse } from '../dist/text/verse.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { turns: { type: 'string', default: '200' }, from: { type: 'string', default: '0' } },
});

const [BEFORE, BEHIND] = [20, 24];
let [shown, joints] = [0, 0];
for (const [place, file] of positionals.entries()) {
  const { lines } = readScript(readFileSync(file), { file: basename(file) });
  const capitals = learnCapitals(lines.map((line) => ({ ...line, role: line.speaker ?? NARRATION })));
  const speeches = lines.filter(({ verse }) => verse);
  const share = Math.floor(((place + 1) * values.turns) / positionals.length) - shown;
  const turns = Math.min(share, speeches.length);
  console.log(`# ${basename(file)}: ${turns} of ${speeches.length} speeches in verse, of ${lines.length} lines`);
  for (let turn = 0; turn < turns; turn += 1) {
    const { content, verse, line } = speeches[Math.floor(((turn + Number(values.from)) * speeches.length) / turns)];
    const prose = asProse(content, verse, capitals);
    const within = verse.filter((at) => !content.slice(0, at).endsWith('. '));
    const around = within.map((at) => `${prose.slice(Math.max(0, at - BEFORE), at)}|${prose.slice(at, at + BEHIND)}`);
    console.log(`${line}: ${around.join(' ~ ')}`);
    joints += verse.length;
  }
  shown += turns;
}
console.log(`# ${shown} speeches, in which ${joints} lines are joined`);
