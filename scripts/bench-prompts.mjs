// What keeping the prompts of a large run costs: node scripts/bench-prompts.mjs [replies]. Run `npm run build` before. As context-instruct
// asks 100 roles: a system message that all have in common, and a passage of their own for every reply. The journal beside it is
// opened with and without the file, in turn; each measurement is a process of its own. Times are processor time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPrompts, renderPrompt } from '../dist/prompts/load.js';
import { openJournal } from '../dist/store/journal.js';
import { openPromptLog } from '../dist/store/prompt-log.js';

const [replies = 150_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
const [journal, kept] = ['context-instruct.jsonl', 'context-instruct.prompts.jsonl'].map((name) => join(folder, name));
const at = (path) => JSON.stringify(fileURLToPath(new URL(`../dist/${path}`, import.meta.url)));

const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const idOf = (k) => hash(`request ${k}`);
const words = 'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff'.split(
  ' ',
);
const text = (k, count) =>
  Array.from({ length: count }, (_, n) => words[(k * 7 + n * n * 13 + n * k) % words.length]).join(' ');

const prompt = loadPrompts()('context-instruct.script-based', 'en');
const sampling = { temperature: 0.7, top_p: 0.95, max_tokens: 2000, frequency_penalty: 0, presence_penalty: 0 };

function askedNumber(k) {
  const messages = renderPrompt(prompt, {
    role_name: `Role ${k % 100}`,
    script_name: 'The Lamp',
    question_num: '8',
    role_description_and_catchphrases: text(k % 100, 150),
    script: `[${k}] ${text(k, 400)}`,
  });
  const schema = { name: 'triplets', schema: { type: 'object' } };
  return {
    ids: [idOf(k)],
    group: hash(`group ${k}`),
    prompt: prompt.reference,
    model: 'bench',
    messages,
    sampling,
    schema,
    seed: 0,
  };
}

/** Processor time of a piece of code, which a busy machine does not change much, and the peak of memory. */
function measure(code) {
  const report = `const { user, system } = process.cpuUsage(before);
process.stdout.write([(user + system) / 1000, process.resourceUsage().maxRSS / 1024].join(" "));`;
  const all = `${code}\n${report}`;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', all]);
  if (status !== 0) throw new Error(String(stderr));
  const [milliseconds, peak] = String(stdout).split(' ').map(Number);
  return { milliseconds, peak };
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const OPEN = `import { openJournal } from ${at('store/journal.js')};
let before = process.cpuUsage();
if (openJournal(${JSON.stringify(journal)}).totals().replies !== ${replies}) throw new Error('lost replies');`;
const find = (more) => `import { openPromptLogReader } from ${at('store/prompt-log-reader.js')};
const prompts = openPromptLogReader(${JSON.stringify(kept)});
const ids = ${JSON.stringify([1, 0.5, 0.99].map((share) => idOf(Math.floor((replies - 1) * share))))};
const find = (id) => { if (prompts.find(id)?.messages.length !== 2) throw new Error('lost prompt'); };
let before = process.cpuUsage();
find(ids[0]);
${more}`;

async function writeJournal() {
  const log = openJournal(journal);
  const content = text(1, 400);
  const usage = { prompt_tokens: 700, cached_tokens: 0, completion_tokens: 80 };
  const more = {
    contents: [content],
    finish_reasons: ['stop'],
    usage,
    cost: 0.0012,
    model: 'bench',
    prompt: prompt.reference,
  };
  for (let k = 0; k < replies; k += 1000) {
    const some = Array.from({ length: Math.min(1000, replies - k) }, (_, n) => ({ ids: [idOf(k + n)], ...more }));
    await Promise.all(some.map((entry) => log.append(entry)));
  }
  await log.close();
}

function keepAll() {
  const log = openPromptLog(kept, (reason) => {
    throw new Error(reason);
  });
  let [took, whole] = [0, 0];
  for (let k = 0; k < replies; k += 1) {
    const asked = askedNumber(k);
    whole += Buffer.byteLength(JSON.stringify(asked)) + 1;
    const before = process.cpuUsage();
    log.keep(asked);
    const { user, system } = process.cpuUsage(before);
    took += (user + system) / 1000;
  }
  log.close();
  return { took, whole };
}

/** Opens the journal with the prompts beside it and without, in turn. */
function openInTurn() {
  const [beside, without] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    beside.push(measure(OPEN).milliseconds);
    renameSync(kept, `${kept}.away`);
    without.push(measure(OPEN).milliseconds);
    renameSync(`${kept}.away`, kept);
  }
  return { beside: Math.round(median(beside)), without: Math.round(median(without)) };
}

const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;

try {
  await writeJournal();
  const { took, whole } = keepAll();
  const { beside, without } = openInTurn();
  const first = measure(find(''));
  const later = measure(find('before = process.cpuUsage(); find(ids[1]); find(ids[2]);'));
  console.log(
    `journal: ${mb(statSync(journal).size)}, opened in ${beside} ms with prompts beside it, ${without} ms without`,
  );
  console.log(
    `prompts: ${mb(statSync(kept).size)}, ${mb(whole)} with every text written out; ${(took / replies).toFixed(3)} ms each`,
  );
  console.log(
    `look-up: the first ${Math.round(first.milliseconds)} ms, two more ${later.milliseconds.toFixed(1)} ms, peak ${Math.round(first.peak)} MB`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
