import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';

export type { Element } from '@xmldom/xmldom';

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/**
 * Tags that a document may have, since it is held as a tree of about 600 bytes a tag. Our choice: all plays of Shakespeare have a
 * third of them, and what is allowed is read within 1.5 GB.
 */
const MOST_TAGS = 1_500_000;

function refuseLarge(text: string, file: string): void {
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) tags += 1;
  if (tags <= MOST_TAGS) return;
  throw new UserError(`this XML has ${tags} tags, more than the ${MOST_TAGS} that are read at once`, {
    file,
    advice: 'Give its plays, acts or chapters as files of their own, or save it as plain text.',
  });
}

/** The root element of an XML text. Throws UserError with the line where the markup is broken, and where it is too large. */
export function parseXml(text: string, file: string): Element {
  refuseLarge(text, file);
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

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;
/** An element's name without its namespace. */
export const nameOf = (element: Element): string => element.localName ?? element.nodeName;
/** The elements right below one. */
export const children = (element: Element): Element[] => Array.from(element.childNodes).filter(isElement);

/** Puts nodes on a stack, the first on top: a document may have more of them than a call can have arguments. */
export function putOn<Kind>(open: Kind[], nodes: readonly Kind[]): void {
  for (let at = nodes.length - 1; at >= 0; at -= 1) open.push(nodes[at]!);
}

/** All elements below one and itself, in document order. Not recursive: a document may be nested deeper than the stack. */
export function* descendants(root: Element): Generator<Element> {
  const open: Element[] = [root];
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
const BREAKS = /^(?:LINE|l|lb|p|ab|lg|div|cell|item)$/;

/** The nodes of an element that are read. */
function readNodes(element: Element): Node[] {
  const preferred = ALTERNATIVES[nameOf(element)];
  if (!preferred) return Array.from(element.childNodes);
  const given = children(element);
  const chosen = given.find((child) => preferred.includes(nameOf(child))) ?? given[0];
  return chosen ? [chosen] : [];
}

/** The modern spelling that a word of a tokenised edition bears as an attribute. */
const modernSpelling = (element: Element): string | null =>
  nameOf(element) === 'w' ? element.getAttribute('reg') || element.getAttribute('norm') : null;

const startsWord = (element: Element) => BREAKS.test(nameOf(element)) && element.getAttribute('break') !== 'no';

/**
 * The text in an element without the elements of these names. Where an edition has two spellings, the modern one; where it
 * has readings, the editor's.
 */
export function textOf(
  element: Element,
  without: ReadonlySet<string>,
  isLeftOut: (part: Element) => boolean = () => false,
): string {
  const pieces: string[] = [];
  const open: Node[] = [element];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) pieces.push(node.nodeValue ?? '');
    if (!isElement(node)) continue;
    if (node !== element && (without.has(nameOf(node)) || NEVER_READ.has(nameOf(node)) || isLeftOut(node))) continue;
    const modern = modernSpelling(node);
    if (modern) pieces.push(modern);
    else putOn(open, readNodes(node));
    if (node !== element && startsWord(node)) pieces.push(' ');
    if (nameOf(node) === 'pc' && /^[,.;:!?)\]…’”]/.test(node.textContent ?? '')) trimEnd(pieces);
  }
  return squeeze(pieces.join(''));
}

/** Tokenised editions break the line before a full stop or comma, which belongs to the word. */
function trimEnd(pieces: string[]): void {
  while (pieces.length > 0 && pieces.at(-1)!.trim() === '') pieces.pop();
  if (pieces.length > 0) pieces.push(pieces.pop()!.trimEnd());
}
