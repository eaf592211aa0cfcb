import { squeeze } from '../text/words.js';
import { chineseLines } from './chinese-joined-cues.js';
import { callsPerson } from './chinese-persons.js';
import {
  type ChineseCue,
  type CuePlace,
  chineseCueOf,
  isChineseHeading,
  isSentence,
  leadsIn,
} from './chinese-play-cues.js';
import { labelOf } from './labels.js';
import { withoutNameLists } from './name-lists.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { speakTogether } from './speaker-names.js';
import { withoutWebTags } from './web-tags.js';

const DIRECTION = /[（(【〔[]([^（(）)】〔〕[\]]{1,200})[）)】〕\]]/gu;
/** How a voice is heard is no direction to tell of. */
const HEARD = /^(?:V\.?O\.?|O\.?S\.?|O\.?C\.?|画外音|畫外音|旁白|内心独白)$/iu;
const LOOK_AT = 20_000;

interface Reading {
  lines: ScriptLine[];
  act: number;
  /** The cue of a line of its own whose speech is still to come or goes on. */
  open: { name: string; spoken: ScriptLine | undefined } | undefined;
}

/** Whose cues these are: how often each name stands in each place. */
interface Cues {
  place: CuePlace;
  names: ReadonlyMap<string, number>;
  count: number;
}

/** Whether words that could be said stand below a name, behind what stands there in brackets. */
function saysBelow(lines: readonly string[], at: number): boolean {
  for (const line of lines.slice(at + 1, at + 4)) {
    const below = line.trim();
    if (below === '' || /^[（(【[][^）)】\]]*[）)】\]]$/u.test(below)) continue;
    return /[。！？…，!?]/u.test(below) && !/^[△▲〔]/u.test(below) && !isChineseHeading(below);
  }
  return false;
}

/** Counts the cues of each place and says where most of those stand that recur. */
function countCues(lines: readonly string[]): Cues {
  const places: Record<CuePlace, Map<string, number>> = {
    colon: new Map(),
    gap: new Map(),
    braces: new Map(),
    own: new Map(),
    sung: new Map(),
  };
  for (const [at, line] of lines.entries()) {
    const cue = chineseCueOf(line);
    if (!cue || (cue.place === 'colon' && leadsIn(line)) || (cue.place === 'own' && !saysBelow(lines, at))) continue;
    if (cue.place === 'gap' && !isSentence(cue.text)) continue;
    places[cue.place].set(cue.name, (places[cue.place].get(cue.name) ?? 0) + 1);
  }
  const ranked = (Object.keys(places) as CuePlace[]).map((place) => {
    const times = [...places[place].values()];
    const recurring = times.reduce((sum, n) => sum + (n > 1 ? n : 0), 0);
    return { place, names: places[place], count: times.reduce((sum, n) => sum + n, 0), recurring };
  });
  return ranked.reduce((best, next) =>
    next.recurring > best.recurring || (next.recurring === best.recurring && next.count > best.count) ? next : best,
  );
}

/** Whether a possible cue is one in this play. */
function isCue(cue: ChineseCue, { place, names }: Cues, lines: readonly string[], at: number): boolean {
  if (cue.place !== place)
    return names.has(cue.name) && (cue.place === 'colon' || (cue.place === 'own' && saysBelow(lines, at)));
  if (place === 'gap') return names.has(cue.name) || isSentence(cue.text);
  return place !== 'own' || (saysBelow(lines, at) && ((names.get(cue.name) ?? 0) > 1 || standsAsCue(cue, lines, at)));
}

/** What stands in quotation marks. (A regular expression for the whole of it overflows on a line of 10 MB.) */
const withoutQuotes = (said: string) =>
  said.length > 1 && /[“「]/u.test(said.charAt(0)) && /[”」]/u.test(said.slice(-1)) ? squeeze(said.slice(1, -1)) : said;

/** Whether a name that stands alone only once stands where the others do: behind what is over. */
function standsAsCue({ name }: ChineseCue, lines: readonly string[], at: number): boolean {
  const above = lines[at - 1]?.trim() ?? '';
  const isOver =
    above === '' || /[。！？…!?）)】」”]$/u.test(above) || /^[△▲〔]/u.test(above) || isChineseHeading(above);
  return isOver && /^[\p{Script=Han}·]{1,6}$/u.test(name);
}

/** Cues without a name that recurs are a play's where each is a person's and they are most of the text (our choice). */
const isSmallPlay = ({ names, count }: Cues, share: number): boolean =>
  count > 2 && share > 0.6 && [...names.keys()].every(callsPerson);

/** What is said in a line, and what is done. */
function partsOf(text: string): { content: string; directions: string[] } {
  const directions = [...text.matchAll(DIRECTION)].map((match) => squeeze(match[1]!));
  const content = withoutQuotes(squeeze(text.replace(DIRECTION, '')));
  return { content, directions };
}

function tell(reading: Reading, content: string, line: number): void {
  if (content !== '' && !HEARD.test(content)) reading.lines.push({ speaker: null, content, act: reading.act, line });
}

function readSpeech(reading: Reading, cue: ChineseCue, line: number): void {
  const { content, directions } = partsOf(cue.text);
  const name = speakTogether(cue.name).join('、');
  const spoken = { speaker: name, content, act: reading.act, line };
  if (content !== '') reading.lines.push(spoken);
  for (const done of [squeeze(cue.direction ?? ''), ...directions]) tell(reading, done, line);
  reading.open = { name, spoken: content === '' ? undefined : spoken };
}

/** A line below a name that stands alone, or one that goes on with a speech. */
function goOn(reading: Reading, row: string, line: number): void {
  const { content, directions } = partsOf(row);
  const { open } = reading;
  if (content !== '' && open!.spoken) open!.spoken.content += content;
  else if (content !== '') {
    open!.spoken = { speaker: open!.name, content, act: reading.act, line };
    reading.lines.push(open!.spoken);
  }
  for (const done of directions) tell(reading, done, line);
}

/** A line that nobody speaks; brackets and marks around it are no words. */
function readNarration(reading: Reading, row: string, line: number): void {
  reading.open = undefined;
  const words = row
    .replace(/^[△▲]\s*/u, '')
    .replace(/^【([^】]*)】\s*(?=\S)/u, '$1：')
    .replace(/^[（(【〔](.*?)[）)】〕]?$/u, '$1');
  tell(reading, squeeze(words), line);
}

function readPlay(text: string): ScriptLine[] {
  const { texts: lines, numbers } = chineseLines(text);
  const cues = countCues(lines);
  const reading: Reading = { lines: [], act: 0, open: undefined };
  for (const [at, source] of lines.entries()) {
    const number = numbers[at]!;
    const row = squeeze(source);
    if (row === '') {
      if (reading.open?.spoken) reading.open = undefined;
      continue;
    }
    const isHeading = isChineseHeading(row);
    if (isHeading && reading.lines.length > 0) reading.act += 1;
    const cue = isHeading ? undefined : chineseCueOf(source);
    if (cue && isCue(cue, cues, lines, at)) readSpeech(reading, cue, number);
    else if (!isHeading && speaksOn(reading, source, cues.place)) goOn(reading, row, number);
    else readNarration(reading, row, number);
  }
  return reading.lines;
}

/** Whether a line without a cue belongs to the speech above: below a name alone, or set in below a padded one. */
function speaksOn({ open }: Reading, source: string, place: CuePlace): boolean {
  if (!open || /^\s*[△▲〔]/u.test(source) || labelOf(source) !== undefined) return false;
  // `林雨：` alone on its line, what she says below.
  if (open.spoken === undefined) return true;
  if (place === 'sung') return !/^\s*[（(][^（()）]*[下上]场?[）)]\s*$/u.test(source);
  return place === 'own' || (place === 'gap' && /^[\s　]{2}/u.test(source));
}

/**
 * Chinese plays: `甲：……`, `【甲】……`, `甲　……` with names padded to one width, or the name on a line of its own; lines without a name are
 * narration; 第X幕 and 第X场 are acts.
 */
export const chinesePlay: ScriptFormat = {
  name: 'chinese-play',

  recognise(text) {
    const lines = chineseLines(text.slice(0, LOOK_AT)).texts.filter((line) => line.trim() !== '');
    const cues = countCues(lines);
    const { place, names, count } = cues;
    const paragraphs = place === 'own' ? lines.length / 2 : lines.length;
    const share = lines.length === 0 ? 0 : Math.min(1, count / paragraphs);
    const recurs = names.size < count || isSmallPlay(cues, share);
    return share < 0.3 || !recurs ? 0 : 0.6 + 0.4 * share;
  },

  seen(text) {
    const { names, count } = countCues(text.slice(0, LOOK_AT).split('\n'));
    if (count === 0) return undefined;
    const why = names.size === count ? 'no name recurs' : 'a play has more';
    return `${count} ${count === 1 ? 'line looks' : 'lines look'} like cues of a Chinese play (${[...names.keys()].slice(0, 3).join('、')}), but ${why}`;
  },

  read: (text) => withoutNameLists(readPlay(withoutWebTags(text))),
};
