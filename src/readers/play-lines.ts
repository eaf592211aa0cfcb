import { rememberLast } from '../text/remember-last.js';
import { areDates } from './labels.js';
import { withoutNameLists } from './name-lists.js';
import { findCueForms, possibleCues } from './play-forms.js';
import { findFront } from './play-front.js';
import { layoutOf, lookAtPlay } from './play-layout.js';
import { enteredNames, wordsInText } from './play-names.js';
import { readSpeeches } from './play-speeches.js';
import type { ScriptLine } from './script.js';
import { unifyNames } from './speaker-names.js';
import { withVerseOnly } from './verse-lines.js';

/** A name in the cast list counts as much as so many entrances (our choice). */
const CAST_WEIGHT = 10;

/** How much of a text looks like a play: the share of its paragraphs that begin with a cue, how many do, and whether in bold. */
export const measurePlay = rememberLast((text: string): { share: number; cues: number; inBold: boolean } => {
  const forms = findCueForms(lookAtPlay(text));
  if (!forms || areDates(forms.names.keys())) return { share: 0, cues: 0, inBold: false };
  const cues = [...forms.names.values()].reduce((sum, count) => sum + count, 0);
  return { share: forms.share, cues, inBold: forms.inBold };
});

/** So many names are given as examples. */
const EXAMPLES = 3;

/** What looks like a play in a text that is none: how many cues of how many names, and why they do not do. */
export function seenOfPlay(text: string): string | undefined {
  const { names, paragraphs } = possibleCues(lookAtPlay(text));
  const cues = [...names.values()].reduce((sum, times) => sum + times, 0);
  if (cues === 0) return undefined;
  const ranked = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const examples = ranked.slice(0, EXAMPLES).join(', ') + (ranked.length > EXAMPLES ? ', …' : '');
  const reason = names.size === cues ? 'no name recurs' : `a play of ${paragraphs} paragraphs has more`;
  return `${cues} ${cues === 1 ? 'line looks' : 'lines look'} like cues of a play (${examples}), but ${reason}`;
}

/**
 * All lines of a play: speeches with one spelling of each name, headings and directions without a speaker. Front matter,
 * cast lists and what Gutenberg adds are left out. Empty where no names recur before speeches.
 */
export function readPlay(text: string): ScriptLine[] {
  const layout = layoutOf(text);
  if (!layout) return [];
  const { lines, cues, forms } = layout;
  // In a small script each may speak but once.
  const often = [...forms.names.values()].some((times) => times > 1) ? 1 : 0;
  const { start, cast } = findFront(
    lines,
    (at) => (forms.names.get(cues[at]?.name ?? '') ?? 0) > often,
    (at) => cues[at] !== undefined && (cues[at].form.startsWith('inline|') || cues[at].rest !== ''),
    (at) => cues[at]?.form.startsWith('own|') === true,
  );
  const read = readSpeeches(layout, start);
  const counts = new Map<string, number>();
  for (const { speaker } of read) if (speaker !== null) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const entered = enteredNames(lines);
  for (const name of cast) entered.set(name, (entered.get(name) ?? 0) + CAST_WEIGHT);
  const { names: inText, common } = wordsInText(lines);
  const names = unifyNames(counts, { entered, inText, common });
  for (const line of read) if (line.speaker !== null) line.speaker = names.get(line.speaker)!;
  return withVerseOnly(withoutNameLists(read));
}
