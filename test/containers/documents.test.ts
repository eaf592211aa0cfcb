import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../src/containers/index.js';
import { UserError } from '../../src/errors.js';
import { openScript } from '../../src/readers/index.js';
import { makeDocx, makeEpub, makePdf, typewritten } from '../harness/documents.js';

/** Who speaks what in a file, and what the file is. */
async function read(bytes: Uint8Array) {
  const { lines, container, format } = await openScript(bytes, { file: 'script' });
  const said = lines.flatMap(({ speaker, content }) => (speaker === null ? [] : [`${speaker}: ${content}`]));
  return { said, container, format };
}

const textOf = async (bytes: Uint8Array) => (await unpack(bytes, { file: 'script' })).text;

const SPEECHES = [
  'Ines: Is the kettle on?',
  'Otto: It’s been on for an hour.',
  'Ines: Then pour, and sit down.',
  'Otto: I would rather stand.',
];

/** A scene as screenplays are typed: three columns. */
const SCREENPLAY = `INT. KITCHEN - NIGHT

A kettle hums.

                      INES
          Is the kettle on?

                      OTTO
                (yawning)
          It's been on for an
          hour.

                      INES
          Then pour, and sit down.

                      OTTO
          I would rather stand.`;
const TYPED = SPEECHES.map((speech) => speech.replace('’', "'"));

describe('Word documents', () => {
  test('names in bold, with line breaks and directions in italics', async () => {
    const paragraphs = SPEECHES.map((speech) => ({ text: `*${speech.replace(': ', '.* ')}` }));
    paragraphs[1]!.text += ' /(yawns)/';
    const { said, container } = await read(makeDocx([{ text: 'The Kettle' }, ...paragraphs, { text: '/They sit./' }]));
    expect([said, container]).toEqual([SPEECHES, 'DOCX']);
  });

  test('what is hidden is not read: runs, and styles that hide', async () => {
    const run = (properties: string, text: string) => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
    const bytes = makeDocx([{ text: 'The Kettle' }, ...SPEECHES.map((speech) => ({ text: speech }))]);
    const files = unzipSync(bytes);
    const hidden = [
      run('<w:vanish/>', 'Otto: Who wrote this?'),
      run('<w:vanish w:val="1"/>', ' A note.'),
      run('<w:rStyle w:val="Note"/>', ' Another.'),
      run('<w:rStyle w:val="Deep"/>', ' A third.'),
      run('<w:rStyle w:val="Note"/><w:vanish w:val="0"/>', ' Now.'),
    ];
    const withNotes = (name: string, change: (xml: string) => string) => {
      files[name] = strToU8(change(strFromU8(files[name]!)));
    };
    withNotes('word/document.xml', (xml) => xml.replace('stand.</w:t></w:r>', (end) => `${end}${hidden.join('')}`));
    withNotes('word/styles.xml', (xml) =>
      xml.replace(
        '</w:styles>',
        '<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Deep"><w:basedOn w:val="Note"/></w:style></w:styles>',
      ),
    );
    expect((await read(zipSync(files))).said).toEqual([...SPEECHES.slice(0, 3), `${SPEECHES[3]} Now.`]);
  });

  test('a table with a name and a speech in each row', async () => {
    const rows = SPEECHES.map((speech) => speech.split(': '));
    expect((await read(makeDocx([{ text: 'The Kettle' }, ...rows]))).said).toEqual(SPEECHES);
  });

  test('a screenplay by its styles', async () => {
    const parts = SPEECHES.flatMap((speech) => [
      { text: speech.split(': ')[0]!.toUpperCase(), style: 'Character' },
      ...(speech.includes('hour') ? [{ text: '(yawning)', style: 'Parenthetical' }] : []),
      { text: speech.split(': ')[1]!, style: 'Dialogue' },
    ]);
    const scene = { text: 'INT. KITCHEN - NIGHT', style: 'Scene Heading' };
    expect((await read(makeDocx([scene, { text: 'A kettle hums.', style: 'Action' }, ...parts]))).said).toEqual(
      SPEECHES,
    );
  });

  test('a screenplay by its indents', async () => {
    const parts = SPEECHES.flatMap((speech) => [
      { text: speech.split(': ')[0]!.toUpperCase(), indent: 3168 },
      { text: speech.split(': ')[1]!, indent: 1440 },
    ]);
    const scene = [{ text: 'INT. KITCHEN - NIGHT' }, { text: 'A kettle hums.' }];
    expect((await read(makeDocx([...scene, ...parts]))).said).toEqual(SPEECHES);
  });
});

describe('EPUB', () => {
  const page = (body: string) =>
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head><body>${body}</body></html>`;
  const play = (speeches: readonly string[]) =>
    page(speeches.map((speech) => `<p><b>${speech.replace(': ', '</b>. ')}</p>`).join('\n'));

  test('its pages are read in the order that the book tells, without contents', async () => {
    const { said, container } = await read(
      makeEpub({ 'two.xhtml': play(SPEECHES.slice(0, 2)), 'one.xhtml': play(SPEECHES.slice(2)) }),
    );
    expect([said, container]).toEqual([SPEECHES, 'EPUB']);
  });

  const locked = (scheme: string) =>
    makeEpub(
      { 'one.xhtml': play(SPEECHES) },
      {
        'META-INF/encryption.xml': `<encryption><EncryptedData><EncryptionMethod Algorithm="${scheme}"/></EncryptedData></encryption>`,
      },
    );

  test('one with DRM is refused as such; obscured fonts are none', async () => {
    await expect(read(locked('http://www.w3.org/2001/04/xmlenc#aes128-cbc'))).rejects.toThrow(
      /EPUB is encrypted \(DRM\)/,
    );
    expect((await read(locked('http://www.idpf.org/2008/embedding'))).said).toEqual(SPEECHES);
  });

  test('one that lacks what it lists nothing in is damaged', async () => {
    await expect(read(zipSync({ 'META-INF/container.xml': strToU8('<container/>') }))).rejects.toThrow(
      /EPUB is damaged/,
    );
  });
});

describe('RTF', () => {
  const rtf = (body: string, head = '') =>
    Buffer.from(
      `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}${head}}{\\info{\\title No}}\n${body}}`,
      'latin1',
    );

  test('names in bold, typographic signs as words, bytes and Unicode, and what is no text', async () => {
    const [one, two, three, four] = SPEECHES.map((speech) => `{\\b ${speech.replace(': ', '}. ')}`);
    const body = [
      '{\\header No}\\pard {\\*\\generator No;}',
      `${one}\\par`,
      `${two?.replace('’', "\\'92")} {\\i (yawns)}\\par`,
      `${three}{\\footnote No}\\par`,
      `${four?.replace('rather', 'r\\u97?ther')}\\par}`,
    ];
    const { said, container } = await read(rtf(body.join('\n')));
    expect([said, container]).toEqual([SPEECHES, 'RTF']);
    expect(await textOf(rtf('It\\rquote s \\ldblquote on\\rdblquote\\~\\emdash\\{ok\\}\\par'))).toContain(
      'It’s “on” —{ok}',
    );
  });

  test('Chinese in the code page of its font, the halves of a character apart', async () => {
    const bytes = [...iconv.encode('“船回来了么？”小福问。', 'gbk')].map((byte) => `\\'${byte.toString(16)}`).join('');
    expect(await textOf(rtf(`{\\f1 ${bytes}}\\par`, '{\\f1\\fcharset134 SimSun;}'))).toContain(
      '“船回来了么？”小福问。',
    );
  });

  test('a screenplay keeps its indents', async () => {
    const body = SPEECHES.map((speech) => {
      const [name, words] = speech.split(': ');
      return `\\pard\\li3168 ${name?.toUpperCase()}\\par\\pard\\li1440 ${words?.replace('’', "\\'92")}\\par`;
    });
    expect((await read(rtf(`\\pard INT. KITCHEN - NIGHT\\par\n${body.join('\n')}`))).said).toEqual(SPEECHES);
  });

  test('binary data that claims to be longer than the file is refused', async () => {
    await expect(textOf(rtf('{\\pict\\bin2000000000 abc}'))).rejects.toThrow(/RTF file is damaged/);
  });
});

describe('PDF', () => {
  test('a screenplay keeps its indents; page numbers and running heads go', async () => {
    const head = (number: number) => ({ x: 72, y: 760, text: `THE KETTLE                      ${number}.` });
    const pages = ['KITCHEN', 'HALL', 'YARD'].map((place, at) => [
      head(at + 1),
      ...typewritten(SCREENPLAY.replace('KITCHEN', place)),
    ]);
    const { said, container, format } = await read(makePdf(pages));
    expect([container, format]).toEqual(['PDF', 'fountain']);
    expect(said).toEqual([...TYPED, ...TYPED, ...TYPED]);
  });

  test('a novel: paragraphs that are set in, words that were broken, a paragraph that goes on over the page', async () => {
    const first = `   "The kettle," said Ines, "has been on for an hour, and no-
body has thought of pour-
ing."
   "Pour it then," said Otto. He sat down at the table, as he
did every night, and`;
    const second = `waited for it.\n   "I will," said Ines.`;
    const text = await textOf(makePdf([typewritten(first), typewritten(second)]));
    expect(text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())).toEqual([
      '"The kettle," said Ines, "has been on for an hour, and nobody has thought of pouring."',
      '"Pour it then," said Otto. He sat down at the table, as he did every night, and waited for it.',
      '"I will," said Ines.',
    ]);
  });

  test('one without text is refused as a scan, one with a password as encrypted, one that is cut off as damaged', async () => {
    await expect(textOf(makePdf([[], []]))).rejects.toThrow(/no text in it.*\(a scan\)/);
    const lock = `/Encrypt<</Filter/Standard/V 1/R 2/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>/P -4>>/ID[<01><01>]`;
    await expect(textOf(makePdf([typewritten(SCREENPLAY)], lock))).rejects.toThrow(/PDF is encrypted/);
    await expect(textOf(Buffer.from('%PDF-1.4\nnothing'))).rejects.toThrow(/PDF is damaged/);
  });

  test('one of more pages than any script is refused before they are read', async () => {
    const pages = Array.from({ length: 10_001 }, () => []);
    await expect(textOf(makePdf(pages))).rejects.toThrow(/this PDF has 10001 pages, more than the 10000/);
  });
});

test('gzip is read through, whatever it holds', async () => {
  const { said, container } = await read(gzipSync(makeDocx(SPEECHES.map((speech) => ({ text: speech })))));
  expect([said, container]).toEqual([SPEECHES, 'gzip, DOCX']);
  let packed: Uint8Array = Buffer.from(SPEECHES.join('\n'));
  for (let k = 0; k < 5; k++) packed = gzipSync(packed);
  await expect(textOf(packed)).rejects.toThrow(/too many times/);
});

describe('what cannot be read is refused by its name, with what to do', () => {
  const cfb = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const mobi = Buffer.concat([Buffer.alloc(60), Buffer.from('BOOKMOBI'), Buffer.alloc(100)]);
  test.each<[string, Uint8Array, RegExp, RegExp]>([
    [
      'a Word document of before 2007',
      cfb,
      /old Office file \(\.doc/,
      /soffice --headless --convert-to docx "my play"/,
    ],
    ['a picture', png, /an image \(PNG\)/, /OCR.*"my play"/],
    [
      'a sound',
      Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '.padEnd(200, '\0'), 'latin1'),
      /a sound recording \(WAV\)/,
      /Transcribe/,
    ],
    ['a Kindle book', mobi, /a Kindle book/, /ebook-convert "my play" book\.epub/],
    [
      'an OpenDocument text',
      zipSync({
        mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
        'content.xml': strToU8('<a/>'),
      }),
      /an OpenDocument text/,
      /soffice/,
    ],
    ['a workbook', zipSync({ 'xl/workbook.xml': strToU8('<a/>') }), /an Excel workbook/, /CSV/],
    ['a presentation', zipSync({ 'ppt/presentation.xml': strToU8('<a/>') }), /a PowerPoint presentation/, /plain text/],
    [
      'a video',
      Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('mp42\0\0\0\0mp42isom'.padEnd(200, '\0'))]),
      /a video/,
      /transcribe it with the speakers named/,
    ],
    ['a card', zipSync({ 'card.json': strToU8('{}') }), /a character card \(CHARX\)/, /--roles "my play"/],
    [
      'another zip',
      zipSync({ 'a.txt': strToU8('a'), 'b.txt': strToU8('b') }),
      /a zip archive of 2 files \(a\.txt, b\.txt\)/,
      /unzip "my play"/,
    ],
    ['a database', Buffer.from('SQLite format 3\0'.padEnd(100, '\0')), /an SQLite database/, /CSV/],
  ])('%s', async (_, bytes, what, advice) => {
    const refused = unpack(bytes, { file: 'my play' });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(what),
      advice: expect.stringMatching(advice),
      file: 'my play',
    });
    await expect(refused).rejects.not.toMatchObject({ advice: expect.stringContaining('iconv') });
  });
});

test('a damaged document is text or a UserError, wherever it is damaged', async () => {
  const documents = [
    makeDocx([{ text: 'MARTHA. Hi' }]),
    makeEpub({ 'one.xhtml': '<p>MARTHA. Hi</p>' }),
    makePdf([typewritten(SCREENPLAY)]),
    Buffer.from('{\\rtf1\\ansi {\\b A}. Hi\\par {\\*\\x y}}'),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...documents),
      fc.nat(),
      fc.uint8Array({ maxLength: 20 }),
      async (whole, at, noise) => {
        const bytes = Buffer.from(whole);
        bytes.set(noise.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
        try {
          expect(typeof (await unpack(bytes, { file: 'a' })).text).toBe('string');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('hidden text of RTF and of pages is not read', async () => {
  const plain = SPEECHES.map((speech) => speech.replace('’', "'"));
  const rtf = plain.map((speech) => `${speech}{\\v  Otto: hidden.}\\v  More of it.\\v0\\par\n`).join('');
  expect((await read(strToU8(`{\\rtf1\\ansi ${rtf}}`))).said).toEqual(plain);
  const page = plain
    .map(
      (speech) =>
        `<p>${speech}<span style="color:red; display: none"> A note.</span></p><p style="mso-hide:all">Otto: No.</p>`,
    )
    .join('');
  expect((await read(strToU8(`<html><body>${page}</body></html>`))).said).toEqual(plain);
});
