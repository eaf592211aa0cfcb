import { describe, expect, test } from 'vitest';
import { htmlToText, isHtml } from '../../src/containers/html.js';
import { countSpeakers, openScript } from '../../src/readers/index.js';

/** Who speaks what in a page. */
async function said(page: string | Uint8Array) {
  const { lines, container } = await openScript(Buffer.from(page), { file: 'page' });
  expect(container).toBe('HTML');
  return lines.flatMap(({ speaker, content }) => (speaker === null ? [] : [`${speaker}: ${content}`]));
}

const SPEECHES = [
  'Ines: Is the kettle on?',
  'Otto: It has been on for an hour.',
  'Ines: Then pour & sit down.',
  'Otto: I would rather stand.',
];

test('a page is known by its content: whole pages, XHTML and pieces are, markup of plays and plain text are not', () => {
  for (const text of [
    '<!DOCTYPE html>\n<p>Hi',
    '<?xml version="1.0"?>\n<html xmlns="a">',
    '<p class="a">Hi',
    '<pre>A',
  ]) {
    expect(isHtml(text), text).toBe(true);
  }
  for (const text of ['<TEI><text>', '<PLAY><TITLE>', '<?xml version="1.0"?><FinalDraft>', '<Ines> hello', 'A <p> b']) {
    expect(isHtml(text), text).toBe(false);
  }
});

describe('transcripts as fan pages have them', () => {
  test('names in bold, tags that nobody closes, directions in italics', async () => {
    const page = `<html><head><title>Kettle</title><style>p{}</style></head><body bgcolor=white>
      <p align=center><font size=4>Kettle</font>
      <p><b>Ines:</b> Is the kettle on?
      <p><b>Otto:</b> It has been on for an hour. <i>(yawns)</i>
      <p><b>Ines:</b> Then pour &amp; sit down.<br>
      <p><b>Otto:</b> I would rather stand.
      </body></html>`;
    expect(await said(page)).toEqual(SPEECHES);
  });

  test('names in bold without a colon, directions in italics without brackets', async () => {
    const page = `<div class="nav"><nav><a href="/">Home</a> <a href="/all">All episodes</a></nav></div>
      <p><strong>Ines</strong> Is the kettle on?</p><p><em>Otto yawns.</em></p>
      <p><strong>Otto</strong> It has been on for an hour.</p>
      <p><strong>Ines</strong> Then pour &#38; sit down.</p><p><strong>Otto</strong> I would rather stand.</p>`;
    expect(await said(page)).toEqual(SPEECHES);
  });

  test('a table with a name and a speech in each row, and when it is said', async () => {
    const rows = SPEECHES.map((speech, at) => {
      const [name, words = ''] = speech.split(': ');
      return `<tr><td>00:0${at}</td><td>${name}</td><td>${words.replace('&', '&amp;')}</td></tr>`;
    });
    expect(await said(`<html><body><table>${rows.join('\n')}</table></body></html>`)).toEqual(SPEECHES);
  });

  test('a list of terms', async () => {
    const terms = SPEECHES.map((speech) => `<dt>${speech.split(': ')[0]}</dt><dd>${speech.split(': ')[1]}</dd>`);
    expect(await said(`<!doctype html><dl>${terms.join('')}</dl>`)).toEqual(SPEECHES);
  });
});

test('a play of Standard Ebooks: names in cells, verse, directions that are named so, notes that are none of the text', async () => {
  const row = (name: string, speech: string) => `<tr><td epub:type="z3998:persona">${name}</td><td>${speech}</td></tr>`;
  const page = `<?xml version="1.0" encoding="utf-8"?>
    <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>
    <section epub:type="z3998:scene"><h3>Scene I</h3><table><tbody>
    <tr><td/><td><i epub:type="z3998:stage-direction">A kitchen. Ines enters.</i></td></tr>
    ${row('Ines', 'Is the kettle on?')}
    ${row('Otto', '<i epub:type="z3998:stage-direction">Yawning.</i> It has been on for an hour.<a epub:type="noteref">1</a>')}
    ${row('Ines', '<p><span>Then pour</span><br/><span>&amp; sit down.</span></p>')}
    ${row('Otto', 'I would rather stand.')}
    </tbody></table></section></body></html>`;
  expect(await said(page)).toEqual(SPEECHES);
});

test('a screenplay in a preformatted block keeps its indents, and what the site puts around it goes', async () => {
  const scene = `\n<b>INT. KITCHEN - NIGHT</b>\n\nA kettle hums.\n\n<b>                    INES</b>
          Is the kettle on?\n\n<b>                    OTTO</b>\n          It has been on for an hour.
\n<b>                    INES</b>\n          Then pour &amp; sit down.\n\n<b>                    OTTO</b>
          I would rather stand.\n`;
  const menu = '<td><a href="/a">All scripts</a><br><a href="/b">Search</a></td>';
  const page = `<html><body><table><tr>${menu}<td class="scrtext"><pre>${scene}</pre></td></tr></table></body></html>`;
  expect(await said(page)).toEqual(SPEECHES.map((speech) => speech.replace(/^\w+/, (name) => name)));
});

test('a novel keeps its paragraphs; page numbers, contents and scripts go', () => {
  const page = `<!DOCTYPE html><html><body><script>var a = "<p>no";</script><div class="toc"><a href="#1">One</a></div>
    <h2>Chapter One</h2><p>“The kettle,” said
    Ines, “is <em>on</em>.”<span class="pagenum">[3]</span></p><p>&ldquo;Good,&rdquo; said Otto.</p></body></html>`;
  expect(htmlToText(page).trim()).toBe('Chapter One\n\n“The kettle,” said Ines, “is on.”\n\n“Good,” said Otto.');
});

test('a page in an old encoding is read in the one that its head names', async () => {
  const page = '<html><head><meta charset="windows-1251"></head><body>';
  const speeches = '<p><b>Вера:</b> Да.<p><b>Олег:</b> Нет.<p><b>Вера:</b> Да.<p><b>Олег:</b> Нет.';
  const cyrillic = [...speeches].map((sign) =>
    sign >= 'А' && sign <= 'я' ? sign.charCodeAt(0) - 0x350 : sign.charCodeAt(0),
  );
  const { lines, encoding } = await openScript(Buffer.concat([Buffer.from(page), Buffer.from(cyrillic)]), {
    file: 'a',
  });
  expect(encoding).toBe('windows-1251');
  expect(countSpeakers(lines).map(({ speaker }) => speaker)).toEqual(['Вера', 'Олег']);
});

test('a speech of several paragraphs beside its name is one speech', async () => {
  const rows = SPEECHES.map((speech) => speech.replace('&', '&amp;').split(': '));
  const page = rows.map(([name, words]) => `<tr><td>${name}<td><p>${words}</p><p>And the milk.</p>`).join('');
  expect(await said(`<table>${page}</table>`)).toEqual(SPEECHES.map((speech) => `${speech} And the milk.`));
});

test('a page that stands in one cell of a table is read, however many paragraphs it has', async () => {
  const page = `<table><tr><td>${'<p>Ines: Hm.'.repeat(150_000)}</td></tr></table>`;
  expect(htmlToText(page).match(/Ines: Hm\./g)).toHaveLength(150_000);
});

test('elements nested a hundred thousand deep, tables that nobody closes and lone marks do no harm', () => {
  expect(htmlToText(`<p>${'<b><div><table><tr><td>'.repeat(20_000)}deep`)).toContain('deep');
  expect(htmlToText('<p>a</td></tr></table></i> b < c &bogus; <p <p>d')).toContain('a');
});
