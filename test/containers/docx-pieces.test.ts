import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { docxToText } from '../../src/containers/docx.js';
import { cutDocument } from '../../src/containers/docx-pieces.js';
import { makeDocx } from '../harness/documents.js';

const paragraph = (inside: string) => `<w:p>${inside}</w:p>`;
const run = (text: string, mark = '') => `<w:r><w:rPr>${mark}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;

/** Whatever may hold two parts of a body together, and what is read of each. */
const BODY = [
  paragraph(run('INES.', '<w:b/>') + run(' Is the kettle on?')),
  // A table of contents: one field over several paragraphs.
  paragraph(
    `${field('begin')}<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>${field('separate')}${run('Scene 1')}`,
  ),
  paragraph(run('Scene 2')),
  paragraph(field('end')),
  // Its end was deleted: the next paragraph goes on with it.
  paragraph(`<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>${run('OTTO.')}`),
  paragraph(run(' It has been on for an hour.')),
  `<w:tbl><w:tr><w:tc>${paragraph(run('INES'))}</w:tc><w:tc>${paragraph(run('Then pour.'))}</w:tc></w:tr></w:tbl>`,
  paragraph(run('A secret.', '<w:vanish/>') + run('(rising) ', '<w:i/>') + run('I would rather stand.')),
  `<w:sdt><w:sdtContent>${paragraph(run('OTTO. No.'))}</w:sdtContent></w:sdt>`,
  '<w:sectPr/>',
].join('\n');
const XML = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${BODY}</w:body></w:document>`;
const document = (xml: string) =>
  zipSync({ ...unzipSync(makeDocx([{ text: 'The Kettle' }])), 'word/document.xml': strToU8(xml) });

test('a Word document that is read in pieces has the same text as one that is read whole', async () => {
  const bytes = document(XML);
  const whole = await docxToText(bytes, 'a.docx', Number.POSITIVE_INFINITY);
  expect(whole).toContain('OTTO. It has been on for an hour.');
  expect(whole).not.toContain('secret');
  expect([...cutDocument(XML, 1)].length).toBeGreaterThan(4);
  for (const longest of [1, 200, 400, 900]) expect(await docxToText(bytes, 'a.docx', longest)).toBe(whole);
});

test('no piece ends within a field or behind a paragraph whose end was deleted', () => {
  for (const piece of cutDocument(XML, 1)) {
    expect(piece.split('"begin"').length).toBe(piece.split('"end"').length);
    if (piece.includes('w:del')) expect(piece).toContain('It has been on');
  }
});

test('a Word document of 23 MiB of XML is read', async () => {
  const speech = paragraph(run(`INES. ${'The kettle is on and on. '.repeat(4000)}`));
  const bytes = document(XML.replace(BODY, speech.repeat(240)));
  expect((await docxToText(bytes, 'a.docx')).match(/INES\./g)).toHaveLength(240);
});
