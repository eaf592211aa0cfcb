import { hasExtension, isSceneHeading, isTransition, looksLikeCue } from './screenplay-cues.js';

const TITLE_KEY =
  /^(?:title|credit|authors?|source|notes?|draft date|date|contact|copyright|revision|format|episode|series|written by|watermark|header|footer)\s*:/i;
/** What stands on title pages only. */
const TITLE_WORDS =
  /^(?:an? )?(?:original )?(?:screenplay|teleplay|play|story|written|adapted|created)(?: and [a-z]+)? by\b|^by(?:$| \p{Lu}[^!?,]{0,60}$)|^(?:(?:first|second|third|fourth|fifth|final|rough|revised|shooting|production) )+(?:draft|script|revisions?)\b|^(?:based on|adapted from|copyright|©|an? (?:original )?screenplay)/iu;
/** The title page is over where running text begins. */
const RUNNING_TEXT = 9;

/** Blanks the title page: keys and their indented values before the first empty line. */
function blankKeys(lines: string[], first: number): void {
  for (let i = first; i < lines.length && lines[i]!.trim() !== ''; i++) lines[i] = '';
}

const isRunningText = (words: string) => words.length > 200 || words.split(/\s+/).length >= RUNNING_TEXT;

/** Index of the first line behind the title page: where a scene, a transition or running text begins. */
function endOfTitlePage(lines: readonly string[], first: number): number {
  let end = first;
  let isTitled = false;
  for (; end < lines.length; end++) {
    const words = lines[end]!.trim();
    if (isSceneHeading(words) || isTransition(words) || hasExtension(words) || isRunningText(words)) break;
    if (TITLE_WORDS.test(words)) isTitled = true;
  }
  return isTitled && end < lines.length ? end : first;
}

/** Blanks what tells of the script and not the story before it begins. */
export function blankTitlePage(lines: string[]): void {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) return;
  if (TITLE_KEY.test(lines[first]!.trim())) blankKeys(lines, first);
  else lines.fill('', first, endOfTitlePage(lines, first));
}

const PAGE_NUMBER = /^(?:page |p\. ?)?[-–—(]? ?[A-Z]?\d{1,4}[A-Z]? ?[-–—)]?\.?$/i;
/** `(MORE)`, `12  CONTINUED: (2)  12`. */
const GOES_ON =
  /^(?:\d{1,4}[A-Z]?\s+)?(?:\(?CONTINUED\)?|\(MORE\)|\(CONT['’]D\))[:;.]?(?:\s*\(\s*\d{1,3}\s*\))?(?:\s+\d{1,4}[A-Z]?)?\.?$/;
/** A header with the page's number behind or before it. */
const NUMBERED = /^(\S.*?)(?:\s{2,}|\s(?=\d{1,4}\.$))(\d{1,4})\.?$|^(\d{1,4})\.?\s{2,}(\S.*)$/;
/** A header stands on so many pages at least (our choice). */
const ON_PAGES = 3;

/** The headers that a page's number follows or precedes, by their words, where the numbers rise. */
function numberedHeaders(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, { last: number; pages: number }>();
  for (const line of lines) {
    const { words, page } = numberedHeader(line) ?? {};
    if (words === undefined || page === undefined) continue;
    const header = seen.get(words) ?? { last: -1, pages: 0 };
    if (page <= header.last) header.pages = Number.NEGATIVE_INFINITY;
    seen.set(words, { last: page, pages: header.pages + 1 });
  }
  return new Set([...seen].filter(([, { pages }]) => pages >= ON_PAGES).map(([words]) => words));
}

function numberedHeader(line: string): { words: string; page: number } | undefined {
  const text = line.trim();
  const found = text.length < 120 ? NUMBERED.exec(text) : null;
  if (!found || isSceneHeading(text)) return undefined;
  return { words: (found[1] ?? found[4])!, page: Number(found[2] ?? found[3]) };
}

/** The lines right behind form feeds that recur: what is printed at the top of each page. */
function toppingLines(lines: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const words = line.startsWith('\f') ? line.trim().replace(/\d+/g, '#') : '';
    if (words !== '') counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, pages]) => pages >= ON_PAGES).map(([words]) => words));
}

/** Numbers in this column or further right are no speech. */
const FAR_RIGHT = 45;

/** Whether a line is the number of a page: far right, or apart from all other lines and not what is said under a cue. */
function isPageNumber(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  if (line.length > 200 || !PAGE_NUMBER.test(line.trim())) return false;
  if (line.length - line.trimStart().length >= FAR_RIGHT || line.startsWith('\f')) return true;
  const above = lines[at - 1]?.trim() ?? '';
  const isAlone = above === '' && (lines[at + 1]?.trim() ?? '') === '';
  return isAlone && !looksLikeCue(lines[at - 2] ?? '');
}

/** Blanks what printers add to each page: numbers, headers, `CONTINUED`; takes the marks of revisions off the lines' ends. */
export function blankPageFurniture(lines: string[]): void {
  const headers = numberedHeaders(lines);
  const tops = toppingLines(lines);
  for (const [at, line] of lines.entries()) {
    const text = line.trim();
    const isTop = line.startsWith('\f') && tops.has(text.replace(/\d+/g, '#')) && !isSceneHeading(text);
    const isFurniture =
      isPageNumber(lines, at) ||
      (text.length < 60 && GOES_ON.test(text)) ||
      headers.has(numberedHeader(line)?.words ?? '');
    if (isTop || isFurniture) lines[at] = '';
    else lines[at] = line.replace(/^\f/, '').replace(/[ \t]{2,20}\*{1,3}[ \t]*$/, '');
  }
}
