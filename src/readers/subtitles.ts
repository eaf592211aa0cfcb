import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { canBeName } from './spoken-label.js';
import { type Cue, speechesOf } from './subtitle-speeches.js';

/** How much of a text is looked at to recognise it. */
const LOOK_AT = 20_000;

const CLOCK = String.raw`(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,2}:\d{2})(?:[.,]\d{1,3})?`;
/** The times of a title as SubRip, WebVTT, YouTube's SBV and Teams (`0:0:3.25 --> 0:0:5.1`) write them. */
const TIMES = new RegExp(String.raw`^\s*${CLOCK}\s*(?:-->|,(?=\d{1,2}:\d{2}))\s*${CLOCK}(?:\s|$)`);
/** MicroDVD: frames before the words, lines parted by bars. */
const FRAMES = /^\{\d+\}\{\d*\}(.*)$/;

/** The parts of a WebVTT line by its voice tags: `<v Martha>words</v>`. */
function cutVoices(text: string, line: number, voice: string | undefined): Cue['said'] {
  const said: Cue['said'] = [];
  let [speaker, from] = [voice, 0];
  const push = (to: number) => {
    const words = text.slice(from, to);
    if (words.trim() !== '') said.push({ text: words, ...(speaker === undefined ? {} : { speaker }), line });
  };
  for (const tag of text.matchAll(/<v(?:\.[^\s<>]*)?\s+([^<>]{1,100})>|<\/v>/g)) {
    push(tag.index);
    speaker = tag[1]?.replace(/\s+/g, ' ').trim();
    from = tag.index + tag[0].length;
  }
  push(text.length);
  return said;
}

/** The voice that a line leaves open for the next one of its title. */
function voiceAfter(text: string, voice: string | undefined): string | undefined {
  const last = [...text.matchAll(/<v(?:\.[^\s<>]*)?\s+([^<>]{1,100})>|<\/v>/g)].at(-1);
  return last ? last[1]?.replace(/\s+/g, ' ').trim() : voice;
}

function readCues(text: string): Cue[] {
  const cues: Cue[] = [];
  let open: Cue | undefined;
  let voice: string | undefined;
  const lines = text.split('\n');
  for (const [at, source] of lines.entries()) {
    const frames = FRAMES.exec(source);
    if (frames) {
      cues.push({ said: frames[1]!.split('|').map((words) => ({ text: words, line: at + 1 })) });
    } else if (TIMES.test(source)) {
      open = { said: [] };
      voice = undefined;
      cues.push(open);
    } else if (source.trim() === '') {
      // SubRip allows an empty line inside a title; the number and times of the next one tell that it has ended.
      const next = lines[at + 1] ?? '';
      if (TIMES.test(next) || TIMES.test(lines[at + 2] ?? '') || /^(?:NOTE|STYLE|REGION)\b/.test(next))
        open = undefined;
    } else if (open) {
      // A number that stands right above the times of the next title belongs to that.
      if (/^\s*\d+\s*$/.test(source) && TIMES.test(lines[at + 1] ?? '')) continue;
      open.said.push(...cutVoices(source, at + 1, voice));
      voice = voiceAfter(source, voice);
    }
  }
  return cues.filter(({ said }) => said.length > 0);
}

/** Whether nearly every title has a name alone on its first line, as transcripts of Teams have, and names recur. */
function haveNamesAbove(cues: readonly Cue[]): boolean {
  const names = cues.flatMap(({ said: [first, second] }) => {
    const name = first?.text.trim() ?? '';
    return second && first?.speaker === undefined && canBeName(name) && !/[.,…]$/.test(name) ? [name] : [];
  });
  return names.length * 10 >= cues.length * 9 && new Set(names).size < names.length;
}

/** The titles with the name that stands above their words as who speaks them. */
const withNamesAbove = (cues: readonly Cue[]): Cue[] =>
  cues.map(({ said }) =>
    said.length < 2 ? { said } : { said: said.slice(1).map((part) => ({ ...part, speaker: squeeze(said[0]!.text) })) },
  );

/** Subtitles of films and meetings: SubRip (SRT), WebVTT, SBV and MicroDVD, with the speaker before the words or in a voice tag. */
export const subtitles: ScriptFormat = {
  name: 'subtitles',
  recognise(text, { file }) {
    const start = text.slice(0, LOOK_AT);
    if (/^\s*WEBVTT(?:\s|$)/.test(start)) return 1;
    const lines = start.split('\n').filter((line) => line.trim() !== '');
    const first = lines.findIndex((line) => TIMES.test(line) || FRAMES.test(line));
    if (first >= 0 && first <= 3) return 1;
    // Teams writes the meeting's title and date above.
    if (first >= 0 && first <= 8 && lines[first]!.includes('-->')) return 1;
    return /\.(?:srt|vtt|sbv)$/i.test(file) && first >= 0 ? 1 : 0;
  },
  read(text, { file }): ScriptLine[] {
    const cues = readCues(text);
    const hasVoices = cues.some(({ said }) => said.some(({ speaker }) => speaker !== undefined));
    // Where voices are tagged, a word before a colon is only a word, and words without a voice are nobody's.
    if (hasVoices) for (const { said } of cues) for (const part of said) part.speaker ??= null;
    const spoken = !hasVoices && haveNamesAbove(cues) ? withNamesAbove(cues) : cues;
    return speechesOf(spoken, file, /^\s*WEBVTT/.test(text) ? 'WebVTT' : 'SubRip');
  },
};
