import type { ScriptLine } from './script.js';

/** How many quotes a novel has, and of how many the reader found who says them. */
export interface QuoteCoverage {
  quotes: number;
  attributed: number;
}

/** Formats that look for speakers in running text; every other layout names them. */
const NOVELS = new Set(['prose', 'chinese-prose']);

/**
 * The quotes of a novel that got a speaker, from the lines that its reader gave; undefined for layouts that name the speakers.
 * English novels count a paragraph's quotes as one, Chinese ones count each.
 */
export function quoteCoverage(format: string, lines: readonly ScriptLine[]): QuoteCoverage | undefined {
  if (!NOVELS.has(format)) return undefined;
  const attributed = lines.filter(({ speaker }) => speaker !== null).length;
  return { quotes: attributed + lines.filter(({ unattributed }) => unattributed).length, attributed };
}
