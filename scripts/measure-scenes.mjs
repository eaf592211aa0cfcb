#!/usr/bin/env node
/**
 * What scenes make of scripts, without a model: `npm run build`, then `node scripts/measure-scenes.mjs SCRIPT...`. Every speaker with more than
 * `--least 20` speeches is taken for a role. For each script: how many of their speeches stand in a sample as turns of theirs, how many samples
 * there are and how long; in all, the time of the processor and the peak of memory, reading included. `--show 3` prints some samples of each, at
 * even distances.
 */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { guessLanguage } from '../dist/languages/index.js';
import { loadPrompts } from '../dist/prompts/load.js';
import { openScript } from '../dist/readers/index.js';
import { createSayer, makeRoleScenes } from '../dist/recipes/scenes/samples.js';
import { ScenesSettings } from '../dist/recipes/scenes/settings.js';
import { NARRATION } from '../dist/records.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { least: { type: 'string', default: '20' }, show: { type: 'string', default: '0' } },
});
const prompts = loadPrompts();
const own = ScenesSettings.parse({});

/** The lines of a script as dialogues.jsonl has them. */
async function dialogueOf(file) {
  const { lines } = await openScript(readFileSync(file), { file });
  return lines.map(({ speaker, act, ...line }, diag_id) => ({
    ...line,
    script: file,
    role: speaker ?? NARRATION,
    act_id: act,
    diag_id,
  }));
}

/** The speeches of a role that stand in its samples, each once. */
function reached(samples, lines) {
  const within = new Set();
  for (const { turns, segment } of samples) {
    for (const { by, lines: at } of turns) {
      if (by !== 'role') continue;
      for (const line of lines) {
        const isInside = line.diag_id >= segment.from && line.diag_id <= segment.to;
        if (isInside && line.line >= at[0] && line.line <= at[1]) within.add(line.diag_id);
      }
    }
  }
  return within.size;
}

function show({ role, segment, system, turns }) {
  console.log(`\n## ${role}, ${basename(segment.script)}:${segment.lines.join('-')}\n${system}\n`);
  for (const { by, text } of turns) console.log(`${by === 'role' ? '>> ' : '   '}${text.replaceAll('\n', '\n   ')}`);
}

const before = process.cpuUsage();
let [allSpeeches, allReached, allSamples] = [0, 0, 0];
let counting = 0;
console.log('| script | speakers | speeches | in a sample | samples | turns of a sample |\n|---|---|---|---|---|---|');
for (const file of positionals) {
  const lines = await dialogueOf(file);
  const speeches = new Map();
  for (const line of lines) speeches.set(line.role, [...(speeches.get(line.role) ?? []), line]);
  speeches.delete(NARRATION);
  const text = lines
    .slice(0, 200)
    .map(({ content }) => content)
    .join(' ');
  const language = guessLanguage(text).code;
  let [said, inSample, made, turns, speakers] = [0, 0, [], 0, 0];
  for (const [role, some] of speeches) {
    if (some.length <= Number(values.least)) continue;
    const profile = {
      role,
      language,
      script_name: basename(file, extname(file)),
      by_hand: [],
      model: null,
      catchphrases: [],
    };
    const { samples } = makeRoleScenes(lines, { profile, own, prompts, say: createSayer(lines, own) });
    const from = process.cpuUsage();
    speakers += 1;
    said += some.length;
    inSample += reached(samples, some);
    turns += samples.reduce((sum, sample) => sum + sample.turns.length, 0);
    made = made.concat(samples);
    counting += process.cpuUsage(from).user;
  }
  const share = said === 0 ? '–' : (inSample / said).toFixed(3);
  console.log(
    `| ${basename(file)} | ${speakers} | ${said} | ${share} | ${made.length} | ${(turns / Math.max(1, made.length)).toFixed(1)} |`,
  );
  const step = made.length / Math.max(1, Number(values.show));
  for (let k = 0; k < Math.min(Number(values.show), made.length); k += 1) show(made[Math.floor(k * step)]);
  allSpeeches += said;
  allReached += inSample;
  allSamples += made.length;
}
const { user, system } = process.cpuUsage(before);
const seconds = ((user + system - counting) / 1e6).toFixed(1);
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `\n${allSamples} samples hold ${(allReached / allSpeeches).toFixed(3)} of ${allSpeeches} speeches; ${seconds} s of the processor, ${peak} MiB at the peak.`,
);
