import { Parser } from 'htmlparser2';
import { UserError } from '../errors.js';
import { children, nameOf, parseXml, putOn, type XmlElement, type XmlNode } from './xml-tree.js';

/** Goes through a document, as often as it is called. */
export type XmlWalker = (walk: Walk) => void;

/** What is looked for on a way through a document, in its order. */
export interface Walk {
  /** Parts that are passed over with all in them. `depth`: 0 is the root. */
  isSkipped(element: XmlElement, depth: number): boolean;
  /** Parts that are handed over whole; nothing in them is looked at on the way. */
  isUnit(element: XmlElement): boolean;
  onUnit(element: XmlElement): void;
  /** Every element on the way, units too, before what is in it. */
  onElement?(element: XmlElement): void;
}

/**
 * Tags that a document may have to be held as a tree, of about 600 bytes a tag. Our choice: a play has some ten thousand. Of a
 * larger one only the unit that is being read is held.
 */
const MOST_IN_TREE = 200_000;
/** Tags that one speech or chapter may have. Our choice: held, they take a gigabyte. */
const MOST_IN_UNIT = 1_500_000;
/** So much is parsed at once (our choice). */
const PIECE = 1 << 20;

function hasManyTags(text: string): boolean {
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    tags += 1;
    if (tags > MOST_IN_TREE) return true;
  }
  return false;
}

function walkTree(root: XmlElement, { isSkipped, isUnit, onUnit, onElement }: Walk): void {
  const open: [XmlElement, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [element, depth] = next;
    if (isSkipped(element, depth)) continue;
    onElement?.(element);
    if (isUnit(element)) onUnit(element);
    else
      putOn(
        open,
        children(element).map((child): [XmlElement, number] => [child, depth + 1]),
      );
  }
}

/** A node of text of a unit that is being read. */
const textNode = (nodeValue: string): XmlNode => ({ nodeType: 3, nodeValue, textContent: nodeValue });

/** An element of a unit that is being read. */
class StreamedElement implements XmlElement {
  readonly nodeType = 1;
  readonly nodeValue = null;
  readonly childNodes: XmlNode[] = [];
  readonly localName: string;

  constructor(
    readonly nodeName: string,
    private readonly attributes: Readonly<Record<string, string>>,
    readonly lineNumber: number,
  ) {
    this.localName = nodeName.slice(nodeName.indexOf(':') + 1);
  }

  getAttribute(name: string): string | null {
    return this.attributes[name] ?? null;
  }

  get textContent(): string {
    const pieces: string[] = [];
    const open: XmlNode[] = [this];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.nodeType === 3) pieces.push(node.nodeValue ?? '');
      else putOn(open, (node as XmlElement).childNodes as XmlNode[]);
    }
    return pieces.join('');
  }
}

/** Tells on which line a place stands; places must come in their order. */
function lineCounter(text: string): (at: number) => number {
  let [line, next] = [1, text.indexOf('\n')];
  return (at) => {
    while (next >= 0 && next < at) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

/** Goes through a document piece by piece, and builds only its units. */
class Stream {
  private depth = 0;
  private skippedFrom: number | undefined;
  /** The elements that are open in the unit that is being read, outermost first. */
  private readonly open: StreamedElement[] = [];
  private tags = 0;

  constructor(
    private readonly walk: Walk,
    private readonly lineAt: (at: number) => number,
    private readonly fail: (message: string, line: number) => never,
  ) {}

  begin(name: string, attributes: Readonly<Record<string, string>>, at: number): void {
    const depth = this.depth++;
    if (this.skippedFrom !== undefined) return;
    const element = new StreamedElement(name, attributes, this.lineAt(at));
    const parent = this.open.at(-1);
    if (parent) {
      this.tags += 1;
      if (this.tags > MOST_IN_UNIT)
        this.fail(`a "${this.open[0]!.nodeName}" has more than ${MOST_IN_UNIT} tags`, element.lineNumber);
      parent.childNodes.push(element);
      this.open.push(element);
    } else if (this.walk.isSkipped(element, depth)) this.skippedFrom = depth;
    else {
      this.walk.onElement?.(element);
      if (!this.walk.isUnit(element)) return;
      this.tags = 0;
      this.open.push(element);
    }
  }

  text(words: string): void {
    this.open.at(-1)?.childNodes.push(textNode(words));
  }

  end(name: string, isImplied: boolean, at: number): void {
    if (isImplied) this.fail(`unclosed xml tag(s): ${name}`, this.lineAt(at));
    this.depth -= 1;
    if (this.skippedFrom === this.depth) this.skippedFrom = undefined;
    if (this.skippedFrom !== undefined) return;
    const unit = this.open.pop();
    if (unit && this.open.length === 0) this.walk.onUnit(unit);
  }
}

function walkStream(text: string, file: string, walk: Walk): void {
  const fail = (message: string, line: number): never => {
    throw new UserError(`the XML is broken: ${message}`, {
      file,
      line,
      advice: 'Correct that place; xmllint --noout lists all of them.',
    });
  };
  const stream = new Stream(walk, lineCounter(text), fail);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => stream.begin(name, attributes, parser.startIndex),
      ontext: (words) => stream.text(words),
      onclosetag(name, isImplied) {
        // `<lb/>` ends itself; whatever else ends without its tag is broken.
        const endsItself = text.startsWith('/>', parser.endIndex - 1);
        stream.end(name, isImplied && !endsItself, parser.startIndex);
      },
      onerror: (cause) => {
        throw cause;
      },
    },
    { xmlMode: true },
  );
  for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
  parser.end();
}

/**
 * A document in XML that can be gone through more than once. Throws UserError with the line where the markup is broken. A small one
 * is held as a tree; of a large one only the parts that are asked for.
 */
export function openXml(text: string, file: string): XmlWalker {
  if (hasManyTags(text)) return (walk) => walkStream(text, file, walk);
  const root = parseXml(text, file);
  return (walk) => walkTree(root, walk);
}

/** Whether an element bears one of these names. */
export const isNamed =
  (names: ReadonlySet<string>) =>
  (element: XmlElement): boolean =>
    names.has(nameOf(element));
