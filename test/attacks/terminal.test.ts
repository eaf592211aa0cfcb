import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { createLog } from '../../src/cli/log.js';
import { renderFitting } from '../../src/cli/plain-table.js';
import { printErr, printOut } from '../../src/cli/print.js';
import { renderRoles, renderSpeakers } from '../../src/cli/tables.js';
import { csvCell } from '../../src/text/csv-cell.js';
import { showControls } from '../../src/text/show-controls.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** What steers a terminal: nothing of it may be printed. */
const STEERS = /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/u;
const ATTACKS = [
  { name: 'a title that is set', attack: '\u001b]0;owned\u0007' },
  { name: 'a screen that is cleared', attack: '\u001b[2J\u001b[H' },
  { name: 'a C1 sequence', attack: '\u009b31m' },
  { name: 'NUL', attack: 'a\u0000b' },
  { name: 'a line that is written over', attack: 'ok\rerror' },
  { name: 'characters that are rubbed out', attack: 'abc\b\b\b\u007f' },
  { name: 'an override', attack: 'gnp.\u202eexe' },
  { name: 'half an emoji', attack: 'ha\ud83d' },
];

/** What is written to stdout and stderr from here on. */
function catchPrinted(): { text: () => string } {
  const pieces: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((piece) => pieces.push(String(piece)) > 0);
    onTestFinished(() => spy.mockRestore());
  }
  return { text: () => pieces.join('') };
}

const counts = { language: 'en', lines: 1, kept: { rolegpt: 1 }, refused: 0, refused_by: {} };

describe.each(ATTACKS)('$name', ({ attack }) => {
  const shown = showControls(attack);
  test.each([
    { name: 'a table', print: () => printOut(renderFitting({ head: ['a'], rows: [[attack]], rightAligned: [] })) },
    {
      name: 'a table of roles',
      print: () => printOut(renderRoles([{ role: attack, ...counts }], [{ name: 'rolegpt', title: 'general' }], 80)),
    },
    {
      name: 'the speakers of a script',
      print: () => printOut(renderSpeakers([{ speaker: attack, lines: 1, words: 2, firstLine: 3 }])),
    },
    { name: 'the log', print: () => createLog({ logLevel: 'info' }).warn(`the server says ${attack}`) },
    { name: 'JSON', print: () => printOut(JSON.stringify({ role: attack })) },
    { name: 'an error', print: () => printErr(`error: ${attack}`) },
  ])('is shown as an escape in $name', ({ print }) => {
    const printed = catchPrinted();
    print();
    expect(printed.text()).not.toMatch(STEERS);
    expect(printed.text()).toMatch(/\\(?:u[0-9a-f]{4}|[rb])/);
  });

  test('is shown as an escape in what is said of a file, a flag and a command', async () => {
    const printed = catchPrinted();
    const status = await runCommandLine(['profile-build', '--list-characters', `no/${attack.replaceAll('\0', '')}`]);
    expect([status, await runCommandLine([`--${attack}`]), await runCommandLine([attack])]).toEqual([2, 2, 2]);
    expect(printed.text()).not.toMatch(STEERS);
    expect(printed.text()).toContain(shown);
  });
});

test('any text is shown without what steers, JSON means the same, and what is harmless stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(showControls(text)).not.toMatch(STEERS);
      expect(JSON.parse(showControls(JSON.stringify(text)))).toBe(text);
      if (!STEERS.test(text)) expect(showControls(text)).toBe(text);
    }),
  );
  expect(showControls('诺拉：“👨‍👩‍👧”\tone\r\ntwo')).toBe('诺拉：“👨‍👩‍👧”\tone\r\ntwo');
});

test('what a server sends, in answers and errors, steers no terminal: not in a run, and not where it is explained', async () => {
  const attack = '\u001b]0;owned\u0007 \u0000 \u202e';
  const server = await startChatServer((seen, number) => {
    if (seen.response_format) return undefined;
    return number % 3 === 0
      ? { status: 400, body: { error: { message: `no ${attack}` } } }
      : `I keep ${attack} the light.`;
  });
  const folder = makeFolder({ ...TINY_FILES, 'roles/keeper.yaml': KEEPER, 'roles/nora.yaml': NORA });
  const args = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '2'];
  const run = await rolellm([...args, '--base-url', server.url], folder);
  const explained = await rolellm(['filter', '--explain'], folder);
  expect(run.status).toBe(1);
  expect(explained.status).toBe(0);
  expect(run.stdout + run.stderr + explained.stdout + explained.stderr).not.toMatch(STEERS);
  expect(run.stderr).toContain('no \\u001b]0;owned');
  expect(explained.stdout).toContain('\\u001b]0;owned');
});

const BY_HAND =
  'description: The character keeps a light.\ndescription_second_person: You keep a light.\ncatchphrases: [Aye.]\ncategories: [old]\n';
const KEEPER = `name: Keeper\nlanguage: en\nscript: lamp.txt\n${BY_HAND}`;
const NORA = `name: Nora\nlanguage: en\nscript: lamp.txt\n${BY_HAND}`;

test.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])(
  'a cell of CSV that begins as a formula is text: %j',
  (attack) => {
    expect(csvCell(attack).startsWith(`"'`)).toBe(true);
    expect(csvCell(attack).slice(2, -1).replaceAll('""', '"')).toBe(attack);
  },
);

test.each(['Nora', 'A=B', '诺拉', ''])('a cell of CSV that is no formula stays as it is: %j', (text) =>
  expect(csvCell(text)).toBe(`"${text}"`),
);
