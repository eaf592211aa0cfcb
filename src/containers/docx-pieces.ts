import { Parser } from 'htmlparser2';

/**
 * Signs of XML that mammoth is given at once, since it holds them as a tree of about thirty times their size (our choice).
 */
export const LONGEST_PIECE = 4 * 2 ** 20;
/** So much is parsed at once (our choice). */
const STEP = 1 << 20;

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** What may hold two paragraphs together: fields that are still open, and a paragraph whose end was deleted. */
class Ties {
  private fields = 0;
  private isDeleted = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'del') this.isDeleted = true;
    if (name !== 'fldChar') return;
    const type = Object.entries(attributes).find(([key]) => localName(key) === 'fldCharType')?.[1];
    if (type === 'begin') this.fields += 1;
    else if (type === 'end') this.fields = Math.max(0, this.fields - 1);
  }

  /** Whether the document may be cut behind a part of its body that has ended. */
  mayCut(): boolean {
    const { isDeleted } = this;
    this.isDeleted = false;
    return this.fields === 0 && !isDeleted;
  }
}

/** Where a document's body begins and ends, and between which of its parts it may be cut. */
function findCuts(xml: string, longest: number): number[] {
  const cuts: number[] = [];
  const ties = new Ties();
  const open: string[] = [];
  let bodyAt: number | undefined;
  let last = 0;
  const parser: Parser = new Parser(
    {
      onopentag(name, attributes) {
        const local = localName(name);
        ties.open(local, attributes);
        open.push(local);
        if (bodyAt === undefined && open.length === 2 && local === 'body') {
          bodyAt = parser.endIndex + 1;
          cuts.push(bodyAt);
        }
      },
      onclosetag() {
        const local = open.pop();
        if (open.length === 1 && local === 'body') cuts.push(last);
        if (open.length !== 2 || open[1] !== 'body') return;
        const end = parser.endIndex + 1;
        if (ties.mayCut() && end - cuts.at(-1)! >= longest) cuts.push(end);
        last = end;
      },
    },
    { xmlMode: true },
  );
  for (let at = 0; at < xml.length; at += STEP) parser.write(xml.slice(at, at + STEP));
  parser.end();
  return cuts;
}

/**
 * A document's XML as documents of some parts of its body each, in their order. One that is short, or whose body is not found,
 * stays whole. A single table of any size is one part.
 */
export function* cutDocument(xml: string, longest: number = LONGEST_PIECE): Generator<string> {
  const cuts = xml.length > longest ? findCuts(xml, longest) : [];
  if (cuts.length < 3) {
    yield xml;
    return;
  }
  const head = xml.slice(0, cuts[0]);
  const foot = xml.slice(cuts.at(-1));
  for (const [k, from] of cuts.slice(0, -1).entries()) yield head + xml.slice(from, cuts[k + 1]) + foot;
}
