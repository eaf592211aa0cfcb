// How much memory `export` takes at RoleBench's size, without a call: node scripts/bench-export.mjs [share of the roles]. Run
// `npm run build` before. The roles and their lines are those of ../shared/corpus; each answer is put together of a line of the role's
// script and of sentences from RoleBench's answers, so that no two are the same.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openScript } from '../dist/readers/index.js';
import { createRandom } from '../dist/text/random.js';
import { CORPUS, findSpeakers, roleName } from './bench-roles.mjs';
import { run, tell } from './bench-run.mjs';

const ROLES = Math.round(106 * Number(process.argv[2] ?? 1));
const INSTRUCTIONS = 920;
const RESPONSES = 5;
const QUESTIONS = 200;
const ANSWERS = fileURLToPath(
  new URL('../../shared/rolebench/rolebench-eng/role-generalization/general/test.jsonl', import.meta.url),
);
const FRAMES = [
  'What did you mean when you said',
  'Do you remember who told you',
  'How did you feel after hearing',
  'Why would anybody say',
  'What would you answer to',
];

if (!existsSync(CORPUS) || !existsSync(ANSWERS)) {
  console.log('bench-export is skipped: there is no ../shared/corpus or ../shared/rolebench');
  process.exit(0);
}

const random = createRandom(1);
const pick = (list) => list[Math.floor(random() * list.length)];
const idOf = (...parts) => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
const rowsOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const sentences = rowsOf(ANSWERS)
  .flatMap(({ generated }) => generated.flatMap((text) => text.split(/(?<=[.!?])\s+/)))
  .filter(({ length }) => length > 20 && length < 160);

/** What is the same for all that the bench writes of a role. */
const common = (role) => ({ role, language: 'en', model: 'bench' });

const profile = (role, script) => ({
  ...common(role),
  aliases: [],
  is_machine: false,
  script_name: script,
  scripts: [script],
  source: null,
  licence: null,
  description: `Somebody of the play. ${pick(sentences)} ${pick(sentences)}`,
  description_second_person: `You are somebody of the play. ${pick(sentences)} ${pick(sentences)}`,
  catchphrases: [],
  categories: [],
  by_hand: [],
  counts: { lines: 1, words: 1, script_lines: 1 },
});

const sample = (role, id, recipe, kind, question, answer, more) => ({
  ...common(role),
  id,
  recipe,
  kind,
  system: null,
  turns: [
    { by: 'user', speaker: null, text: question, trained: false },
    { by: 'role', speaker: null, text: answer, trained: true },
  ],
  rejected: null,
  requests: [idOf(id)],
  segment: null,
  confidence: null,
  category: null,
  source: null,
  raw_answer: null,
  grounding: null,
  ...more,
});

/** Opens the files of a data folder, which take rows. */
function openFiles(data, names) {
  mkdirSync(data);
  const files = new Map(names.map((name) => [name, openSync(join(data, `${name}.jsonl`), 'w')]));
  return {
    write: (name, rows) => writeSync(files.get(name), rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    close: () => [...files.values()].forEach(closeSync),
  };
}

/** A role's own questions with their answers, and its answers to the instructions. */
function writeRole(role, said, instructions, write) {
  const answer = () => `${pick(sentences)} ${pick(said)} ${pick(sentences)}`;
  const own = Array.from({ length: QUESTIONS }, (_, k) => {
    const question = `${FRAMES[k % FRAMES.length]} “${pick(said).slice(0, 90)}”, ${pick(sentences).slice(0, 40)}?`;
    const more = { confidence: 'High' };
    return sample(role, idOf(role, k), 'context-instruct', 'script_agnostic', question, answer(), more);
  });
  write('filtered', own);
  for (const question of instructions) {
    const id = idOf(role, question);
    const generated = Array.from({ length: RESPONSES }, answer);
    const asked = { question, category: null, source: 'bench', raw_answer: null };
    const requests = Array.from({ length: RESPONSES + 1 }, (_, k) => idOf(id, k));
    write('rolegpt', [{ ...common(role), id, ...asked, generated, baseline: answer(), requests, demonstrations: [] }]);
    const more = { source: 'bench' };
    write(
      'filtered',
      generated.map((text, k) => sample(role, `${id}-${k}`, 'rolegpt', 'general', question, text, more)),
    );
  }
}

/** Writes the lines of a script. Returns those that answers may quote. */
async function writeScript(file, write) {
  const { lines } = await openScript(readFileSync(file), { file });
  write(
    'dialogues',
    lines.map(({ speaker, content, act: act_id, line }, diag_id) => {
      return { script: basename(file), role: speaker ?? 'narration', content, act_id, diag_id, line };
    }),
  );
  return lines.map(({ content }) => content.slice(0, 200)).filter(({ length }) => length > 20);
}

function chooseInstructions() {
  const given = rowsOf(join(CORPUS, 'instructions/en.jsonl'));
  const different = new Set(given.map(({ instruction, input }) => `${instruction}\n${input}`.trim()));
  return [...different].slice(0, INSTRUCTIONS);
}

/** Writes a data folder that is filtered and not exported. Returns how many roles it has. */
async function writeData(data) {
  const speakers = (await findSpeakers()).slice(0, ROLES);
  const { write, close } = openFiles(data, ['profiles', 'dialogues', 'instructions', 'rolegpt', 'filtered']);
  const instructions = chooseInstructions();
  const rest = { input: '', language: 'en', source: 'bench', category: null, raw_answer: null };
  write(
    'instructions',
    instructions.map((instruction) => ({ instruction, ...rest })),
  );
  const saidIn = new Map();
  for (const speaker of speakers) {
    const { file } = speaker;
    if (!saidIn.has(file)) saidIn.set(file, await writeScript(file, write));
    write('profiles', [profile(roleName(speaker), basename(file))]);
    writeRole(roleName(speaker), saidIn.get(file), instructions, write);
  }
  close();
  return speakers.length;
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-export-'));
try {
  const roles = await writeData(join(folder, 'data'));
  const answers = roles * (INSTRUCTIONS * RESPONSES + QUESTIONS);
  const took = await run(['export', '--quiet'], folder);
  console.log(`export of ${answers.toLocaleString('en-US')} answers of ${roles} roles: ${tell(took)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
