import { DOMParser, type Document } from '@xmldom/xmldom';
import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import { type JoinedLines, joinLines } from './verse-lines.js';

/** A node of a document, as far as it is read here: of a tree or of a stream. */
export interface XmlNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
}

export interface XmlElement extends XmlNode {
  readonly nodeName: string;
  readonly localName: string | null;
  readonly childNodes: ArrayLike<XmlNode>;
  readonly lineNumber?: number;
  getAttribute(name: string): string | null;
}

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** The root element of an XML text. Throws UserError with the line where the markup is broken. */
export function parseXml(text: string, file: string): XmlElement {
  let broken: { message: string; line: number | undefined } | undefined;
  const onError = (_level: string, message: string, context: unknown) => {
    if (_level === 'warning') return;
    const line = (context as { locator?: { lineNumber?: number } } | undefined)?.locator?.lineNumber;
    broken ??= { message: squeeze(message), line };
  };
  let document: Document | undefined;
  try {
    document = new DOMParser({ onError, locator: true }).parseFromString(text, 'text/xml');
  } catch (thrown) {
    broken ??= {
      message: squeeze(String((thrown as Error).message)),
      line: (thrown as { locator?: { lineNumber?: number } }).locator?.lineNumber,
    };
  }
  const root = document?.documentElement;
  if (!broken && root) return root;
  const line = broken?.line;
  throw new UserError(`the XML is broken: ${broken?.message ?? 'no element in it'}`, {
    file,
    ...(line !== undefined && line > 0 ? { line } : {}),
    advice: 'Correct that place; xmllint --noout lists all of them.',
  });
}

const isElement = (node: XmlNode): node is XmlElement => node.nodeType === ELEMENT;
/** An element's name without its namespace. */
export const nameOf = (element: XmlElement): string => element.localName ?? element.nodeName;
/** The elements right below one. */
export const children = (element: XmlElement): XmlElement[] => Array.from(element.childNodes).filter(isElement);

/** Puts nodes on a stack, the first on top: a document may have more of them than a call can have arguments. */
export function putOn<Kind>(open: Kind[], nodes: readonly Kind[]): void {
  for (let at = nodes.length - 1; at >= 0; at -= 1) open.push(nodes[at]!);
}

/** All elements below one and itself, in document order. Not recursive: a document may be nested deeper than the stack. */
export function* descendants(root: XmlElement): Generator<XmlElement> {
  const open: XmlElement[] = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    yield element;
    putOn(open, children(element));
  }
}

/** What an editor gives twice: of these elements only one child is read, the first of the names where there is one. */
const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = {
  choice: ['reg', 'corr', 'expan'],
  app: ['lem'],
};
/** What the author or an editor took out, and what stands on the page without being text. */
const NEVER_READ = new Set(['del', 'surplus', 'figDesc']);
/** Elements that begin a new line or word. */
const BREAKS = /^(?:LINE|[Ll]ine|l|lb|p|ab|lg|div|cell|item)$/;

/** The nodes of an element that are read. */
function readNodes(element: XmlElement): XmlNode[] {
  const preferred = ALTERNATIVES[nameOf(element)];
  if (!preferred) return Array.from(element.childNodes);
  const given = children(element);
  const chosen = given.find((child) => preferred.includes(nameOf(child))) ?? given[0];
  return chosen ? [chosen] : [];
}

/** The modern spelling that a word of a tokenised edition bears as an attribute. */
const modernSpelling = (element: XmlElement): string | null =>
  nameOf(element) === 'w' ? element.getAttribute('reg') || element.getAttribute('norm') : null;

const startsWord = (element: XmlElement) => BREAKS.test(nameOf(element)) && element.getAttribute('break') !== 'no';

const isClosingMark = (element: XmlElement) =>
  nameOf(element) === 'pc' && /^[,.;:!?)\]…’”]/.test(element.textContent ?? '');

/** Stands in a text where a line of verse begins, until its lines are joined. */
const LINE_BEGINS = '\u2028';

type Asks = (part: XmlElement) => boolean;

function piecesOf(element: XmlElement, without: ReadonlySet<string>, isLeftOut: Asks, beginsLine: Asks): string {
  const pieces: string[] = [];
  const open: XmlNode[] = [element];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) pieces.push(node.nodeValue ?? '');
    if (!isElement(node)) continue;
    if (node !== element && (without.has(nameOf(node)) || NEVER_READ.has(nameOf(node)) || isLeftOut(node))) continue;
    const modern = modernSpelling(node);
    if (modern) pieces.push(modern);
    else putOn(open, readNodes(node));
    if (node !== element && startsWord(node)) pieces.push(beginsLine(node) ? LINE_BEGINS : ' ');
    if (isClosingMark(node)) trimEnd(pieces);
  }
  return pieces.join('');
}

const NEVER: Asks = () => false;

/**
 * The text in an element without the elements of these names. Where an edition has two spellings, the modern one; where it
 * has readings, the editor's.
 */
export function textOf(element: XmlElement, without: ReadonlySet<string>, isLeftOut: Asks = NEVER): string {
  return squeeze(piecesOf(element, without, isLeftOut, NEVER));
}

/** The same, and where the lines in it begin. */
export const linesOf = (element: XmlElement, without: ReadonlySet<string>, beginsLine: Asks): JoinedLines =>
  joinLines(piecesOf(element, without, NEVER, beginsLine).split(LINE_BEGINS));

/** Tokenised editions break the line before a full stop or comma, which belongs to the word. */
function trimEnd(pieces: string[]): void {
  while (pieces.length > 0 && pieces.at(-1)!.trim() === '') pieces.pop();
  if (pieces.length > 0) pieces.push(pieces.pop()!.trimEnd());
}
