import { type Exchange, findExchanges } from '../../prompts/exchanges.js';
import { type DialogueLine, NARRATION, type Profile, type Segment } from '../../records.js';
import { cutScenes } from '../../scene/cut-scenes.js';
import { hashNumber } from '../../text/random.js';
import type { PlotQaSettings } from './settings.js';

/** A scene that a plot can be made from. */
export interface PlotScene {
  act_id: number;
  /** The first of the narration with which its place begins. */
  opening: readonly DialogueLine[];
  lines: readonly DialogueLine[];
}

/** Who speaks in some lines beside the role, in order of first speech. */
export const partnersIn = (lines: readonly DialogueLine[], role: string): string[] => [
  ...new Set(lines.map((line) => line.role).filter((name) => name !== role && name !== NARRATION)),
];

/** Where the lines of a scene stand. */
export function segmentOf(lines: readonly DialogueLine[]): Segment {
  const [first, last] = [lines[0] as DialogueLine, lines.at(-1) as DialogueLine];
  return { script: first.script, from: first.diag_id, to: last.diag_id, lines: [first.line, last.line] };
}

/** Lines of the narration that a place begins with: its heading, and what is told first. Our choice. */
const OPENING_LINES = 3;

/** The scenes in which a role speaks with somebody, in an order that the seed decides. */
export function findPlotScenes(
  lines: readonly DialogueLine[],
  { role, language }: Pick<Profile, 'role' | 'language'>,
  { sceneSpeeches, sceneWords }: PlotQaSettings,
  seed: number,
): PlotScene[] {
  const scenes = cutScenes(lines, language, { maxSpeeches: sceneSpeeches, maxWords: sceneWords });
  const shared = scenes.filter(
    (scene) => scene.lines.some((line) => line.role === role) && partnersIn(scene.lines, role).length > 0,
  );
  const ranked = shared.map((scene) => {
    const { script, from } = segmentOf(scene.lines);
    const act_id = scene.lines[0]?.act_id ?? 0;
    const opening = scene.opening.filter((line) => !scene.lines.includes(line)).slice(0, OPENING_LINES);
    return { scene: { act_id, opening, lines: scene.lines }, at: hashNumber(seed, 'plot', role, script, from) };
  });
  return ranked.sort((a, b) => a.at - b.at).map(({ scene }) => scene);
}

/** Words of an exchange that is shown. Our choice. */
const LONGEST_EXCHANGE = 120;

/** What the role and others say to each other in its scripts, to show how they speak, and with whom it does. */
export interface Talk {
  exchanges: readonly Exchange[];
  /** Whom it speaks with, the one whom it answers most often first. */
  people: readonly string[];
}

/** People who are listed for a plot. Our choice. */
const PEOPLE = 8;

/** Finds a role's exchanges and its partners in them. */
export function findTalk(lines: readonly DialogueLine[], role: string): Talk {
  const exchanges = findExchanges(lines, role, LONGEST_EXCHANGE);
  const times = new Map<string, number>();
  for (const { cue } of exchanges) times.set(cue.role, (times.get(cue.role) ?? 0) + 1);
  const sorted = [...times].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { exchanges, people: sorted.slice(0, PEOPLE).map(([name]) => name) };
}

/** The people of a talk from the k-th on, so that not every plot is about the first of them. */
export function peopleFrom({ people }: Talk, k: number): string[] {
  const start = people.length > 0 ? k % people.length : 0;
  return [...people.slice(start), ...people.slice(0, start)];
}

/** Lines of so many exchanges from all parts of the scripts, others for each k; those with a partner first, where one is named. */
export function chooseLines({ exchanges }: Talk, k: number, count: number, partner?: string): DialogueLine[] {
  const spread = (some: readonly Exchange[]) => {
    const step = Math.max(1, Math.ceil(some.length / Math.max(1, count)));
    return some.filter((_, at) => at % step === k % step);
  };
  const own = spread(exchanges.filter(({ cue }) => cue.role === partner));
  const others = spread(exchanges.filter(({ cue }) => cue.role !== partner));
  const chosen = new Set([...own, ...others].slice(0, count));
  return exchanges.filter((one) => chosen.has(one)).flatMap(({ cue, reply }) => [cue, reply]);
}
