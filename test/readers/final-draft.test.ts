import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { readScript } from '../../src/readers/index.js';

const paragraph = (kind: string, words: string) => `<Paragraph Type="${kind}"><Text>${words}</Text></Paragraph>`;
const script = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n<FinalDraft DocumentType="Script" Version="5">\n<Content>\n${body}\n</Content>\n<TitlePage><Content>${paragraph('Character', 'NOBODY')}${paragraph('Dialogue', 'A title.')}</Content></TitlePage></FinalDraft>\n`;
const read = (body: string) => readScript(Buffer.from(script(body)), { file: 'film.xml' });
const said = (body: string) =>
  read(body)
    .lines.filter(({ speaker }) => speaker !== null)
    .map(({ speaker, content }) => `${speaker}: ${content}`);

const opening = paragraph('Scene Heading', 'INT. BAKERY - DAY') + paragraph('Action', 'INES kneads.');
const speech = (name: string, ...words: string[]) =>
  paragraph('Character', name) +
  words.map((word) => paragraph(word.startsWith('(') ? 'Parenthetical' : 'Dialogue', word)).join('');

test('a Final Draft file is known by its root, whatever it is called', () => {
  expect(read(opening + speech('INES', 'Rise!')).format).toBe('final-draft');
});

test('runs of text join without a gap, parentheticals and extensions go, the title page is no scene', () => {
  const broken =
    '<Paragraph Type="Dialogue"><Text>Is it </Text><Text Style="Italic">bre</Text><Text>ad?</Text></Paragraph>';
  const body = `${opening}${paragraph('Character', 'PAVEL (O.S.)')}${paragraph('Parenthetical', '(from below)')}${broken}${speech('INES', 'Not', '(sneezes)', 'yet.')}`;
  expect(said(body)).toEqual(['Pavel: Is it bread?', 'Ines: Not yet.']);
});

test('Chinese brackets enclose extensions and parentheticals too', () => {
  expect(said(opening + speech('玛莎（画外）', '（低声）船呢？'))).toEqual(['玛莎: 船呢？']);
});

test('dual dialogue, two in one cue, a song', () => {
  const dual = `<Paragraph><DualDialogue>${speech('INES', 'Out!')}${speech('PAVEL', 'In!')}</DualDialogue></Paragraph>`;
  const song = paragraph('Character', 'INES') + paragraph('Singing', 'La la.');
  expect(said(opening + dual + speech('INES/PAVEL', 'Stop!') + song)).toEqual([
    'Ines: Out!',
    'Pavel: In!',
    'Ines and Pavel: Stop!',
    'Ines: La la.',
  ]);
});

test('what is told has no speaker, and notes and summaries are not told', () => {
  const noted =
    '<Paragraph Type="Action"><ScriptNote><Paragraph><Text>Cut?</Text></Paragraph></ScriptNote><Text>A bell.</Text></Paragraph>';
  const headed =
    '<Paragraph Type="Scene Heading" Number="2"><SceneProperties><Summary><Paragraph><Text>They part.</Text></Paragraph></Summary></SceneProperties><Text>EXT. STREET</Text></Paragraph>';
  const body =
    opening + speech('INES', 'Rise!') + noted + headed + speech('INES', 'Bye.') + paragraph('Transition', 'CUT TO:');
  const lines = read(body).lines.map(({ speaker, content, act }) => [speaker, content, act]);
  expect(lines).toEqual([
    [null, 'INT. BAKERY - DAY', 0],
    [null, 'INES kneads.', 0],
    ['Ines', 'Rise!', 0],
    [null, 'A bell.', 0],
    [null, 'EXT. STREET', 1],
    ['Ines', 'Bye.', 1],
    [null, 'CUT TO:', 1],
  ]);
});

test('speech that no cue stands before is told', () => {
  expect(
    said(opening + speech('INES', 'Rise!') + paragraph('Action', 'A bell.') + paragraph('Dialogue', 'Who?')),
  ).toEqual(['Ines: Rise!']);
});

test('a broken file is an error with its line', () => {
  expect(() => readScript(Buffer.from('<FinalDraft>\n<Content>\n<Paragraph></Text>'), { file: 'film.fdx' })).toThrow(
    UserError,
  );
});
