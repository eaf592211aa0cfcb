import { posix } from 'node:path';
import { parseDocument } from 'htmlparser2';
import { UserError } from '../errors.js';
import { decode } from './decode.js';
import { htmlToText } from './html.js';
import { readZip } from './zip.js';

/** Fonts may be obscured in any book; these schemes leave the text readable (EPUB 3.3, 4.3). */
const OF_FONTS = /idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC/;

type Attributes = Readonly<Record<string, string>>;

/** The attributes of all elements of this name in an XML text, whatever their prefix. */
function attributesOf(xml: string, element: string): Attributes[] {
  const found: Attributes[] = [];
  const open: unknown[] = [parseDocument(xml, { xmlMode: true })];
  for (let node = open.pop(); node; node = open.pop()) {
    const { name, attribs, children } = node as { name?: string; attribs?: Attributes; children?: unknown[] };
    if (name?.replace(/^.*:/, '') === element && attribs) found.push(attribs);
    for (let at = (children?.length ?? 0) - 1; at >= 0; at -= 1) open.push(children![at]);
  }
  return found;
}

const damaged = (file: string, what: string) =>
  new UserError(`this EPUB is damaged: ${what}`, { file, advice: 'Get the book again.' });

/** Paths of the book's documents in the order in which they are read. */
function readingOrder(files: ReadonlyMap<string, Uint8Array>, file: string): string[] {
  const textAt = (path: string) => {
    const bytes = files.get(path);
    if (!bytes) throw damaged(file, `it lacks ${path}`);
    return decode(bytes, file).text;
  };
  const root = attributesOf(textAt('META-INF/container.xml'), 'rootfile')[0]?.['full-path'];
  if (!root) throw damaged(file, 'it does not say where its contents are listed');
  const contents = textAt(root);
  const items = new Map(attributesOf(contents, 'item').map((item) => [item.id, item]));
  return attributesOf(contents, 'itemref').flatMap(({ idref, linear }) => {
    const item = items.get(idref);
    const isText =
      item && linear !== 'no' && !/\bnav\b/.test(item.properties ?? '') && /html/.test(item['media-type'] ?? '');
    return isText ? posix.join(posix.dirname(root), decodeURIComponent(item.href ?? '')) : [];
  });
}

/** The text of an EPUB, in its reading order. Throws UserError where it is encrypted or damaged. */
export function epubToText(bytes: Uint8Array, file: string): string {
  const files = readZip(bytes, file, (name) => /\.(?:x?html?|xml|opf)$/i.test(name));
  const locks = files.get('META-INF/encryption.xml');
  const schemes = locks ? attributesOf(decode(locks, file).text, 'EncryptionMethod') : [];
  if (schemes.some(({ Algorithm }) => !OF_FONTS.test(Algorithm ?? ''))) {
    throw new UserError('this EPUB is encrypted (DRM), so that only the reader it was sold for can open it', {
      file,
      advice: 'Use an edition without DRM: Standard Ebooks and Project Gutenberg have many.',
    });
  }
  const documents = readingOrder(files, file).flatMap((path) => files.get(path) ?? []);
  if (documents.length === 0) throw damaged(file, 'it lists no text');
  return documents.map((document) => htmlToText(decode(document, file).text)).join('\n\n');
}
