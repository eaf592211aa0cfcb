/** Small documents of the kinds that people have, made by their specifications. */
import { strToU8, zipSync } from 'fflate';

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A paragraph of a Word document: `*bold*` and `/italic/` pieces between plain ones, a style, an indent in twips. */
export interface Paragraph {
  text: string;
  style?: string;
  indent?: number;
}

function runs(text: string): string {
  return text
    .split(/(\*[^*]+\*|\/[^/]+\/|\n)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (piece === '\n') return '<w:r><w:br/></w:r>';
      const mark = piece[0] === '*' ? '<w:b/>' : piece[0] === '/' ? '<w:i/>' : '';
      const words = mark === '' ? piece : piece.slice(1, -1);
      return `<w:r><w:rPr>${mark}</w:rPr><w:t xml:space="preserve">${escapeXml(words)}</w:t></w:r>`;
    })
    .join('');
}

function paragraph({ text, style, indent }: Paragraph): string {
  const named = style === undefined ? '' : `<w:pStyle w:val="${style.replace(/ /g, '')}"/>`;
  const setIn = indent === undefined ? '' : `<w:ind w:left="${indent}"/>`;
  return `<w:p><w:pPr>${named}${setIn}</w:pPr>${runs(text)}</w:p>`;
}

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document; an array of strings is the row of a table. */
export function makeDocx(parts: readonly (Paragraph | readonly string[])[]): Uint8Array {
  const body = parts.map((part) => {
    if ('text' in part) return paragraph(part);
    return `<w:tbl><w:tr>${part.map((text) => `<w:tc>${paragraph({ text })}</w:tc>`).join('')}</w:tr></w:tbl>`;
  });
  const styles = parts.flatMap((part) => ('text' in part && part.style ? [part.style] : []));
  const named = [...new Set(styles)].map(
    (name) => `<w:style w:type="paragraph" w:styleId="${name.replace(/ /g, '')}"><w:name w:val="${name}"/></w:style>`,
  );
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
  const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    '_rels/.rels': strToU8(
      `<Relationships ${relations}><Relationship Id="a" Type="${type}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/_rels/document.xml.rels': strToU8(
      `<Relationships ${relations}><Relationship Id="b" Type="${type}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(`<w:document ${WORD}><w:body>${body.join('')}</w:body></w:document>`),
    'word/styles.xml': strToU8(`<w:styles ${WORD}>${named.join('')}</w:styles>`),
  });
}

/** An EPUB of these pages, listed in this order; `extra` are further files. */
export function makeEpub(pages: Readonly<Record<string, string>>, extra: Readonly<Record<string, string>> = {}) {
  const names = Object.keys(pages);
  const items = names.map((name, at) => `<item id="p${at}" href="text/${name}" media-type="application/xhtml+xml"/>`);
  const order = names.map((_, at) => `<itemref idref="p${at}"/>`);
  const files: Record<string, string> = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="epub/content.opf"/></rootfiles></container>',
    'epub/content.opf': `<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>${items.join('')}</manifest><spine><itemref idref="nav"/>${order.join('')}</spine></package>`,
    'epub/nav.xhtml': '<html><body><nav><a href="text/one.xhtml">Contents</a></nav></body></html>',
    ...extra,
  };
  // Written backwards, as the order of the archive says nothing.
  for (const [name, page] of Object.entries(pages).reverse()) files[`epub/text/${name}`] = page;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** Text on a page of a PDF: where it begins, in points from the lower left corner. */
export interface PdfText {
  x: number;
  y: number;
  text: string;
}

/** A PDF in Courier of twelve points, 7.2 points a sign (PDF 1.7, 7.5). */
export function makePdf(pages: readonly (readonly PdfText[])[], trailer = ''): Buffer {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>'];
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ');
  objects.push(`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`);
  objects.push('<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>');
  for (const [at, texts] of pages.entries()) {
    const drawn = texts.map(({ x, y, text }) => `1 0 0 1 ${x} ${y} Tm (${text.replace(/([\\()])/g, '\\$1')}) Tj`);
    const content = `BT /F1 12 Tf\n${drawn.join('\n')}\nET`;
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`,
    );
    objects.push(`<</Length ${content.length}>>stream\n${content}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${file.length}\n%%EOF`;
  return Buffer.from(file + end, 'latin1');
}

/** The lines of a typewritten page as text of a PDF: one line below the other, indents in columns. */
export function typewritten(page: string): PdfText[] {
  return page.split('\n').flatMap((line, at) => {
    const text = line.trim();
    return text === '' ? [] : [{ x: 72 + 7.2 * (line.length - line.trimStart().length), y: 720 - 12 * at, text }];
  });
}
