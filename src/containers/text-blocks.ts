/** A piece of a paragraph, and how it is marked. */
export interface Run {
  text: string;
  isBold: boolean;
  isItalic: boolean;
  /** Said to be a stage direction, or part of one. */
  isDirection: boolean;
}

/** A paragraph, or several lines whose white space counts. */
export interface Block {
  runs: Run[];
  /** The white space in it counts: `pre`. */
  isPreformatted?: boolean;
  /** Nothing stands between it and the next block: the name above a speech. */
  isTight?: boolean;
  /** Columns that it is set in by, as on a typewriter. */
  indent?: number;
}

/** Longer ones are no names (our choice; so it is in plays). */
const LONGEST_NAME = 60;
/** So many paragraphs that begin with a name in bold make a play of a page (our choice). */
const FEWEST_CUES = 3;
/** Columns by which the names of a screenplay are set in at least (our choice; so it is in screenplays). */
const CUE_INDENT = 8;

const textOf = (runs: readonly Run[]) => runs.map(({ text }) => text).join('');
const tidy = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Runs that follow each other and are marked alike. */
function groupBy(runs: readonly Run[], isMarked: (run: Run) => boolean): { runs: Run[]; marked: boolean }[] {
  const groups: { runs: Run[]; marked: boolean }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.marked === isMarked(run)) last.runs.push(run);
    else groups.push({ runs: [run], marked: isMarked(run) });
  }
  return groups;
}

/** A direction in brackets, if it has none. */
function bracket(text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return words === '' || /^[([]/.test(words) ? text : `${before}[${words}]${after}`;
}

/** `(points)` in italics is a direction, and square brackets say so in any play. */
const squareBrackets = (text: string) => text.replace(/^(\s*)\(([^()]*)\)(?=[\s.]*$)/, '$1[$2]');

const renderRuns = (runs: readonly Run[]) =>
  groupBy(runs, (run) => run.isItalic)
    .map((group) => (group.marked ? squareBrackets(textOf(group.runs)) : textOf(group.runs)))
    .join('');

const plainText = ({ runs }: Block) =>
  tidy(
    groupBy(runs, (run) => run.isDirection)
      .map((group) => (group.marked ? bracket(textOf(group.runs)) : renderRuns(group.runs)))
      .join(''),
  );

/** The name in bold that a paragraph begins with and the rest of it. */
function boldName(block: Block): { name: string; rest: string } | undefined {
  const spoken = block.runs.slice(block.runs.findIndex(({ text }) => text.trim() !== ''));
  const end = spoken.findIndex(({ text, isBold }) => !isBold && text.trim() !== '');
  const name = tidy(textOf(end < 0 ? spoken : spoken.slice(0, end)));
  if (!spoken[0]?.isBold || name === '' || name.length > LONGEST_NAME || name.includes('\n') || /[!?]$/.test(name))
    return;
  return { name, rest: end < 0 ? '' : plainText({ runs: spoken.slice(end) }) };
}

/** Whether names in bold stand before speeches: several paragraphs begin so and go on, and some name comes again. */
function hasBoldCues(blocks: readonly Block[]): boolean {
  const cues = blocks.flatMap((block) => boldName(block) ?? []).filter(({ rest }) => rest !== '');
  return cues.length >= FEWEST_CUES && new Set(cues.map(({ name }) => name)).size < cues.length;
}

/** A block of a play with cues in bold, as Markdown marks them; a paragraph that is all in italics is a direction. */
function renderInPlay(block: Block): string {
  const bold = boldName(block);
  const behind = bold && /^[.:]/.exec(bold.rest)?.[0];
  if (bold && bold.rest !== '') return `**${bold.name}**${behind ? '' : ' '}${bold.rest}`;
  const words = plainText(block);
  const isInItalics = block.runs.every(({ text, isItalic }) => isItalic || text.trim() === '');
  return isInItalics ? bracket(words) : words;
}

/** Whether names in capitals stand deep above what is said, as in a screenplay. */
function hasIndentedCues(blocks: readonly Block[]): boolean {
  const cues = blocks.filter((block) => {
    const words = plainText(block);
    return (
      (block.indent ?? 0) >= CUE_INDENT && words.length <= LONGEST_NAME && !/\p{Ll}/u.test(words.replace(/\(.*/, ''))
    );
  });
  return cues.length >= FEWEST_CUES;
}

function rendererFor(blocks: readonly Block[]): (block: Block) => string {
  if (hasIndentedCues(blocks)) return (block) => ' '.repeat(block.indent ?? 0) + plainText(block);
  return hasBoldCues(blocks) ? renderInPlay : plainText;
}

/** So many blocks tell how a document is set out (our choice: a chapter, an act). */
const TELLING = 2_000;

/**
 * Collects the text of a document block by block: an empty line between two, names in bold, directions and indents as plays and
 * screenplays have them. How it is set out is told by its beginning, so that a long document is never held as blocks.
 */
export function createTextCollector(): { add(block: Block): void; text(): string } {
  const waiting: Block[] = [];
  let render: ((block: Block) => string) | undefined;
  const written: string[] = [];
  /** Where most of a page is preformatted, that is the script, and the rest is what the site puts around it. */
  const preformatted: string[] = [];
  let length = 0;
  let preformattedLength = 0;

  const write = (block: Block, words: string) => {
    if (words.trim() === '') return;
    const text = words + (block.isTight ? '\n' : '\n\n');
    written.push(text);
    length += text.length;
    if (!block.isPreformatted || block.isTight) return;
    preformatted.push(text);
    preformattedLength += text.length;
  };
  const flush = () => {
    render ??= rendererFor(waiting);
    for (const block of waiting) write(block, block.isPreformatted ? textOf(block.runs) : render(block));
    waiting.length = 0;
  };
  return {
    add(block) {
      waiting.push(block);
      if (waiting.length >= TELLING) flush();
    },
    text() {
      flush();
      return (preformattedLength * 2 > length ? preformatted : written).join('');
    },
  };
}

/** The text of some blocks: see createTextCollector. */
export function renderBlocks(blocks: Iterable<Block>): string {
  const collector = createTextCollector();
  for (const block of blocks) collector.add(block);
  return collector.text();
}

/** Characters in a block. */
export const lengthOf = ({ runs }: Block): number => runs.reduce((sum, { text }) => sum + text.trim().length, 0);
