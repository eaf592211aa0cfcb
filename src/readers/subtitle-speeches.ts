import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import type { ScriptLine } from './script.js';
import { nameOfAll } from './speaker-names.js';
import { cutLabel, isNarrator } from './spoken-label.js';
import { cutBracketed } from './subtitle-brackets.js';

/** One title of a film: what is shown at once. */
export interface Cue {
  /** Its lines, each with who speaks where the format says so: a name, or null where nobody does. */
  said: { text: string; speaker?: string | null; line: number }[];
}

/** Names that translators give to titles that nobody speaks. */
const NO_VOICE =
  /^(?:signs?|text|titles?|song|songs|lyrics?|op|ed|opening|ending|karaoke|credits?|caption|captions|ntp|note|staff|default|main)$/i;

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  nbsp: ' ',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** A line without markup and overrides; brackets stay. */
function withoutTags(text: string): string {
  return text
    .replace(/\{\\[^{}]*\}|<\/?[a-zA-Z][^<>]*>|<[\d:.]+>/g, '')
    .replace(
      /&(lt|gt|amp|nbsp|quot|apos|#39);|&[lr]l?m;/g,
      (_, name: string | undefined) => ENTITIES[name ?? ''] ?? '',
    );
}

/** Without the sounds and directions that stand in brackets. */
const spokenWords = (text: string) =>
  squeeze(text.replace(/\[[^[\]]{0,200}\]|\([^()]{0,200}\)|（[^（）]{0,200}）/g, ' ')).replace(/ (?=[.,!?;:])/g, '');

/** The marks that begin a line of another speaker, and those of broadcasters. */
const TURN = /^\s*(?:[-–—‐]\s*|>{2,3}\s*)/;

interface Part {
  text: string;
  /** The text with the label that may be none. */
  whole: string;
  name: string | undefined;
  /** The name stands in brackets, as sounds do too. */
  isBracketed: boolean;
  /** What the format names as the voice; undefined where it says nothing. */
  voice: string | null | undefined;
  /** The line begins another speaker's words. */
  turns: boolean;
  line: number;
}

function partOf({ text, speaker, line }: Cue['said'][number]): Part {
  const bare = withoutTags(text).trim();
  const turns = TURN.test(bare);
  const whole = bare.replace(TURN, '');
  const colon = speaker === undefined ? cutLabel(whole.replace(/^["“]/, '')) : undefined;
  const label = speaker === undefined && !colon ? cutBracketed(whole) : colon;
  return {
    text: label ? label.words : whole,
    whole,
    name: label?.name,
    isBracketed: label !== undefined && !colon,
    voice: speaker,
    turns,
    line,
  };
}

/** Titles of sounds and songs. */
const NOT_SPOKEN = /^[[(（♪♫]/;

/** A name in capitals is a label; one in title case only where it recurs, or where most titles have one. */
function believedNames(cues: readonly Cue[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const inBrackets = new Map<string, number>();
  let labelled = 0;
  let spoken = 0;
  for (const { said } of cues) {
    const parts = said.map(partOf);
    for (const { name, isBracketed } of parts) {
      if (name === undefined) continue;
      const counted = isBracketed ? inBrackets : counts;
      counted.set(name, (counted.get(name) ?? 0) + 1);
    }
    if (parts.some(({ whole }) => whole !== '' && !NOT_SPOKEN.test(whole))) spoken++;
    if (parts.some(({ name }) => name !== undefined)) labelled++;
  }
  const isMostlyLabelled = labelled * 2 > spoken;
  const isShouted = (name: string) => !/\p{Ll}/u.test(name) && /\p{Lu}/u.test(name);
  const recurs = [...inBrackets.values()].some((count) => count > 1);
  return new Set([
    ...[...counts].flatMap(([name, count]) => (isMostlyLabelled || isShouted(name) || count > 1 ? [name] : [])),
    ...[...inBrackets].flatMap(([name, count]) => (count > 1 || (isMostlyLabelled && recurs) ? [name] : [])),
  ]);
}

/** Words of one speaker in one title. */
interface Turn {
  /** undefined where the title does not say whose they are. */
  name: string | null | undefined;
  text: string;
  isOther: boolean;
  line: number;
}

function turnsOf(parts: readonly Part[], believed: ReadonlySet<string>): Turn[] {
  const turns: Turn[] = [];
  for (const part of parts) {
    const label = part.name !== undefined && believed.has(part.name) ? part.name : undefined;
    const name = part.voice === undefined ? label : part.voice;
    const text = label === undefined ? part.whole : part.text;
    const last = turns.at(-1);
    if (last && !part.turns && (name === undefined || name === last.name)) last.text += ` ${text}`;
    else turns.push({ name, text, isOther: part.turns, line: part.line });
  }
  return turns;
}

function* turnsIn(cues: readonly Cue[], believed: ReadonlySet<string>): Generator<Turn> {
  for (const { said } of cues) yield* turnsOf(said.map(partOf), believed);
}

/** Whether a speech breaks off in the midst of a sentence. */
const isOpen = (speech: string) => !/[.!?…。！？"”’』」♪~–—-]$/.test(speech);

const isSung = (words: string) => /^[♪♫#]|[♪♫]$/.test(words);

/** Who speaks a turn, as a script spells it; null for songs, signs and narration. */
function speakerOf({ name }: Turn, words: string): string | null {
  if (typeof name !== 'string' || words === '' || isSung(words) || isNarrator(name) || NO_VOICE.test(name)) return null;
  return nameOfAll(name);
}

/** Whether a turn goes on with the speech before it, which breaks off in a sentence. */
function goesOn({ name, isOther }: Turn, words: string, speaker: string | null, last: ScriptLine | undefined): boolean {
  if (!last || last.speaker === null || words === '' || !isOpen(last.content)) return false;
  return speaker === last.speaker || (name === undefined && !isOther && !isSung(words));
}

/**
 * Who says what in subtitles. A title without a name goes on with the speech before it where that breaks off in a sentence;
 * otherwise nobody can know whose it is, and it is narration. Throws UserError where no title names anybody.
 */
export function speechesOf(cues: readonly Cue[], file: string, kind: string): ScriptLine[] {
  const believed = believedNames(cues);
  const lines: ScriptLine[] = [];
  // A title at a time: a long file has a million of them.
  for (const turn of turnsIn(cues, believed)) {
    const words = spokenWords(turn.text);
    const speaker = speakerOf(turn, words);
    const last = lines.at(-1);
    if (goesOn(turn, words, speaker, last)) {
      last!.content += ` ${words}`;
      continue;
    }
    const content = words === '' ? squeeze(turn.text.replace(/[[\]()]/g, ' ')) : words;
    if (content !== '') lines.push({ speaker, content, act: 0, line: turn.line });
  }
  if (lines.some(({ speaker }) => speaker !== null)) return lines;
  throw new UserError(`these ${kind} subtitles do not say who speaks: ${cues.length} titles and no name`, {
    file,
    advice:
      'Take subtitles with speakers ("MARTHA: …", <v Martha>), or the script of the film: who speaks cannot be known from the words.',
  });
}
