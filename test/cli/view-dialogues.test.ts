import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Review } from '../../src/records.js';
import type { RowDetail, RowPage } from '../../src/view/api.js';
import { CHROMIUM, closeBrowser, openPage } from '../harness/chromium.js';
import { rowsOf } from '../harness/cli.js';
import { dialogueFolder, removeDialogues } from '../harness/dialogues.js';
import { startView } from '../harness/view.js';

const ATTACK = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const PHONE = { viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true };

afterAll(closeBrowser);
afterAll(removeDialogues);

describe('rows of many turns', () => {
  test('are found by the words of any turn and by the evidence of what was cut, not by the text that all share', async () => {
    const { ask } = await startView(await dialogueFolder());
    const found = async (words: string) =>
      (await ask<RowPage>(`/api/rows?stage=talks&q=${encodeURIComponent(words)}`)).rows.map(({ id }) => id);
    expect(await found('"grey ship" beyond')).toEqual(['talk-Keeper-0', 'talk-Nora-0']);
    expect(await found('"harbour master: nobody rings it"')).toEqual(['talk-Keeper-1', 'talk-Nora-1']);
    expect(await found('"the same line three times"')).toEqual(['talk-Keeper-1', 'talk-Nora-1']);
    expect(await found('"lamp room at night"')).toEqual([]);
  });

  test('are listed with how they begin and what they are', async () => {
    const { ask } = await startView(await dialogueFolder());
    const { rows } = await ask<RowPage>('/api/rows?stage=talks&role=Keeper');
    expect(rows.map(({ question, answer }) => [question.split('\n')[0], answer])).toEqual([
      ['Is the great lamp lit tonight?', '6 turns, 3 trained, with Pilot'],
      ['Pilot: Who rings the bell under the water?', '4 turns, 1 trained, 4 cut, with Pilot and Harbour Master'],
      ['What lies in the iron chest?', '2 turns, held out, with Pilot'],
      ['Who taught you to read the weather?', '4 turns, 2 trained, with Pilot'],
    ]);
  });

  test('say that no model was asked for them where they are of the script', async () => {
    const { ask } = await startView(await dialogueFolder());
    const { whyNotAsked, asked } = await ask<RowDetail>('/api/row?id=talk-Keeper-0');
    expect([whyNotAsked, asked]).toEqual(['No model was asked: it was taken from the script.', []]);
  });
});

describe.skipIf(!CHROMIUM)('the page (needs Chromium)', () => {
  async function openTalk(id: string, options = {}) {
    const folder = await dialogueFolder();
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#stage=talks&role=Keeper`, options);
    await page.waitForSelector('.row .question');
    const open = async () => {
      await page
        .locator('.row')
        .nth(Number(id.at(-1)))
        .click();
      // All that is known of it has come: the pane is drawn no more.
      await page.getByText('The whole row').waitFor();
    };
    return { folder, page, errors, open };
  }

  test('shows who speaks, which turns are trained and where each stands in the script', async () => {
    const { page, errors, open } = await openTalk('talk-Keeper-0');
    await open();
    const turns = page.locator('.dialogue .turn');
    expect(await turns.count()).toBe(6);
    expect(await turns.locator('.who').allTextContents()).toEqual([
      'Pilotlines 3 to 4',
      'Keeper● trainedlines 5 to 6',
      'Pilotlines 7 to 8',
      'Keeper● trainedlines 9 to 10',
      'Pilotlines 11 to 12',
      'Keeper● trainedlines 13 to 14',
    ]);
    const leftOf = async (turn: number) => (await turns.nth(turn).boundingBox())?.x as number;
    expect(await leftOf(1)).toBeGreaterThan(await leftOf(0));
    expect(await page.locator('.legend').textContent()).toBe('● trained: a model learns this turn');
    const system = page.locator('section pre', { hasText: /^You are Keeper[^{]*The scene: a lamp room at night\.$/ });
    expect(await system.isVisible()).toBe(false);
    await page.getByText('System text').click();
    expect(await system.isVisible()).toBe(true);
    expect(errors).toEqual([]);
  });

  test('a turn of several speakers has a line for each, a turn that is not trained says so, and a cut is shown where it is', async () => {
    const { page, open } = await openTalk('talk-Keeper-1');
    await open();
    const first = page.locator('.dialogue .turn').first();
    expect(await first.locator('b').allTextContents()).toEqual(['Pilot', 'Harbour Master', 'Pilot']);
    expect(await first.locator('.text').allTextContents()).toEqual([
      'Who rings the bell under the water?',
      'Nobody rings it: it is the tide.',
      'I heard it twice.',
    ]);
    expect(await page.locator('.dialogue .turn .unlearnt').allTextContents()).toEqual(['○ not trained']);
    expect(await page.locator('.legend').textContent()).toContain('○ not trained: it only leads to the next turns');
    expect(await page.locator('.dialogue > li').last().textContent()).toBe(
      '✂ cut here: 4 turns, refused by loop: the same line three times',
    );
  });

  test('a scene that is held out says that nothing is trained on it', async () => {
    const { page, open } = await openTalk('talk-Keeper-2');
    await open();
    expect(await page.locator('.fate.kept').last().textContent()).toContain('It is held out');
    expect(await page.locator('.dialogue .learnt').textContent()).toBe('● tested');
  });

  test('one that was refused says by which check and why, and a mark is of the whole of it', async () => {
    const { folder, page, open } = await openTalk('talk-Keeper-3');
    await open();
    await page.locator('.detail', { hasText: 'Refused by ai-identity: As an AI language model' }).waitFor();
    expect(await page.locator('.dialogue .turn', { hasText: 'refused here by ai-identity' }).count()).toBe(1);
    expect(await page.locator('.dialogue .turn').nth(1).textContent()).toContain('refused here by ai-identity');
    await page.keyboard.press('g');
    await page.waitForSelector('.row .mark.good');
    const [review] = rowsOf<Review>(join(folder, 'data/review.jsonl'));
    expect(review).toMatchObject({ id: 'talk-Keeper-3', mark: 'good' });
    await page.keyboard.press('k');
    expect(await page.locator('.dialogue .turn').first().textContent()).toContain('What lies in the iron chest?');
  });

  test('the pane follows keys at once, before what is known of the row has come', async () => {
    const { page } = await openTalk('talk-Keeper-0');
    await page.route('**/api/row?*', () => {});
    const shown = await page.evaluate(`
      for (let k = 0; k < 2; k += 1)
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      document.querySelector('.dialogue .turn').textContent`);
    expect(shown).toContain('Who rings the bell under the water?');
  });

  test('shows what stands in turns as text', async () => {
    const folder = await dialogueFolder();
    const file = join(folder, 'data/filtered.jsonl');
    const hostile = readFileSync(file, 'utf8')
      .replaceAll('"speaker":"Pilot"', `"speaker":${JSON.stringify(ATTACK)}`)
      .replaceAll('Pilot: ', `${ATTACK}: `)
      .replaceAll('"text":"', `"text":"${ATTACK}`)
      .replaceAll('The scene: ', ATTACK)
      .replaceAll('the same line three times', ATTACK);
    writeFileSync(file, hostile);
    const { url } = await startView(folder);
    const { page, errors } = await openPage(`${url}#stage=talks`);
    await page.waitForSelector('.row .question');
    for (let k = 0; k < 6; k += 1) {
      await page.keyboard.press('j');
      await page.waitForTimeout(150);
    }
    expect(await page.locator('.dialogue').count()).toBe(1);
    expect(await page.locator('script:not([src]), img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('nothing overflows sideways on a phone', async () => {
    const { page, open } = await openTalk('talk-Keeper-1', PHONE);
    await open();
    await page.waitForSelector('.dialogue .cut');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
