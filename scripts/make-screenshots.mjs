// Makes the pictures of the report and of the viewer in docs/ from the sample run, so that they stay true. Needs Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const PROGRAM = join(PROJECT, 'bin/rolellm.js');
const MOST_BYTES = 300_000;
const VIEWPORT = { width: 1280, height: 800 };

const executablePath = findChromium();
if (!executablePath) throw new Error('there is no Chromium on this machine');

/** Runs the program in a new folder. */
const run = (...args) => execFileSync(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: 'pipe' });

async function startView() {
  const server = spawn(process.execPath, [PROGRAM, 'view', '--port', '0', '--json'], { cwd: folder });
  const said = await new Promise((resume) => server.stdout.once('data', (chunk) => resume(String(chunk))));
  return { server, url: JSON.parse(said).url };
}

async function shoot(page, name) {
  const path = join(PROJECT, 'docs', name);
  await page.screenshot({ path });
  const { size } = statSync(path);
  console.log(`docs/${name}: ${size} bytes`);
  if (size > MOST_BYTES) throw new Error(`docs/${name} is larger than ${MOST_BYTES} bytes`);
}

const folder = mkdtempSync(join(tmpdir(), 'rolellm-screenshots-'));
// So that the paths in the pictures are those that users see.
symlinkSync(join(PROJECT, 'profiles'), join(folder, 'profiles'));
let viewer;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  mkdirSync(join(PROJECT, 'docs'), { recursive: true });
  run('generate', '--roles', 'profiles', '--provider', 'offline', '--quiet');
  run('report', '--quiet');
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, 'data/report/index.html')).href);
  await shoot(page, 'report.png');

  viewer = await startView();
  await page.goto(`${viewer.url}#role=Hamlet&stage=context-instruct`);
  await page.waitForSelector('.row .question');
  for (let k = 0; k < 4; k += 1) await page.keyboard.press('j');
  await page.waitForSelector('.detail h2');
  await page.waitForTimeout(500);
  await shoot(page, 'view.png');
} finally {
  viewer?.server.kill();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
