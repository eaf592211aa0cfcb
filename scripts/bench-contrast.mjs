// Memory and time of `rolellm contrast` for so many described roles with 30 facts each, 10 answers a role:
// node scripts/bench-contrast.mjs 4000
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, tell } from './bench-run.mjs';
import { seededWords } from './bench-words.mjs';

const roles = Number(process.argv[2] ?? 400);
const FACTS = 30;
const words = seededWords();

function writeRole(folder, k) {
  const claims = {};
  for (let fact = 0; fact < FACTS; fact += 1) claims[`what stands beside the ${words(3)} ${k} ${fact}`] = words(3);
  writeFileSync(join(folder, `known-${k}.json`), JSON.stringify({ description: `number ${k} of a crowd`, claims }));
  const text = `name: Role ${k}\nlanguage: en\nknowledge: ../known/known-${k}.json\ndescription: Number ${k} of a crowd, known for ${words(4)}.\ndescription_second_person: You are number ${k} of a crowd, known for ${words(4)}.\ncatchphrases: []\ncategories: [plain]\n`;
  writeFileSync(join(folder, `../roles/role-${k}.yaml`), text);
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-contrast-'));
mkdirSync(join(folder, 'roles'));
mkdirSync(join(folder, 'known'));
for (let k = 0; k < roles; k += 1) writeRole(join(folder, 'known'), k);
writeFileSync(
  join(folder, 'rolellm.config.yaml'),
  'contrast: { perRole: 10, pairs: 1, questions: 5 }\nexport: { heldOut: 0, formats: [messages, wikiroleeval] }\n',
);
const server = spawn(process.execPath, [fileURLToPath(new URL('bench-contrast-server.mjs', import.meta.url))]);
const port = await new Promise((resume) => server.stdout.once('data', (data) => resume(String(data).trim())));
try {
  const url = `http://127.0.0.1:${port}/v1`;
  const common = ['--roles', 'roles', '--recipes', 'contrast', '--base-url', url, '--quiet'];
  const planned = await run(['generate', ...common, '--plan'], folder);
  console.log(`${roles} roles, --plan: ${tell(planned)}`);
  const made = await run(['generate', ...common], folder);
  console.log(`${roles} roles, generate: ${tell(made)}`);
  for (const [stage, peak] of made.stages) console.log(`  ${stage}: ${peak} MB`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}
