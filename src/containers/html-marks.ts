/** Which elements of HTML mean what for a script. */

/** Elements that begin and end a paragraph. */
export const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);

/** Elements that are no part of the text, with all that they hold. */
const UNSEEN = new Set(
  'audio button canvas datalist embed head iframe map math nav noscript object option script select style svg template textarea title video'.split(
    ' ',
  ),
);

/** Words of `class`, `role` and `epub:type` for what is on the page and not in the work. */
const FURNITURE =
  /(?:^|[\s:])(?:noteref|footnote-?ref|pagebreak|page-?num(?:ber)?|pageno|navigation|navbar|navbox|breadcrumbs?|mw-editsection|reflist|toc|titlepage|halftitlepage|imprint|colophon|copyright-page|footnotes?|endnotes?|rearnotes?)(?:$|\s)/i;

const DIRECTION = /(?:^|[\s:])(?:stage-?_?dir(?:ection)?s?|stage|directions?|didascalie)(?:$|\s)/i;
const NAME = /(?:^|[\s:])(?:persona|character|cue|speaker|parenthetical)(?:$|\s)/i;

export interface Attributes {
  readonly [name: string]: string;
}

const kinds = (attributes: Attributes) =>
  [attributes.class, attributes.role, attributes['epub:type']].filter((value) => value !== undefined).join(' ');

const HIDDEN_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const isHidden = (attributes: Attributes) => 'hidden' in attributes || HIDDEN_STYLE.test(attributes.style ?? '');

/** Whether an element and all in it are left out. */
export function isUnseen(name: string, attributes: Attributes): boolean {
  return UNSEEN.has(name) || isHidden(attributes) || FURNITURE.test(kinds(attributes));
}

/** Whether an element is a stage direction. */
export const isDirection = (attributes: Attributes): boolean => DIRECTION.test(kinds(attributes));

/** Whether an element is the name above a speech, or the parenthetical below the name. */
export const isCueName = (attributes: Attributes): boolean => NAME.test(kinds(attributes));
