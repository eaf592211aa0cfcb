import { withoutManner, withoutSpeech } from './chinese-speech.js';
import { isLabel } from './labels.js';

/** How a Chinese play sets its speakers apart. */
export type CuePlace =
  /** `甲：……` */
  | 'colon'
  /** `甲　……`, the name padded to one width: `玛　莎　船回来了吗？` */
  | 'gap'
  /** `【甲】……` */
  | 'braces'
  /** The name alone on a line, the speech below. */
  | 'own'
  /** `（旦云）……`, as plays of the Yuan have it. */
  | 'sung';

/** A line read as a cue, should it be one. */
export interface ChineseCue {
  name: string;
  /** What stands in brackets behind the name. */
  direction: string | undefined;
  text: string;
  place: CuePlace;
}

const NAME = String.raw`\p{Script=Han}A-Za-z0-9#·`;
const BRACKET = String.raw`(?:[（(【[]([^）)】\]]{0,60})[）)】\]])?`;
const COLON = new RegExp(String.raw`^([${NAME}][${NAME} 　/、+]{0,15}?)\s*${BRACKET}\s*[：:]\s*(.*)$`, 'u');
/** A name whose characters stand apart, so that all are equally wide: `玛　莎`, `老　船　夫`. */
const PADDED = String.raw`\p{Script=Han}(?:[　 ]{1,4}\p{Script=Han}){1,2}(?=[　\t （(【[]|$)`;
const GAP = new RegExp(String.raw`^(${PADDED}|[${NAME}]{1,8})(?:[　\t]+| {2,})${BRACKET}\s*(\S.*)$`, 'u');
const BRACES = new RegExp(String.raw`^【([${NAME}]{1,8})】\s*[：:]?\s*${BRACKET}\s*(\S.*)$`, 'u');
const OWN = new RegExp(String.raw`^([${NAME}]{1,8}|${PADDED})\s*${BRACKET}$`, 'u');
const SUNG = /^[（(]([\p{Script=Han}，、 ]{1,24})(?:云|唱|白|念)[）)]\s*(\S.*)$/u;
/** What the speaker does before he speaks or sings: `正末扮张生上，`, `旦做悲科，`. */
const DOES_BEFORE =
  /(?:扮|上|做|同|引|见|見|领|領|拿|背|怒|笑|哭|惊|驚|慌|又|再|带|帶|仍|接|打|科|诗|詩|词|詞|[，、 ]).*$/u;
/** Signs of what is said, and not a heading of some words. */
const SAID = /[。！？…，、；—～!?,.]/u;
/** Acts, scenes and the headings of production scripts: `第1场  日  外  码头`, `2、灯室  夜  内`. */
const ACT =
  /^(?:第[零〇一二三四五六七八九十百千两\d]{1,9}[幕场場折出集回章节節](?:[\s:：].*)?|(?:场景|場景)[一二三四五六七八九十\d]{1,3}(?:[\s:：].*)?|\d{1,3}(?:[-–]\d{1,3})?[、.．\s].{0,30}(?:[日夜晨昏内外內]|傍晚|清晨|黄昏|黃昏|上午|下午|中午)(?:\s.{0,20})?)$/u;
/** `某某说：“……”` is a sentence of a novel: the name ends in a verb, and what is said stands in quotation marks. */
const LEADS_IN = /[说說问問答喊叫嚷骂叹吼应诉讲道曰](?:了|着|著)?\s*[：:]\s*[“「『"]/u;

/** Whether a line opens an act or a scene. */
export const isChineseHeading = (line: string): boolean => line.length < 80 && ACT.test(line);

/** Whether words before a colon could name a person. */
function isName(name: string): boolean {
  return /\p{Script=Han}/u.test(name) && !/[道曰]$/u.test(name) && !isLabel(name) && name.length <= 12;
}

/** Whether a line is a sentence of a novel that leads in what is said. */
export const leadsIn = (line: string): boolean => LEADS_IN.test(line);

/** Whether words are a sentence or part of one. */
export const isSentence = (words: string): boolean => SAID.test(words);

/** Verbs before a colon that are no end of a name: `老何说：` */
const VERB = /[说說问問答喊叫嚷骂罵吼]$|[说說问問答喊叫笑叹嘆骂]道$/u;

/** The name in words before a colon: `老何` of `老何说`, `小雁` of `小雁笑着说`. */
function withoutVerb(words: string): string {
  if (!VERB.test(words)) return words;
  const name = withoutManner(withoutSpeech(words));
  return name.length > 1 ? name : words;
}

const bare = (name: string) => name.replace(/[\s　]+/gu, '');

/** A line as a cue, should it be one; which places a play uses is counted. */
export function chineseCueOf(source: string): ChineseCue | undefined {
  const line = source.trim();
  const braces = BRACES.exec(line.slice(0, 100));
  if (braces) return cueFrom(braces, line.slice(100), 'braces');
  const sung = SUNG.exec(line.slice(0, 100));
  if (sung) return cueFrom([sung[0], sung[1]!.replace(DOES_BEFORE, ''), undefined, sung[2]], line.slice(100), 'sung');
  if (line === '' || isChineseHeading(line) || /^[△▲〔（(【[*#]/u.test(line)) return undefined;
  const start = line.slice(0, 100);
  const colon = COLON.exec(start);
  if (colon) return cueFrom(colon, line.slice(start.length), 'colon');
  const own = line.length < 80 ? OWN.exec(line) : null;
  if (own) return cueFrom([own[0], own[1]!, own[2], ''], '', 'own');
  const gap = GAP.exec(start);
  return gap ? cueFrom(gap, line.slice(start.length), 'gap') : undefined;
}

function cueFrom(found: readonly (string | undefined)[], more: string, place: CuePlace): ChineseCue | undefined {
  const [, written, direction, text] = found;
  const name = place === 'colon' ? withoutVerb(bare(written!)) : bare(written!);
  return isName(name) ? { name, direction, text: text! + more, place } : undefined;
}
