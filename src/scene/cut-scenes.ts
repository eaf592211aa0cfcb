import { type LanguageCode, languageOf, type StageWords } from '../languages/index.js';
import { type DialogueLine, NARRATION } from '../records.js';
import { countWords } from '../text/words.js';

/** How long a scene may be. */
export interface SceneLimits {
  /** Speeches, at most. */
  maxSpeeches: number;
  /** Words (Chinese: characters) of all that is spoken. A single speech may have more. */
  maxWords: number;
}

/** A scene of one script: its lines, narration too. */
export interface Scene {
  lines: readonly DialogueLine[];
  /** From the last speech before it in the same act and place; empty where it is the first of them. */
  before: readonly DialogueLine[];
  /** The heading and narration that its act and place begin with, before anybody speaks. */
  opening: readonly DialogueLine[];
}

const isSpoken = ({ role }: DialogueLine): boolean => role !== NARRATION;

/** A heading is a line: a longer narration that begins with such words is a sentence. Our choice. */
const LONGEST_HEADING = 200;

/** Whether a line of narration begins another scene by its words alone. */
const isHeading = ({ content }: DialogueLine, stage: StageWords | undefined): boolean => {
  const [label = ''] = (content.length <= LONGEST_HEADING && stage?.heading.exec(content)) || [];
  return label.trim() !== '';
};

/** The stretches of a script that the work itself sets apart: acts, headings, and where the stage is empty between two. */
function cutPlaces(lines: readonly DialogueLine[], stage: StageWords | undefined): DialogueLine[][] {
  const places: DialogueLine[][] = [];
  let before: DialogueLine | undefined;
  let hasSpoken = false;
  let isEmpty = false;
  for (const line of lines) {
    const isOther = before?.script !== line.script || before.act_id !== line.act_id;
    const begins = !isSpoken(line) && hasSpoken && (isEmpty || isHeading(line, stage));
    if (isOther || begins) {
      places.push([]);
      hasSpoken = false;
      isEmpty = false;
    }
    (places.at(-1) as DialogueLine[]).push(line);
    if (isSpoken(line)) [hasSpoken, isEmpty] = [true, false];
    else if (hasSpoken && stage?.cleared?.test(line.content)) isEmpty = true;
    before = line;
  }
  return places;
}

/** Speeches on each side of a cut whose speakers are compared. Our choice. */
const LOOK_AROUND = 6;

/** What share of those who speak on either side of a speech speak on one side only, from 0 to 1. */
function changeOfSpeakers(speeches: readonly DialogueLine[], at: number): number {
  const names = (part: readonly DialogueLine[]) => new Set(part.map(({ role }) => role));
  const before = names(speeches.slice(Math.max(0, at - LOOK_AROUND), at));
  const after = names(speeches.slice(at, at + LOOK_AROUND));
  const all = new Set([...before, ...after]);
  const both = [...all].filter((name) => before.has(name) && after.has(name));
  return 1 - both.length / all.size;
}

/** How good a place to cut is before the speech at `at`: somebody comes or goes, others speak, a novel tells of other things. */
function cutWorth(
  speeches: readonly DialogueLine[],
  at: number,
  between: readonly DialogueLine[],
  stage: StageWords | undefined,
): number {
  const moves = between.some(({ content }) => stage?.moves.test(content)) ? 1 : 0;
  const told = between.reduce((sum, { content }) => sum + countWords(content), 0);
  return 2 * moves + 2 * changeOfSpeakers(speeches, at) + Math.min(1, told / 100);
}

/** A place without its lines before the first and after the last speech, and where its speeches are in it. */
function speechesOf(place: readonly DialogueLine[]): { speeches: DialogueLine[]; at: number[] } {
  const at = place.flatMap((line, k) => (isSpoken(line) ? [k] : []));
  return { speeches: at.map((k) => place[k] as DialogueLine), at };
}

/** How many speeches from `start` up to `stop` are within the limits, at least one. */
function countFitting(
  speeches: readonly DialogueLine[],
  [start, stop]: readonly [number, number],
  { maxSpeeches, maxWords }: SceneLimits,
): number {
  let words = 0;
  let count = 0;
  for (const { content } of speeches.slice(start, Math.min(stop, start + maxSpeeches))) {
    words += countWords(content);
    if (count > 0 && words > maxWords) break;
    count += 1;
  }
  return count;
}

/** A place as one scene, or as several where it is too long: cut where it is worth most in the second half of what fits. */
function cutPlace(place: readonly DialogueLine[], limits: SceneLimits, stage: StageWords | undefined): Scene[] {
  const { speeches, at } = speechesOf(place);
  const opening = place.slice(0, at[0]);
  const scenes: Scene[] = [];
  // What is held out begins a scene of its own.
  const firstHeld = speeches.findIndex(({ held_out }) => held_out);
  let start = 0;
  let from = 0;
  while (start < speeches.length) {
    const stop = start < firstHeld ? firstHeld : speeches.length;
    const fitting = countFitting(speeches, [start, stop], limits);
    let end = start + fitting;
    if (end < stop) {
      let most = -1;
      const [least, last] = [start + Math.ceil(fitting / 2), end];
      for (let candidate = least; candidate <= last; candidate += 1) {
        const between = place.slice((at[candidate - 1] as number) + 1, at[candidate]);
        const worth = cutWorth(speeches, candidate, between, stage);
        if (worth >= most) [most, end] = [worth, candidate];
      }
    }
    // Narration between two scenes tells what the second begins with.
    const to = end < speeches.length ? (at[end - 1] as number) + 1 : place.length;
    const before = start > 0 ? place.slice(at[start - 1], from) : [];
    scenes.push({ lines: place.slice(from, to), before, opening });
    [start, from] = [end, to];
  }
  return scenes;
}

/**
 * Cuts scripts into scenes, in their order: at acts, headings and chapters, where the stage is empty, and where a stretch is longer
 * than the limits, there where somebody comes or goes, others speak, or a novel tells of other things. Lines that nobody
 * speaks near are in none; no scene lies on both sides of a line where `held_out` begins. `lines` may be of several scripts.
 */
export function cutScenes(lines: readonly DialogueLine[], language: LanguageCode, limits: SceneLimits): Scene[] {
  const { stage } = languageOf(language);
  return cutPlaces(lines, stage).flatMap((place) => cutPlace(place, limits, stage));
}
