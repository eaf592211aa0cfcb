// Puts what the sample run prints and writes into both READMEs. Run it after `npm run build` when a change moves the numbers or
// the rows; a test compares them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** Makes the sample dataset in a folder. Returns the summary that is printed. */
function runSample(folder) {
  cpSync(join(project, 'profiles'), join(folder, 'profiles'), { recursive: true });
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
  const printed = execFileSync(
    process.execPath,
    [join(project, 'bin/rolellm.js'), 'generate', '--roles', 'profiles/'],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  return printed.slice(0, printed.indexOf('\n\nThe dataset'));
}

const readRows = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const isPartOf = (shown, row) =>
  Object.entries(shown).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value));

/** The shown row, or where no such row is made any more another one of the same role, with the same answer if there is one. */
function refreshRow(shown, made) {
  if (made.some((row) => isPartOf(shown, row))) return shown;
  const ofRole = made.filter(({ role, check }) => role === shown.role && check === shown.check);
  const said = ({ answer, generated }) => answer ?? generated?.[0];
  const other = ofRole.find((row) => said(row) === said(shown)) ?? ofRole[0];
  if (!other) throw new Error(`no row is like this one any more: ${JSON.stringify(shown)}`);
  return Object.fromEntries(Object.keys(shown).map((key) => [key, other[key]]));
}

function refreshBlock(block, [language, file, text], { folder, summary }) {
  if (language === 'text' && text.startsWith('stage')) return `\`\`\`text\n${summary}\n\`\`\``;
  if (language !== 'json' || !file) return block;
  const made = readRows(readFileSync(join(folder, file), 'utf8'));
  const rows = readRows(text).map((row) => JSON.stringify(refreshRow(row, made)));
  return `\`\`\`json ${file}\n${rows.join('\n')}\n\`\`\``;
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-readme-'));
try {
  const sample = { folder, summary: runSample(folder) };
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((name) => join(project, name));
  const refreshed = readFileSync(english, 'utf8').replace(BLOCK, (block, ...groups) =>
    refreshBlock(block, groups, sample),
  );
  writeFileSync(english, refreshed);
  // The Chinese README has the same blocks, in the same order.
  const blocks = [...refreshed.matchAll(BLOCK)].map(([block]) => block);
  const translated = readFileSync(chinese, 'utf8').replace(BLOCK, () => blocks.shift() ?? '');
  if (blocks.length > 0) throw new Error('README.zh-CN.md has fewer code blocks than README.md');
  writeFileSync(chinese, translated);
} finally {
  rmSync(folder, { recursive: true });
}
