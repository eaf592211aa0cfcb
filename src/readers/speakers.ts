import { distance } from 'fastest-levenshtein';
import { countWords } from '../text/words.js';
import type { ScriptLine } from './script.js';

/** A speaker of a script and how much is said: lines are speeches, words as `countWords` counts them. */
export interface SpeakerCount {
  speaker: string;
  lines: number;
  words: number;
  /** Line of the file where the speaker first speaks. */
  firstLine: number;
}

/** Everyone who speaks in a script, those with most lines first; equals by name (code units). */
export function countSpeakers(lines: readonly ScriptLine[]): SpeakerCount[] {
  const counts = new Map<string, SpeakerCount>();
  for (const { speaker, content, line } of lines) {
    if (speaker === null) continue;
    const count = counts.get(speaker) ?? { speaker, lines: 0, words: 0, firstLine: line };
    count.lines += 1;
    count.words += countWords(content);
    counts.set(speaker, count);
  }
  return [...counts.values()].sort((a, b) => b.lines - a.lines || (a.speaker < b.speaker ? -1 : 1));
}

/** Titles that one and the same person bears or not; Mrs, Miss and Lady are not among them: Lady Macbeth is not Macbeth. */
const TITLE = /^(?:mr|mister|sir|lord|dr|doctor|king|queen|prince|captain|father|the)\s+(?=\S)/u;

/** A name as it is compared: one case, one kind of apostrophe, no dots. */
function spelling(name: string): string {
  const words = name.normalize('NFKC').toLowerCase().replaceAll('’', "'").replaceAll(/[.·•]/g, ' ');
  return words.replace(/\s+/g, ' ').trim();
}

/** Whether a script's speaker bears this name: case, white space and dots do not count, nor does a title that one of the two lacks. */
export function isSameSpeaker(speaker: string, name: string): boolean {
  const [one, other] = [spelling(speaker), spelling(name)];
  return one === other || one.replace(TITLE, '') === other || one === other.replace(TITLE, '');
}

/**
 * Speakers whose names are most like a name that never speaks, nearest first: those that hold it or stand in it, then those
 * at a small edit distance (at most half of the longer name, our choice). Empty where nothing is near.
 */
export function nearestSpeakers(name: string, speakers: readonly string[], max = 3): string[] {
  const wanted = spelling(name);
  const words = wanted.split(' ').filter((word) => word.length > 2 || /\p{Script=Han}/u.test(word));
  const ranked = [...new Set(speakers)].map((speaker) => {
    const spelled = spelling(speaker);
    const holds = spelled.includes(wanted) || (spelled !== '' && wanted.includes(spelled));
    const sharesWord = spelled.split(' ').some((word) => words.includes(word));
    const edits = distance(wanted, spelled);
    const isNear = edits * 2 <= Math.max(wanted.length, spelled.length);
    return { speaker, rank: holds ? 0 : sharesWord ? 1 : 2, edits, isNear: holds || sharesWord || isNear };
  });
  return ranked
    .filter(({ isNear }) => isNear)
    .sort((a, b) => a.rank - b.rank || a.edits - b.edits || (a.speaker < b.speaker ? -1 : 1))
    .slice(0, max)
    .map(({ speaker }) => speaker);
}
