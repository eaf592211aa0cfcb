import type { DialogueLine, Segment } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { countWords } from '../../text/words.js';
import type { SegmentSettings } from './settings.js';

/** A segment with its lines. */
export interface ScriptSegment extends Segment {
  content: DialogueLine[];
}

/** The longest run from `start` that keeps the limits and ends with the role's own line; undefined where there is none. */
function lastTurnFrom(
  lines: readonly DialogueLine[],
  start: number,
  role: string,
  { maxWords, minTurns, maxTurns }: SegmentSettings,
): number | undefined {
  const first = lines[start] as DialogueLine;
  let words = 0;
  let last: number | undefined;
  for (let at = start; at < lines.length && at - start < maxTurns; at += 1) {
    const line = lines[at] as DialogueLine;
    if (line.script !== first.script || line.act_id !== first.act_id) break;
    words += countWords(line.content);
    if (words > maxWords) break;
    if (line.role === role && at - start + 1 >= minTurns) last = at;
  }
  return last;
}

/**
 * Cuts a role's scripts into segments by the rules of papers.md 1.4a: at most `maxWords` words, `minTurns` to `maxTurns`
 * turns with narration, within one act or scene, the last turn the role's. They do not overlap. With more than `maxSegments`
 * a seeded sample is taken. In the script's order.
 */
export function splitIntoSegments(
  lines: readonly DialogueLine[],
  role: string,
  settings: SegmentSettings,
  seed: number,
): ScriptSegment[] {
  const segments: ScriptSegment[] = [];
  for (let start = 0; start < lines.length; ) {
    const last = lastTurnFrom(lines, start, role, settings);
    if (last === undefined) {
      start += 1;
      continue;
    }
    const content = lines.slice(start, last + 1);
    const [from, to] = [content[0] as DialogueLine, content.at(-1) as DialogueLine];
    segments.push({ script: from.script, from: from.diag_id, to: to.diag_id, lines: [from.line, to.line], content });
    start = last + 1;
  }
  if (segments.length <= settings.maxSegments) return segments;
  const kept = new Set(shuffled(segments, role, seed).slice(0, settings.maxSegments));
  return segments.filter((segment) => kept.has(segment));
}

/** Segments in a seeded order, so that the first requests already cover the whole script. */
export function shuffled(segments: readonly ScriptSegment[], role: string, seed: number): ScriptSegment[] {
  const rank = ({ script, from, to }: Segment) => hashNumber(seed, 'segment', role, script, from, to);
  return [...segments].sort((a, b) => rank(a) - rank(b));
}
