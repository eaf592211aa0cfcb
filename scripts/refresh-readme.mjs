// Puts the summary of the sample run into the README. Run after `npm run build` when a change moves its numbers; a test
// compares the two.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'rolellm-readme-'));
const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
const args = ['bin/rolellm.js', 'generate', '--roles', 'profiles/', '--data', data];
const printed = execFileSync(process.execPath, args, {
  cwd: project,
  env,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
rmSync(data, { recursive: true });

const file = join(project, 'README.md');
const summary = printed.slice(0, printed.indexOf('\n\nThe dataset'));
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(/```text\nstage [\s\S]*?```/, () => `\`\`\`text\n${summary}\n\`\`\``),
);
