// How quickly `rolellm view` filters and searches: a data folder of so many answers (default 150,000), asked through its own API, and
// in Chromium where the system has one: from a key press to the frame that shows its rows. Nothing here fails CI.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';

const ROWS = Number(process.argv[2] ?? 150_000);
const WORDS =
  'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff candle barrel keeper harbour'.split(
    ' ',
  );
const CHECKS = ['confidence', 'near-duplicate', 'refusal', 'quota', 'length'];

/** Sentences of a hundred roles, about as long as the paper's answers (30 words at the mean). */
function answerNumber(k) {
  const word = (n) => WORDS[(k * 7 + n * n * 13 + n * k) % WORDS.length];
  const text = (from, count) => Array.from({ length: count }, (_, n) => word(from + n)).join(' ');
  const isOwn = k % 7 === 0;
  return {
    id: `a${k}`,
    recipe: isOwn ? 'context-instruct' : 'rolegpt',
    kind: isOwn ? (k % 2 ? 'script_based' : 'script_agnostic') : 'general',
    role: `Role ${k % 100}`,
    language: 'en',
    system: null,
    turns: [
      { by: 'user', speaker: null, text: `Number ${k}: ${text(1, 24)}?`, trained: false },
      { by: 'role', speaker: null, text: `${text(40, 30)} ${k}.`, trained: true },
    ],
    rejected: null,
    requests: [],
    confidence: isOwn ? 'High' : null,
    segment: null,
    category: null,
    source: isOwn ? null : 'bench',
    raw_answer: null,
    grounding: null,
    model: 'bench',
  };
}

async function writeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-view-'));
  const kept = createWriteStream(join(folder, 'filtered.jsonl'));
  const refused = createWriteStream(join(folder, 'rejected.jsonl'));
  for (let k = 0; k < ROWS; k += 1) {
    const row = answerNumber(k);
    if (k % 10 === 9) refused.write(`${JSON.stringify({ ...row, check: CHECKS[k % 5], evidence: 'bench' })}\n`);
    else kept.write(`${JSON.stringify(row)}\n`);
  }
  await Promise.all([kept, refused].map((file) => new Promise((resume) => file.end(resume))));
  return folder;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

async function timeOf(action, times = 15) {
  const took = [];
  for (let k = 0; k < times; k += 1) {
    const before = performance.now();
    await action(k);
    took.push(performance.now() - before);
  }
  return `${median(took).toFixed(1)} ms (worst ${Math.max(...took).toFixed(1)})`;
}

async function measureApi(url) {
  const ask = async (query) => (await fetch(`${url}api/rows?${query}`)).json();
  const begin = performance.now();
  const { total } = await ask('count=1');
  console.log(`reading ${total.toLocaleString('en-US')} rows once: ${(performance.now() - begin).toFixed(0)} ms`);
  // Another role each time, so that no choice is remembered.
  console.log(`filter by role: ${await timeOf((k) => ask(`role=Role+${k}`))}`);
  console.log(`filter by check and role: ${await timeOf((k) => ask(`check=quota&role=Role+${k}9`))}`);
  console.log(`search a rare word: ${await timeOf((k) => ask(`q=${77_000 + k}`))}`);
  console.log(`search two words that most rows have: ${await timeOf((k) => ask(`q=lamp+${WORDS[k]}`))}`);
  console.log(`search one letter: ${await timeOf((k) => ask(`q=${'aeioustrnlhdcmp'[k]}`))}`);
  console.log(`rows in the middle while scrolling: ${await timeOf((k) => ask(`from=${k * 9000}&count=100`))}`);
}

/** Runs in the page: waits until the list's first row is another one and the frame after that. */
function untilShown(before) {
  return new Promise((resume) => {
    const look = () => {
      const text = document.querySelector('.row .question')?.textContent ?? '';
      if (text !== '' && text !== before) requestAnimationFrame(() => resume(text));
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function measurePage(url, executablePath) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.evaluate(untilShown, '');
  const first = () => page.evaluate(() => document.querySelector('.row .question')?.textContent ?? '');
  const roles = await timeOf(async (k) => {
    const before = await first();
    await page.selectOption('#facet-role', `=Role ${(k * 7 + 1) % 100}`);
    await page.evaluate(untilShown, before);
  });
  console.log(`in the page, choosing a role until its rows are shown: ${roles}`);
  await page.selectOption('#facet-role', '*');
  const scrolls = await timeOf(async (k) => {
    const before = await first();
    await page.evaluate((top) => document.querySelector('.scroller').scrollTo(0, top), (k + 1) * 700_000);
    await page.evaluate(untilShown, before);
  });
  console.log(`in the page, a jump of 9,000 rows until they are shown: ${scrolls}`);
  console.log(`elements in the page: ${await page.evaluate(() => document.querySelectorAll('*').length)}`);
  await browser.close();
}

const folder = await writeFolder();
const program = fileURLToPath(new URL('../bin/rolellm.js', import.meta.url));
const server = spawn(process.execPath, [program, 'view', '--data', folder, '--port', '0', '--json']);
try {
  const said = await new Promise((resume) => server.stdout.once('data', (chunk) => resume(String(chunk))));
  const { url } = JSON.parse(said);
  await measureApi(url);
  const chromium = findChromium();
  if (chromium) await measurePage(url, chromium);
  else console.log('no Chromium here: the page is not measured');
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
