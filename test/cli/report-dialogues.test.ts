import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CHROMIUM, closeBrowser, openPage } from '../harness/chromium.js';
import { rolellm } from '../harness/cli.js';
import { dialogueFolder, removeDialogues } from '../harness/dialogues.js';
import { generatedFolder } from '../harness/generated.js';

const fileOf = (folder: string) => join(folder, 'data/report/index.html');

async function reportOf(folder: string): Promise<string> {
  const { status, stderr } = await rolellm(['report', '--quiet'], folder);
  expect(status, stderr).toBe(0);
  return readFileSync(fileOf(folder), 'utf8');
}

/** The rows of a table as the texts of their cells. */
function rowsOfTable(page: string, caption: string): string[][] {
  const [, after = ''] = page.split(`<span>${caption}</span>`);
  const [table = ''] = after.split('</table>');
  return [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );
}

afterAll(closeBrowser);
afterAll(removeDialogues);

describe('the section on dialogues', () => {
  test('tells how many turns and speakers there are, what is trained and what was cut by which check', async () => {
    const page = await reportOf(await dialogueFolder());
    expect(page).toContain('<desc>2 turns: 2 (33 %); 4 turns: 2 (33 %); 6 turns: 2 (33 %)</desc>');
    expect(rowsOfTable(page, 'speakers of a dialogue')).toEqual([
      ['speakers', 'talks'],
      ['1', '4'],
      ['2', '2'],
    ]);
    expect(rowsOfTable(page, 'Dialogues: what is trained and what was cut')).toEqual([
      ['samples of', 'dialogues', 'held out', 'role’s turns', 'trained', 'cut', 'turns cut', 'cut by'],
      ['talks', '6', '2', '10', '80 %', '2', '8', 'loop 2'],
    ]);
  });

  test('tells by the index of the role’s turn how many there are, how long, how different and how much like the role', async () => {
    const page = await reportOf(await dialogueFolder());
    const rows = rowsOfTable(page, 'Style by turn index: talks, English');
    expect(rows[0]?.slice(0, 5)).toEqual([
      'turn of the role',
      'turns',
      'median words',
      'distinct',
      'with a catchphrase',
    ]);
    // The first turns name their role; the second and third are the same for both roles.
    expect(rows.slice(1).map((row) => row.slice(0, 4))).toEqual([
      ['turn 1', '2', '12', '100 %'],
      ['turn 2', '4', '11', '50 %'],
      ['turn 3', '2', '11', '50 %'],
    ]);
  });

  test('is absent where every sample is a question and its answer', async () => {
    const page = await reportOf(generatedFolder());
    expect(page).not.toContain('id="dialogues"');
    expect(page).not.toContain('href="#dialogues"');
  });
});

test('samples are shown as dialogues: who speaks, what is trained, the lines of the script, and where a check cut', async () => {
  const page = await reportOf(await dialogueFolder());
  expect(page).toContain('<b>Harbour Master</b><br/>Nobody rings it: it is the tide.</p>');
  expect(page).toMatch(
    /<li class="own">.*?<span class="learnt" lang="en" title="not trained"> ○<\/span>.*?lines 23–24/,
  );
  expect(page).toMatch(/<li class="own trained">.*?title="trained"> ●<\/span>/);
  expect(page).toContain('<b>✂ Cut here: 4 turns,</b> refused by loop: the same line three times</p>');
  expect(page).toContain('held out: nothing is trained on it');
  expect(page).toContain('<b>Refused by ai-identity:</b> As an AI language model');
  expect(page).toContain('<p class="refused-here" lang="en">✕ refused here by ai-identity</p>');
  expect(page).toContain('taken from the script');
  expect(page).not.toContain('written by offline and script');
});

test('whatever stands in a turn, it is only text', async () => {
  const folder = await dialogueFolder();
  const file = join(folder, 'data/filtered.jsonl');
  const attack = '<script>alert(1)</script>';
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replaceAll('"speaker":"Pilot"', `"speaker":"${attack}"`)
      .replaceAll('Pilot: ', `${attack}: `)
      .replaceAll('The scene: ', attack)
      .replaceAll('the same line three times', attack),
  );
  const page = await reportOf(folder);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('filter --explain shows of a dialogue the exchange that was refused, how long it is and with whom, and what was cut', async () => {
  const { status, stdout } = await rolellm(['filter', '--explain'], await dialogueFolder());
  expect(status).toBe(0);
  expect(stdout).toContain(
    '  Keeper (4 turns, 2 trained, with Pilot): Who taught you to read the weather?\n    → As an AI language',
  );
  expect(stdout).toContain('Cut and kept: loop 2 (8 turns)');
  const asJson = await rolellm(['filter', '--explain', '--json'], await dialogueFolder());
  expect(JSON.parse(asJson.stdout).cuts).toEqual([{ check: 'loop', samples: 2, turns: 8 }]);
});

describe.skipIf(!CHROMIUM)('the page (needs Chromium)', () => {
  test.each([1200, 390])('holds its dialogues without scrolling sideways at %i pixels', async (width) => {
    const folder = await dialogueFolder();
    await reportOf(folder);
    const { page, errors } = await openPage(pathToFileURL(fileOf(folder)).href, { viewport: { width, height: 800 } });
    const left = async (selector: string) => (await page.locator(selector).first().boundingBox())?.x as number;
    expect(await left('.turns .own')).toBeGreaterThan(await left('.turns .others'));
    await page.locator('nav a[href="#dialogues"]').click();
    expect(await page.locator('#dialogues h3').isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(errors).toEqual([]);
  });
});
