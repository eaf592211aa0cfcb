import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Review, Sample } from '../../src/records.js';
import { CHROMIUM, closeBrowser, openPage } from '../harness/chromium.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { isSpecific, keptIn, manyOf } from '../harness/samples.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';
import { startView } from '../harness/view.js';

const ATTACK = '<script>alert(1)</script><img src=x onerror=alert(2)>';
/** A role's name names files, so that it may hold no slash. */
const ROLE = '<img src=x onerror=alert(3)><script>alert(4)';

const readReviews = (folder: string) => rowsOf<Review>(join(folder, 'data/review.jsonl'));
const readMarks = (folder: string) => Object.fromEntries(readReviews(folder).map(({ id, mark }) => [id, mark]));

afterAll(closeBrowser);

describe.skipIf(!CHROMIUM)('the page (needs Chromium)', () => {
  test('is gone through with j and k, marked with g and b, and searched after /', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#fate=kept&stage=rolegpt`);
    await page.waitForSelector('.row .question');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.waitForSelector('.detail h2');
    const first = keptIn(folder).find((sample) => !isSpecific(sample)) as ReturnType<typeof keptIn>[number];
    await page.locator('.detail', { hasText: first.answer }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('jumps over');
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.waitForSelector('.row .mark.bad');
    const reviews = () => readReviews(folder);
    expect(reviews().at(-1)).toEqual({ id: first.id, role: first.role, mark: 'bad', note: 'jumps over' });
    await page.keyboard.press('g');
    await page.waitForSelector('.row .mark.good');
    await page.keyboard.press('u');
    await page.waitForSelector('.row .mark', { state: 'detached' });
    expect(reviews().map(({ mark }) => mark)).toEqual(['bad', 'good', null]);
    await page.keyboard.press('/');
    await page.keyboard.type('zebra-of-nowhere');
    await page.locator('.count', { hasText: /^0 rows/ }).waitFor();
    expect(errors).toEqual([]);
  });

  test('a mark is of the row that was chosen when the key was pressed, however quickly keys follow each other', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#fate=kept&stage=rolegpt`);
    await page.waitForSelector('.row .question');
    const ids = keptIn(folder)
      .filter((sample) => !isSpecific(sample))
      .map(({ id }) => id);
    for (const key of ['j', 'g', 'j', 'b', 'j', 'g']) await page.keyboard.press(key);
    await expect
      .poll(() => (existsSync(join(folder, 'data/review.jsonl')) ? readMarks(folder) : {}))
      .toEqual({ [ids[0] as string]: 'good', [ids[1] as string]: 'bad', [ids[2] as string]: 'good' });
    expect(await page.locator('.row[aria-selected=true]').getAttribute('data-number')).toBe('2');
    expect(errors).toEqual([]);
  });

  test('a note that is written right after a mark stays, and its letters are no keys', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page } = await openPage(`${url}#fate=kept&stage=rolegpt`);
    await page.waitForSelector('.row .question');
    await page.keyboard.press('j');
    await page.waitForSelector('#note');
    await page.keyboard.press('b');
    await page.keyboard.press('n');
    await page.keyboard.type('a bug, no good', { delay: 30 });
    await page.keyboard.press('Enter');
    await expect.poll(() => readReviews(folder).at(-1)).toMatchObject({ mark: 'bad', note: 'a bug, no good' });
    expect(readReviews(folder)).toHaveLength(2);
  });

  test('where what is marked leaves the list, the row in its place is next', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page } = await openPage(`${url}#fate=kept&stage=rolegpt&mark=`);
    await page.waitForSelector('.row .question');
    const answers = keptIn(folder).filter((sample) => !isSpecific(sample));
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
    await page.locator('.detail', { hasText: answers[2]?.answer as string }).waitFor();
    await page.keyboard.press('g');
    await page.locator('.detail', { hasText: answers[3]?.id as string }).waitFor();
    expect(await page.locator('.row[aria-selected=true]').getAttribute('data-number')).toBe('2');
  });

  test('shows what stands in rows as text: no role, question or speaker becomes part of the page', async () => {
    const hostile = { ...TINY_FILES };
    for (const [path, text] of Object.entries(hostile)) {
      if (path.endsWith('.yaml')) hostile[path] = text.replace('name: Keeper', `name: "${ROLE}"\naliases: [Keeper]`);
    }
    const folder = makeFolder(hostile);
    const { status, stderr } = await rolellm(GENERATE, folder);
    expect(status, stderr).toBeLessThan(2);
    for (const [file, from] of [
      ['dialogues', '"role":"Nora"'],
      ['filtered', '"text":"'],
      ['profiles', '"description":"'],
    ] as const) {
      const path = join(folder, `data/${file}.jsonl`);
      const to = file === 'dialogues' ? `"role":${JSON.stringify(ATTACK)}` : `${from}${ATTACK}`;
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
    }
    const { id, role } = keptIn(folder)[0] as ReturnType<typeof keptIn>[number];
    appendFileSync(join(folder, 'data/review.jsonl'), `${JSON.stringify({ id, role, mark: 'good', note: ATTACK })}\n`);
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#q=${encodeURIComponent('"<script>alert(1)')}`);
    await page.waitForSelector('.row .question');
    for (let k = 0; k < 4; k += 1) {
      await page.keyboard.press('j');
      await page.waitForTimeout(150);
    }
    expect(await page.locator('.row', { hasText: ROLE }).count()).toBeGreaterThan(0);
    expect(await page.locator('script:not([src]), img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('holds only the rows that are on screen, however many there are', async () => {
    const folder = generatedFolder();
    const [row] = keptIn(folder);
    const many = manyOf(row as Sample, 20_000, 'many-', (k) => `Number ${k}?`);
    writeFileSync(join(folder, 'data/filtered.jsonl'), many);
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#fate=kept&type=script_based`);
    await page.waitForSelector('.row .question');
    expect(await page.locator('.row').count()).toBeLessThan(30);
    await page.keyboard.press('End');
    await page.getByText('Number 19999?').first().waitFor();
    await page.locator('.scroller').evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await page
      .locator('.row .question', { hasText: /Number (99|100)\d\d\?/ })
      .first()
      .waitFor();
    expect(await page.locator('.row').count()).toBeLessThan(30);
    expect(errors).toEqual([]);
  });

  /** A page over so many kept rows, whose further requests about single rows are collected. */
  async function openManyRows(rows: number) {
    const folder = generatedFolder();
    const [row] = keptIn(folder);
    const many = manyOf(row as Sample, rows, 'many-', (k) => `Number ${k}?`);
    writeFileSync(join(folder, 'data/filtered.jsonl'), many);
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#fate=kept`);
    await page.waitForSelector('.row .question');
    const asked: string[] = [];
    page.on('request', (request) => {
      const id = new URL(request.url()).searchParams.get('id');
      if (id) asked.push(id);
    });
    return { page, errors, asked };
  }

  test('the pane follows nine fast keys at once, and only the row where they end is asked for', async () => {
    const { page, errors, asked } = await openManyRows(2000);
    // In one turn of the page, so that no machine is too slow for it.
    const shown = await page.evaluate(`
      for (let k = 0; k < 9; k += 1)
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      document.querySelector('.detail .question').textContent`);
    expect(shown).toBe('Number 8?');
    await page.getByText('The whole row').waitFor();
    expect(asked).toEqual(['many-8']);
    expect(errors).toEqual([]);
  });

  test('the last row is read, marked and annotated before what it was made from has come', async () => {
    const { page } = await openManyRows(2000);
    await page.route('**/api/row?*', () => {});
    await page.keyboard.press('End');
    await page.locator('.detail .question', { hasText: 'Number 1999?' }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('why');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.waitForSelector('.row[aria-selected=true] .mark.good');
    expect(await page.locator('#note').inputValue()).toBe('why');
  });

  test('a note that is being written survives what comes in meanwhile', async () => {
    const { page } = await openManyRows(20);
    await page.keyboard.press('j');
    await page.keyboard.press('n');
    await page.keyboard.type('half a no');
    await page.getByText('The whole row').waitFor();
    await page.keyboard.type('te');
    expect(await page.locator('#note').inputValue()).toBe('half a note');
  });

  test('a search without hits empties the pane and says so; one with hits keeps a row that is among them', async () => {
    const { page } = await openManyRows(20);
    await page.keyboard.press('j');
    await page.locator('.detail .question', { hasText: 'Number 0?' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('"number 0?"');
    await page.locator('.count', { hasText: /^1 row/ }).waitFor();
    expect(await page.locator('.detail .question').textContent()).toBe('Number 0?');
    await page.keyboard.type(' zebra-of-nowhere');
    await page.getByText('No rows match.', { exact: true }).waitFor();
    expect(await page.locator('.detail .question').count()).toBe(0);
    expect(await page.locator('.detail').textContent()).toMatch(/^Choose a row/);
  });

  test('on a phone the first screen is the list, and the filters open above it', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page } = await openPage(url, { viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true });
    await page.waitForSelector('.row .question');
    const top = await page.locator('.scroller').evaluate((list) => list.getBoundingClientRect().top);
    expect(top).toBeLessThan(664 / 3);
    expect(await page.locator('#facet-role').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('#facet-role').selectOption('=Nora');
    await page.getByRole('button', { name: 'Filters (1)' }).click();
    expect(await page.locator('#facet-role').isVisible()).toBe(false);
    await page.locator('.row .question').first().click();
    await page.waitForSelector('.detail h2');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  test('nothing overflows sideways at 400 pixels, and a row is opened and left again', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { page } = await openPage(url, { viewport: { width: 400, height: 800 } });
    await page.locator('.row .question').first().click();
    await page.waitForSelector('.detail h2');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    await page.getByRole('button', { name: 'Rows' }).click();
    expect(await page.locator('.detail').isVisible()).toBe(false);
  });
});
