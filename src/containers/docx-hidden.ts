import { Parser } from 'htmlparser2';

/** Values by which a property of Word is switched off. */
const OFF = new Set(['0', 'false', 'off']);

type Attributes = Readonly<Record<string, string>>;

const isOn = (attributes: Attributes) => !OFF.has(attributes['w:val'] ?? '');

/** The styles whose text is hidden, by their identifiers, with those that are based on them. */
function hiddenStyles(styles: string): ReadonlySet<string> {
  const hidden = new Set<string>();
  const basedOn = new Map<string, string>();
  let style: string | undefined;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:style') style = attributes['w:styleId'];
        else if (style === undefined) return;
        else if (name === 'w:basedOn') basedOn.set(style, attributes['w:val'] ?? '');
        else if (name === 'w:vanish' && isOn(attributes)) hidden.add(style);
      },
    },
    { xmlMode: true },
  );
  parser.end(styles);
  for (let size = -1; size !== hidden.size; ) {
    size = hidden.size;
    for (const [one, base] of basedOn) if (hidden.has(base)) hidden.add(one);
  }
  return hidden;
}

/** A run that is open, and whether it says itself that it is hidden. */
interface OpenRun {
  from: number;
  says: boolean | undefined;
  byStyle: boolean;
}

/** Where in the XML the runs stand whose text is hidden, each from its first to behind its last sign. */
function hiddenRuns(xml: string, styles: ReadonlySet<string>): [from: number, to: number][] {
  const found: [number, number][] = [];
  const runs: OpenRun[] = [];
  const paragraphs: boolean[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const run = runs.at(-1);
        const style = attributes['w:val'] ?? '';
        if (name === 'w:p') paragraphs.push(false);
        else if (name === 'w:pStyle' && styles.has(style)) paragraphs.splice(-1, 1, true);
        else if (name === 'w:r')
          runs.push({ from: parser.startIndex, says: undefined, byStyle: paragraphs.at(-1) ?? false });
        else if (run && name === 'w:rStyle' && styles.has(style)) run.byStyle = true;
        else if (run && name === 'w:vanish') run.says = isOn(attributes);
      },
      onclosetag(name) {
        if (name === 'w:p') paragraphs.pop();
        if (name !== 'w:r') return;
        const run = runs.pop();
        if (run && (run.says ?? run.byStyle)) found.push([run.from, parser.endIndex + 1]);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return found;
}

/** A document's XML without the runs that Word does not show: notes of the author, an old wording. */
export function withoutHiddenText(xml: string, styles: string): string {
  if (!xml.includes('w:vanish') && !styles.includes('w:vanish')) return xml;
  const kept: string[] = [];
  let at = 0;
  // A run within a hidden one ends first: what holds it goes with all in it.
  const runs = hiddenRuns(xml, hiddenStyles(styles)).sort(([a], [b]) => a - b);
  for (const [from, to] of runs) {
    if (from < at) continue;
    kept.push(xml.slice(at, from));
    at = to;
  }
  return kept.join('') + xml.slice(at);
}
