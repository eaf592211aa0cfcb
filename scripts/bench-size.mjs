// How much memory `generate` takes at RoleBench's size: 106 roles, 920 general instructions with 6 answers each, 200 questions a role;
// then how long it takes once more, with nothing to do: node scripts/bench-size.mjs [share of the roles]. Run `npm run build` before.
// The roles are the speakers with the most lines of the scripts in ../shared/corpus; a server in another process answers. Where other
// programs use the machine, go by the processor seconds.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORPUS, findSpeakers, roleName } from './bench-roles.mjs';
import { run, tell } from './bench-run.mjs';

const SHARE = Number(process.argv[2] ?? 1);
const ROLES = Math.round(106 * SHARE);
const INSTRUCTIONS = 920;
const QUESTIONS = 200;

if (!existsSync(CORPUS)) {
  console.log('bench-size is skipped: there is no ../shared/corpus to take roles from');
  process.exit(0);
}

async function writeRoles(folder) {
  const speakers = (await findSpeakers()).slice(0, ROLES);
  mkdirSync(join(folder, 'roles'));
  for (const [k, speaker] of speakers.entries()) {
    const role = { name: roleName(speaker), language: 'en', aliases: [speaker.speaker], script: speaker.file };
    writeFileSync(join(folder, 'roles', `${k}.yaml`), JSON.stringify(role));
  }
  const instructions = readFileSync(join(CORPUS, 'instructions/en.jsonl'), 'utf8');
  writeFileSync(join(folder, 'instructions.jsonl'), instructions);
  return speakers.length;
}

async function startServer() {
  const file = fileURLToPath(new URL('bench-size-server.mjs', import.meta.url));
  const server = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resume) => server.stdout.once('data', (text) => resume(Number(text))));
  return { server, url: `http://127.0.0.1:${port}/v1` };
}

const writeSettings = (folder, url) =>
  writeFileSync(
    join(folder, 'rolellm.config.yaml'),
    JSON.stringify({
      roles: ['roles'],
      provider: 'openai',
      model: 'bench',
      baseUrl: url,
      concurrency: 32,
      rpm: 1_000_000,
      contextInstruct: { perRole: QUESTIONS },
      rolegpt: { instructions: 'instructions.jsonl', count: INSTRUCTIONS },
    }),
  );

const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-size-'));
const { server, url } = await startServer();
try {
  const roles = await writeRoles(folder);
  writeSettings(folder, url);
  const first = await run(['generate', '--quiet'], folder);
  const { filter } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8')).stages;
  console.log(
    `generate with ${roles} roles, ${INSTRUCTIONS} instructions x 6 and ${QUESTIONS} questions a role: ${filter.rows.toLocaleString('en-US')} answers kept, ${tell(first)}`,
  );
  console.log(`most MB by stage: ${[...first.stages].map(([stage, most]) => `${stage} ${most}`).join(', ')}`);
  console.log(`generate once more, with nothing to do: ${tell(await run(['generate', '--quiet'], folder))}`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
