import { rememberSome } from '../text/remember-some.js';
import { squeeze } from '../text/words.js';
import { isLabel } from './labels.js';
import { nameOfAll } from './speaker-names.js';
import { withoutDirections } from './stage-directions.js';

/** Longer lines are no cues (our choice; the longest in the corpus has 159 signs). */
const LONGEST_CUE = 250;
/** Longer lines hardly come again (our choice). */
const LONGEST_ALONE = 80;

const PLACE = String.raw`(?:INT(?:\.|\b)|EXT(?:\.|\b)|I\.?\/E\.?|(?:INTERIOR|EXTERIOR|INNEN|AU(?:SS|ß)EN)(?=[.:/]|\s[-–—]))`;
const SCENE = new RegExp(String.raw`^(?:\d{1,4}[A-Z]?[.)]?\s+)?(?:${PLACE}\s?\/\s?)?${PLACE}[.:]?\s*[^\s.:]`, 'i');
const ESTABLISHING = /^(?:\d{1,4}[A-Z]?\.?\s+)?EST[.\s]\s*\S/;
const EXTENSION = /\s*[(（][^()（）]*[)）]?/gu;
/** `CUT TO:`, `SLOW FADE OUT.`, `SMASH CUT`, `BACK TO SCENE`. */
const TRANSITION =
  /^(?:[A-Z]{1,12}[ -]){0,2}(?:CUTS?|FADES?|DISSOLVES?|WIPES?|INTERCUT|(?:JUMP|SMASH) CUT)(?: (?:BACK|UP))?(?: (?:TO|IN|OUT|INTO|ON|FROM|WITH|OUT TO|IN ON)\b[A-Z' ]{0,30})?\W*$|^(?:BACK TO SCENE|BACK TO|SMASH TO|IRIS (?:IN|OUT)|THE END|END OF (?:ACT|FILM|SHOW|EPISODE)[A-Z ]{0,20}|END CREDITS|TO BE CONTINUED)\W*$/;
/** In Fountain whatever ends in `TO:` turns one scene into the next. */
const ENDS_IN_TO = /^(?:[A-Z' ]{1,40} )?(?:TO|IN|OUT)[:.]$/;
const GOES_ON = /^\W*(?:CONTINUED|MORE)\W*$/;

/** Whether a line opens a scene: `INT. HOUSE - DAY`, with or without scene number. */
export function isSceneHeading(line: string): boolean {
  const words = line.trim();
  return SCENE.test(words) || ESTABLISHING.test(words);
}

/** Whether a line in the midst of a speech can be nothing but the turn to another scene. */
export const isPlainTransition = (line: string): boolean => TRANSITION.test(line.trim());

/** Whether a line tells how one scene turns into the next (`CUT TO:`), or that a page goes on. */
export function isTransition(line: string): boolean {
  const words = line.trim();
  return TRANSITION.test(words) || ENDS_IN_TO.test(words) || GOES_ON.test(words);
}

/** The name in a cue: without `(V.O.)`, `(CONT'D)`, the mark of dual dialogue and the forcing `@`. */
function cueName(line: string): string {
  const name = line
    .trim()
    .replace(/^@/, '')
    .replace(/\s*\^$/, '')
    .replace(EXTENSION, ' ')
    .replace(/\s+(?:V\.O\.?|O\.S\.?|O\.C\.?|[VO]\/[OSC]|CONT['’]D)\W*$/, '')
    .replace(/[*_]+/g, '')
    .replace(/[:\s]+$/, '')
    .trim();
  return /\p{L}{3,}\.$/u.test(name) ? name.slice(0, -1) : name;
}

/** Who speaks under a cue: `MARTHA/BOY` and `MARTHA + BOY` are `Martha and Boy`. */
export const speakersOf = rememberSome((cue: string): string => {
  const name = cueName(cue);
  if (cue.trim().startsWith('@')) return name;
  return nameOfAll(name);
}, LONGEST_ALONE);

/** Whether a line could be a cue: capitals but for what stands in parentheses, no heading, no transition, not quoted. */
export const looksLikeCue = rememberSome((line: string): boolean => {
  const text = line.trim();
  if (text.length > LONGEST_CUE) return false;
  if (/^@\s*\p{L}/u.test(text)) return true;
  if (isSceneHeading(text) || isTransition(text)) return false;
  if (/^["'“‘(>~!.=#[-]/.test(text) || /[!?,;—–-]$/.test(text)) return false;
  if (text.endsWith(':') && isLabel(text.slice(0, -1))) return false;
  const name = cueName(text);
  if (/\S {4,}\S/.test(text.replace(EXTENSION, ''))) return false;
  if (!/\p{L}/u.test(name) || /[)\]]/.test(name) || /\p{Ll}/u.test(name.replace(/(?<=^| )(?:Mc|Mac)(?=\p{Lu})/gu, '')))
    return false;
  return !/^\W*\d+\W*$/.test(name);
}, LONGEST_ALONE);

/** Whether a cue says how its speaker is heard: `MARTHA (V.O.)`. */
export const hasExtension = (line: string): boolean => /\((?:V\.?O|O\.?[SC]|CONT|ON |OFF)/i.test(line);

const withoutEmphasis = (text: string) =>
  text.replace(/\\?[*_]+/g, (marks) => (marks[0] === '\\' ? marks.slice(1) : ''));

/** Words without marks of emphasis and with single blanks. */
export const plainWords = (text: string): string => squeeze(withoutEmphasis(text));

/** A speech without its parentheticals: what stands in parentheses at the beginning of a line, wrapped or not, and directions. */
export function withoutParentheticals(lines: readonly string[]): string {
  const spoken: string[] = [];
  let inParenthetical = false;
  for (const line of lines) {
    let words = line.trim().replace(/^~/, '');
    if (inParenthetical || /^[(（]/u.test(words)) {
      const close = words.search(/[)）]/u);
      inParenthetical = close < 0;
      words = close < 0 ? '' : words.slice(close + 1);
    }
    spoken.push(words);
  }
  return plainWords(withoutDirections(spoken.join(' '), { parentheses: 'speech' }));
}
