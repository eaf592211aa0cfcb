import { languageOf } from '../../languages/index.js';
import type { Prompts } from '../../prompts/load.js';
import { BARE_SAMPLE, type DialogueLine, NARRATION, type Profile, type Sample } from '../../records.js';
import { cutScenes, type Scene } from '../../scene/cut-scenes.js';
import { hashOf } from '../../store/atomic.js';
import { spokenPart } from '../../text/actions.js';
import { type Capitals, learnCapitals } from '../../text/capitals.js';
import { asProse, verseLines } from '../../text/verse.js';
import { countWords, squeeze } from '../../text/words.js';
import type { ScenesSettings } from './settings.js';
import { renderSystem, settingOf } from './system-text.js';
import { toTurns } from './turns.js';

/** Who the samples are by: nobody wrote them anew. */
const SCRIPT = 'script';

/** From this share of narration on a script is told, as a novel is. Our choice: plays have less than a third, novels more than two. */
const TOLD_SHARE = 0.5;

/** The scripts that are told. */
function findTold(lines: readonly DialogueLine[]): Set<string> {
  const lengths = new Map<string, { all: number; told: number }>();
  for (const { script, role, content } of lines) {
    const known = lengths.get(script) ?? { all: 0, told: 0 };
    lengths.set(script, known);
    known.all += content.length;
    if (role === NARRATION) known.told += content.length;
  }
  return new Set([...lengths].flatMap(([script, { all, told }]) => (told > TOLD_SHARE * all ? [script] : [])));
}

/** A quotation that a novel gives to nobody: the role itself may say it, or somebody whom it answers. */
const UNCLAIMED = /^\s*["“«「『]/;

/** Where a dialogue cannot go on: at words of a speaker who is not known. */
const isUnclaimed = ({ role, content }: DialogueLine): boolean => role === NARRATION && UNCLAIMED.test(content);

/** What a novel tells between two speeches that belong together, in words or characters; more leads to another time or place. Our choice. */
const TOLD_BETWEEN = { word: 60, character: 100 };

/** Stretches of a scene that are one talk and in which it is known who speaks. */
function stretchesOf(scene: Scene, { language }: Profile, isTold: boolean): Scene[] {
  const most = isTold ? TOLD_BETWEEN[languageOf(language).unit] : Number.POSITIVE_INFINITY;
  const stretches: { lines: DialogueLine[]; before: readonly DialogueLine[] }[] = [{ lines: [], before: scene.before }];
  let between: DialogueLine[] = [];
  for (const line of scene.lines) {
    if (line.role === NARRATION && !isUnclaimed(line)) {
      between.push(line);
      continue;
    }
    const told = between.reduce((sum, { content }) => sum + countWords(content), 0);
    const isApart = told > most && stretches.at(-1)?.lines.some(({ role }) => role !== NARRATION);
    if (isApart) stretches.push({ lines: [], before: between.slice(0, 1) });
    for (const before of between) stretches.at(-1)?.lines.push(before);
    between = [];
    if (isUnclaimed(line)) stretches.push({ lines: [], before: [line] });
    else stretches.at(-1)?.lines.push(line);
  }
  for (const last of between) stretches.at(-1)?.lines.push(last);
  return stretches.map((stretch) => ({ ...scene, ...stretch }));
}

/** What was said last before a scene, where it is known who said it. */
function cueBefore({ before }: Scene): DialogueLine | undefined {
  return before.find((line) => line.role !== NARRATION);
}

/** A direction within a speech, as some scripts write it: `[Aside] Wormwood.` */
const BRACKETED = /\[[^[\]]*\]|【[^【】]*】/g;

/** What is said in each line of verse, without actions and directions. */
const spokenLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => spokenPart(line.replace(BRACKETED, ' ')))
    .filter((line) => line !== '')
    .join('\n');

/** How the samples of a role are made. */
export interface ScenesOf {
  profile: Profile;
  own: ScenesSettings;
  prompts: Prompts;
  /** What is said in a line, as the settings have verse. */
  say(line: DialogueLine): string;
}

/** The role's sample of a stretch; undefined where it speaks too seldom in it. */
function toSample(scene: Scene, { profile, own, prompts, say }: ScenesOf, isTold: boolean): Sample | undefined {
  const { role, language } = profile;
  if (!scene.lines.some((line) => line.role === role)) return undefined;
  const sayLine = own.directions ? say : (line: DialogueLine) => spokenLines(say(line));
  // What stands before the first speech is the setting.
  const lines = scene.lines.slice(scene.lines.findIndex((line) => line.role !== NARRATION));
  const speeches = { lines, cue: cueBefore(scene), sayLine, keepsDirections: own.directions };
  const turns = toTurns(speeches, role, languageOf(language).joiner);
  if (turns.filter(({ trained }) => trained).length < own.minTurns) return undefined;
  const spoken = scene.lines.filter((line) => line.role !== NARRATION);
  const [first, last] = [spoken[0] as DialogueLine, spoken.at(-1) as DialogueLine];
  const present = [...new Set(spoken.map((line) => line.role))].filter((name) => name !== role);
  return {
    ...BARE_SAMPLE,
    id: hashOf(JSON.stringify([role, first.script, first.diag_id, last.diag_id])).slice(0, 16),
    recipe: 'scenes',
    kind: 'script',
    role,
    language,
    system: renderSystem(
      profile,
      { setting: settingOf(scene, profile, { most: own.settingWords, isTold }), present },
      prompts,
    ),
    turns,
    requests: [],
    segment: { script: first.script, from: first.diag_id, to: last.diag_id, lines: [first.line, last.line] },
    model: SCRIPT,
    held_out: first.held_out ?? false,
  };
}

/** A role's samples of its scripts, in their order, and what is left out of them, a line each. */
export interface RoleScenes {
  samples: Sample[];
  lacks: string[];
}

/** Speeches longer than a scene may be, which no sample holds: a trainer would cut them. */
const isTooLong = ({ role, content }: DialogueLine, { maxWords }: ScenesSettings): boolean =>
  role !== NARRATION && countWords(content) > maxWords;

/** What the role has no sample of although it speaks. */
function describeLacks(role: string, lines: readonly DialogueLine[], samples: readonly Sample[], own: ScenesSettings) {
  const spoken = lines.filter((line) => line.role !== NARRATION);
  const ownLines = spoken.filter((line) => line.role === role);
  if (ownLines.length === 0) return [];
  const scripts = [...new Set(ownLines.map(({ script }) => script))].join(', ');
  if (!spoken.some((line) => line.role !== role))
    return [`${role}: nobody else speaks in ${scripts}, so that it has no scene`];
  if (samples.length > 0) return [];
  return [`${role}: speaks in no scene of ${scripts} at least ${own.minTurns} times with somebody else`];
}

/** Cuts a role's scripts into scenes and makes a sample of each in which it speaks often enough. */
export function makeRoleScenes(lines: readonly DialogueLine[], about: ScenesOf): RoleScenes {
  const { profile, own } = about;
  const long = lines.filter((line) => isTooLong(line, own));
  const fitting = long.length === 0 ? lines : lines.filter((line) => !isTooLong(line, own));
  const told = findTold(lines);
  const samples = cutScenes(fitting, profile.language, own).flatMap((scene) => {
    const isTold = told.has(scene.lines[0]?.script ?? '');
    return stretchesOf(scene, profile, isTold).flatMap((stretch) => toSample(stretch, about, isTold) ?? []);
  });
  const [first] = long;
  const lacks = describeLacks(profile.role, lines, samples, own);
  if (first) {
    const where = `${first.script}:${first.line}`;
    lacks.push(
      `${profile.role}: ${long.length} ${long.length === 1 ? 'speech is' : 'speeches are'} longer than scenes.maxWords (${own.maxWords}) and in no scene, the first at ${where}`,
    );
  }
  return { samples, lacks };
}

/** How the speeches of scripts are said: verse reads as prose, or keeps its lines. A script with verse is looked at once, for the words that keep a capital. */
export function createSayer(lines: readonly DialogueLine[], own: ScenesSettings): (line: DialogueLine) => string {
  if (own.verse === 'lines') return ({ content, verse }) => verseLines(content, verse).map(squeeze).join('\n');
  const known = new Map<string, Capitals>();
  const capitalsOf = (script: string): Capitals => {
    const capitals = known.get(script) ?? learnCapitals(lines.filter((line) => line.script === script));
    known.set(script, capitals);
    return capitals;
  };
  return ({ script, content, verse }) => squeeze(verse ? asProse(content, verse, capitalsOf(script)) : content);
}
