/** Elements whose words the site put in: struck out, hidden, or a sample. */
const INSERTED = /<(s|strike|del|samp|script|style|noscript)\b[^<>]{0,200}>[^<>]{0,200}<\/\1>/giu;
const TAG = /<\/?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,300})?\/?>/giu;
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: '',
  ensp: '',
  emsp: '',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  middot: '·',
};

/** A text of the web without its tags, what the site put between them, and its entities. Lines keep their numbers. */
export function withoutWebTags(text: string): string {
  if (!/<[a-z/]|&[a-z#]/iu.test(text)) return text;
  return text
    .replace(INSERTED, '')
    .replace(TAG, '')
    .replace(/&(?:#(\d{1,6})|([a-z]{2,6}));/giu, (whole, code: string | undefined, name: string | undefined) =>
      code === undefined
        ? (ENTITIES[name!.toLowerCase()] ?? whole)
        : String.fromCodePoint(Math.min(Number(code), 0x10ffff)),
    );
}
