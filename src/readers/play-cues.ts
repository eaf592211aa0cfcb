import { rememberSome } from '../text/remember-some.js';
import { isLabel } from './labels.js';
import { isHeading } from './play-headings.js';
import { bracketEnds, isMove, isStageLine } from './stage-directions.js';

/** A line read as a cue: whose name it is, what follows the name, and in which form it stands. */
export interface Cue {
  name: string;
  /** Where the speech begins in the line. */
  rest: string;
  /** `own line or inline | capitals, mixed or loose (only the first word has one) | what stands before the line | mark after the name` */
  form: string;
  /** The name stands in bold with a colon, as nothing else does: `**the second guest:**`. */
  isBoldLabel?: true;
}

const LONGEST_NAME = 80;
const TITLE = /(?:^|\s)(?:dr|mr|mrs|ms|st|rev|hon|capt|col|gen|lt|sgt|prof|mme|mlle)$/i;
/** Whether words end in a title and its full stop: what follows belongs to it. */
export const endsInTitle = (words: string): boolean => TITLE.test(words.trimEnd().replace(/\.$/, ''));
const LINK = /^(?:[+/]|#\d{1,3}|of|the|and|to|in|de|la|le|du|des|von|van|der|y|e|&|with|from|at|by|a|an|on|or|for)$/;
const WORD = /^[\p{Lu}\d][\p{L}\d'’.&-]*(?:\/[\p{Lu}\d][\p{L}\d'’.&-]*)*(?:#\d{1,3})?,?$/u;
/** Pictures that chats and transcripts put beside names. */
const PICTURE =
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator})(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f)*/gu;
const withoutPictures = (name: string) => name.replace(PICTURE, ' ').replace(/\s+/g, ' ').trim();
/** `Senators, &C:` is a cue of the senators, `Reed, Jr.:` one of Reed. */
const BELONGS_TO_NAME = /^, ?(?:&c|jr|sr|esq|i{2,3}|iv)\b/i;
/** `OTTO, WREN:`: more who speak, in capitals like the first. */
const ANOTHER = /^(?:, (?:(?:and|AND) )?[\p{Lu}\d][\p{Lu}\d'’.-]*(?: [\p{Lu}\d][\p{Lu}\d'’.-]*){0,2})+:/u;
const ROMAN = /^[IVXLC]{2,}$/;
const PEOPLE =
  /\b(?:voices?|crowd|m[ae]n|wom[ae]n|boys?|girls?|citizens?|people|all|others?|another|children|child|servants?|soldiers?|members?|gentlem[ae]n|lad(?:y|ies)|sides|several|everyone|everybody|both)\b/i;
/** Whole names that are what somebody is: `Ghost`, `First Clown`, `Messenger`. */
const ROLES =
  'all|both|others|danes|romans|voices?|crowd|m[ae]n|wom[ae]n|boy|girl|citizens?|people|child(?:ren)?|servant|servants|soldiers?|gentlem[ae]n|gentlewom[ae]n|lad(?:y|ies)|ghost|clown|messenger|sergeant|captain|lords?|guards?|officer|porter|sailor|player|priest|doctor|nurse|wait(?:er|ress)|witch|apparition|murderer|attendant|senator|tribune|herald|ambassador|chorus|prologue|epilogue|poet|painter|merchant|shepherd|fool|constable|keeper|jailer|gaoler|page|hostess|host|landlord|maid|butler|cook|driver|narrator|announcer|reporter|judge|teacher|student|king|queen|duke|duchess|prince|princess|knight|pirate|beggar|thief|commoner|plebeian|conspirator|musician|lieutenant|colonel|general|scout|spirit|fairy';
const ROLE = new RegExp(
  `^(?:(?:the|an?|first|second|third|fourth|fifth|sixth|old|young|other|another|[1-9](?:st|nd|rd|th)?) ){0,2}(?:${ROLES})(?: (?:[1-9]|#[1-9]|[IVX]{1,3}))?$`,
  'i',
);
/** Somebody described in several words: `The man from the ministry`, `An old captain of the guard`. */
const DESCRIBED = new RegExp(
  String.raw`^(?:the|an?|first|second|third|fourth|fifth|sixth|old|young|another|one|two|three)\b.{0,30}\b(?:${ROLES}|keeper|owner|neighbou?r|friend|brother|sister|mother|father|son|daughter|wife|husband|uncle|aunt|stranger|visitor|guest|caller|clerk|secretary|inspector|conductor|farmer|fisherm[ae]n|watchm[ae]n|policem[ae]n|person|one in|figure|speaker)\b`,
  'i',
);
/** Words that stand where a cue could but tell of the play itself. */
const STRUCTURE =
  /^(?:act|actus|scene|scena|enter|exit|exeunt|re-?enter|manet|manent|finis\b.{0,50}|fin|the end\b.{0,50}|end|end of .{0,50}|contents|chapter|title|author|year|date|notes?|time|place|flourish|alarums?|drums?|trumpets?|musicke?|sennet|tableau|curtain|act drop|dies|dyes|thunder|persons?|characters|dramatis.{0,20}|translated.{0,40})$/i;
/** Words that open sentences, and so stand before a full stop without being a name. */
const OPENING =
  /^(?:yes|no|oh?|ah|well|why|what|so|but|and|then|now|here|there|come|go|good|nay|ay|aye|hence|sir|madam|thanks|pray|peace|look|hark|alas|he|she|it|we|you|they|this|that|who|where|when|how|indeed|never|nothing|if|my|your|his|her|our|their|i|in|on|to|for|of|with|not|or|yet|as|is|do|be|let|say)$/i;

/** Words of the longest name; in capitals nothing else has a mark behind it that would be so long (our choice). */
const mostWords = (name: string) => (/\p{Ll}/u.test(name) ? 7 : 12);

/** Whether words look like a name: capitalised but for small links, few, and no word that only opens sentences. */
export const looksLikeName = rememberSome((name: string): boolean => {
  const bare = withoutPictures(name);
  if (
    !/\p{L}|\d/u.test(bare) ||
    ROMAN.test(bare) ||
    STRUCTURE.test(bare) ||
    isHeading(bare) ||
    isLabel(bare) ||
    isStageLine(bare) ||
    isMove(bare)
  )
    return false;
  const words = bare.split(/\s+/);
  return words.length <= mostWords(bare) && words.every((word, at) => WORD.test(word) || (at > 0 && LINK.test(word)));
});

const withCapital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Whether words could name someone of whom at most the first bears a capital: `Old man`, `The waitress`, `the stranger`. */
function mayBeName(written: string): boolean {
  const name = /^\p{Ll}/u.test(written) ? withCapital(written) : written;
  const [first, ...others] = name.split(/\s+/);
  if (others.length === 0 || others.length > (describesPerson(name) ? 9 : 5) || !/^\p{Lu}[\p{L}'’-]*$/u.test(first!))
    return false;
  if (OPENING.test(first!) || isLabel(name) || STRUCTURE.test(first!)) return false;
  return others.every((word) => /^\p{L}[\p{L}'’-]*$|^#?\d{1,3}$/u.test(word));
}

/** Whether words name people without being a name: `Voices from the crowd`. */
const namesPeople = (name: string): boolean =>
  PEOPLE.test(name) && /^[\p{Lu}\d]/u.test(name) && name.split(/\s+/).length <= 9 && !isLabel(name);

/** Whether a name is what somebody is and nothing else, with capitals throughout. */
export const namesRole = (name: string): boolean => ROLE.test(name) && looksLikeName(name);

/** Whether words describe a person and are no sentence: the first is an article or the like, and one says what the person is. */
export const describesPerson = (name: string): boolean =>
  DESCRIBED.test(name) && !/\b(?:is|are|was|were|has|have|had|will|can|must|who|which|that)\b/i.test(name);

/** Whether the full stop at `at` belongs to the name: `Dr. Lund`, `1. Citizen.` */
function isStopInName(line: string, at: number): boolean {
  const before = line.slice(0, at);
  if (TITLE.test(before)) return /^\s?\p{L}/u.test(line.slice(at + 1, at + 3));
  // `M. DIMANCHE`, and no character who is called M.
  if (/(?:^|\s)mm?$/i.test(before))
    return /^\s?(?:(?:DE |DU |D['’]|LE |LA )?\p{Lu}{2})/u.test(line.slice(at + 1, at + 8));
  if (/\s(?:jr|sr|esq)$/i.test(before)) return /^\s?[:：([]/.test(line.slice(at + 1, at + 3));
  if (/\s(?:no|nr)$/i.test(before)) return /^\s?\d/.test(line.slice(at + 1, at + 3));
  return /^\d{1,2}$/.test(before) && /^\s?\p{Lu}[\p{L}]{0,12}[.:]/u.test(line.slice(at + 1, at + 18));
}

/** Whether at `at` the gap between a name in capitals, or one before a tab, and its speech begins: `BARNARDO  Who's there?` */
const isGap = (line: string, at: number) =>
  line[at] === '\t' || (line.startsWith('  ', at) && at > 1 && !/\p{Ll}/u.test(line.slice(0, at)));

/** Whether the comma at `at` stands between the names of several who speak. */
const namesAnother = (line: string, at: number) =>
  !/\p{Ll}/u.test(line.slice(0, at)) && ANOTHER.test(line.slice(at, LONGEST_NAME + 1));

/** Index where a plain cue's name ends: at its full stop, colon, comma, bracket or gap, or at the end of the line. */
function endOfName(line: string): number {
  const limit = Math.min(line.length, LONGEST_NAME + 1);
  for (let at = 0; at < limit; at++) {
    const sign = line[at]!;
    if ((sign === ' ' || sign === '\t') && isGap(line, at) && !/^\s+[:.([]/.test(line.slice(at, at + 20))) return at;
    if (sign === ',' && BELONGS_TO_NAME.test(line.slice(at, at + 6))) continue;
    if (sign === ',' && namesAnother(line, at)) continue;
    if (sign === '.' ? !isStopInName(line, at) : ':：,([_*'.includes(sign)) return at;
    if ('!?;"“”—'.includes(sign)) return -1;
  }
  return line.length <= LONGEST_NAME ? line.length : -1;
}

/** Whether something is said behind the directions at the begin of `rest`. */
function hasSpeech(rest: string): boolean {
  const ends = bracketEnds(rest);
  let at = 0;
  while (at < rest.length) {
    const end = ends.get(at);
    if (end !== undefined) at = end;
    else if ('_*.: '.includes(rest[at]!)) at++;
    else return !'[('.includes(rest[at]!);
  }
  return false;
}

/** What is in small letters in a name in capitals: `LENA and OTTO`, `GUARD No. 3`, `Mrs. GALE`, `McCOY`. */
const SMALL_PARTS = /(?<=\p{Lu}{2} )(?:and|of|the|to|from|[Nn]o\.?)(?= )|\b(?:Mrs?|Dr|St|Ms)\b|\bMa?c(?=\p{Lu}{2})/gu;
const isInCapitals = (name: string) => {
  const bare = name.replace(SMALL_PARTS, '');
  return !/\p{Ll}/u.test(bare) && (bare === name || /\p{Lu}{2}/u.test(bare));
};

/** There are some dozen forms: each is one string, so that a script's cues do not hold one of their own. */
const sharedForm = rememberSome((form) => form);

function formOf(name: string, rest: string, lead: Lead, mark: string): string {
  const mixed = looksLikeName(name) || namesPeople(name) ? 'mixed' : 'loose';
  const capitals = isInCapitals(name) && name.length > 1 ? 'capitals' : mixed;
  return sharedForm(`${hasSpeech(rest) ? 'inline' : 'own'}|${capitals}|${lead}|${mark}`);
}

/** A name in bold with a colon behind it or within the marks. */
const BOLD_LABEL = /^(?:\*\*|__)[^*_]{1,60}?(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s?[:：])/;
const ITALIC_LABEL = /^[_*][^*_[(]{1,60}?(?:[:：]\s*[_*]|[_*]\s?[:：])/;
const BOLD = /^(?:\*\*|__)([^*_]{1,60}?)[.:]?\s*(?:\*\*|__)[.:]?(.*)$/;
const ITALIC = /^[_*]([^*_]{1,60}?)[.:]?[_*][.:]?(.*)$/;

/** A cue whose name stands in bold (`**NORA.**`) or italics (`_Ham._ Ay`), a direction within the marks or not. */
function markedCue(line: string, lead: Lead): Cue | undefined {
  const bold = BOLD.exec(line);
  const found = bold ?? ITALIC.exec(line);
  if (!found) return undefined;
  const bracket = found[1]!.search(/[[(]/);
  const name = (bracket < 0 ? found[1]! : found[1]!.slice(0, bracket)).replace(/[.:\s]+$/, '');
  const direction = bracket < 0 ? '' : found[1]!.slice(bracket);
  const isLabel = bold !== null && BOLD_LABEL.test(line);
  const mayBe = (words: string) => (isLabel || !/^\p{Ll}/u.test(words)) && mayBeName(words);
  if (name === '' || !(looksLikeName(name) || namesPeople(name) || (bold && mayBe(name)))) return undefined;
  const rest = `${direction} ${found[2]!.replace(/^\s*[-–—]+\s/, '')}`.trim();
  // `*Nora*: Yes.` is `Nora: Yes.`
  const form = formOf(name, rest, lead, bold ? 'bold' : ITALIC_LABEL.test(line) ? ':' : 'italic');
  return { name, rest, form, ...(isLabel && { isBoldLabel: true }) };
}

/**
 * The full stop or colon behind the direction that follows a name: `A Citizen (calls out). Are you ...`. A name in capitals with
 * nothing else on its line has no mark, as one without a direction.
 */
function markBehind(name: string, rest: string): string {
  const close = bracketEnds(rest).get(rest.search(/[[(]/));
  if (close === undefined) return 'bracket';
  const behind = rest.slice(close).replace(/^[_*]+/, '');
  if (behind === '' && name.length > 1 && !/\p{Ll}/u.test(name)) return 'none';
  return /^[.:]/.exec(behind)?.[0] ?? 'bracket';
}

/** A direction behind a name in capitals and a comma, up to its colon or its full stop and dash: `JEAN, entrant. — Merci.` */
const DIRECTED = /^(\p{Ll}[^.:：!?;]{1,60})(?:([:：])|(\.)\s*(?:--|[–—]))\s*(.*)$/u;

/** `to Francisco`, `within`, `rising`: what stands behind a name and a comma and is no speech. */
const MANNER = String.raw`(?:aside|to|from|within|without|off|offstage|alone|apart|above|below|behind|at|on|in|into|with|as|after|over|under|through|still|again|disguised|masked|sings|reads|solus|aloud|\p{Ll}+(?:ing|ly))\b[^.:：!?;,"“”]{0,50}?`;
/** The same alone, or with the speech behind a full stop, a colon or a gap. */
const IN_SOME_MANNER = new RegExp(String.raw`^(${MANNER})(?:$|([.:：]|\t| {2})\s*(\S.*)$)`, 'u');

/** The direction, the mark and the words behind a name and a comma. */
function cutDirection(
  name: string,
  rest: string,
  lead: Lead,
): [direction: string, mark: string, words: string] | undefined {
  const isShouted = !/\p{Ll}/u.test(name);
  const [, manner, sign = '', words = ''] = IN_SOME_MANNER.exec(rest) ?? [];
  if (manner !== undefined && (isShouted ? sign !== '' || lead !== 'tight' : /[:：]/.test(sign)))
    return [manner, sign === '' ? 'none' : (MARKS[sign[0]!] ?? 'none'), words];
  const found = isShouted ? DIRECTED.exec(rest) : null;
  return found ? [found[1]!, found[2] === undefined ? found[3]! : ':', found[4]!] : undefined;
}

/** The cue of a name and such a direction, which is put into brackets. */
function directedCue(name: string, rest: string, lead: Lead): Cue | undefined {
  const found = cutDirection(name, rest, lead);
  if (!found) return undefined;
  const [direction, mark, words] = found;
  const bracketed = `(${direction}) ${words}`.trim();
  return { name, rest: bracketed, form: formOf(name, bracketed, lead, mark) };
}

/** What a sign behind a name makes of it. */
const MARKS: Readonly<Record<string, string>> = { '.': '.', ':': ':', '：': ':', ',': ',', ' ': 'gap', '\t': 'gap' };

/** `DOM JUAN, SGANARELLE.` says who is in the scene: names in capitals behind a comma, and nothing else. */
const PRESENT = /^\p{Lu}[\p{Lu}\s,;'’.-]*(?: (?:et|and) [\p{Lu}\s,;'’.-]+)?$/u;

/** Whether the mark belongs to a date (`2024-03-04 12:01:05`, `Mar 04 12:01`), is the first of three full stops, or stands in a list of those present. */
const isNoMark = (name: string, mark: string, behind: string) =>
  /\d[-/]\d/.test(name) ||
  (mark === ':' && /\d$/.test(name) && /^\d\d/.test(behind)) ||
  (mark === '.' && behind.trimStart().startsWith('..')) ||
  (mark === ',' && !/\p{Ll}/u.test(name) && PRESENT.test(behind.trim()));

function readCue(line: string, lead: Lead): Cue | undefined {
  const text = line.trim().replace(/^[-•>] +(?=\p{Lu})/u, '');
  // A time of day is nobody's name: `00:05:10`.
  if (text === '' || /^\d{1,3}:\d/.test(text)) return undefined;
  if (text.startsWith('*') || text.startsWith('_')) return markedCue(text, lead);
  const end = endOfName(text);
  if (end <= 0) return undefined;
  const name = text
    .slice(0, end)
    .trim()
    .replace(/,? &c$/i, '');
  const sign = text[end];
  const mark = sign === undefined ? 'none' : (MARKS[sign] ?? 'bracket');
  const isName = looksLikeName(name) || namesPeople(name) || (mark === ':' && mayBeName(name));
  if (!isName || (OPENING.test(name) && lead !== 'indent')) return undefined;
  const behind = text.slice(mark === 'bracket' ? end : end + 1);
  const rest = behind.replace(/^(?:\s*(?:--|[–—])(?=\s)|--|[–—])/, '').trim();
  if (isNoMark(name, mark, behind)) return undefined;
  if (mark === 'bracket' && !/^[_*]*[[(]/.test(rest)) return undefined;
  const directed = mark === ',' ? directedCue(name, rest, lead) : undefined;
  if (directed) return directed;
  return { name, rest, form: formOf(name, rest, lead, mark === 'bracket' ? markBehind(name, rest) : mark) };
}

/** What stands before a line: white space at its begin, an empty line, or text. */
export type Lead = 'indent' | 'blank' | 'tight';

/** Longer lines are no names alone, and hardly come again (our choice). */
const LONGEST_ALONE = 24;

const rememberCues = (lead: Lead) => rememberSome((line): Cue | null => readCue(line, lead) ?? null, LONGEST_ALONE);
const remembered = { indent: rememberCues('indent'), blank: rememberCues('blank'), tight: rememberCues('tight') };

/**
 * A line as a cue (`ANNA.—Yes` and `- Anna: Yes` too), should it be one: whether it is depends on the whole script
 * (`isCue`). `lead`: what stands before the line.
 */
export const cueOf = (line: string, lead: Lead): Cue | undefined => remembered[lead](line) ?? undefined;

/** What stands before line `at`. */
export function leadOf(lines: readonly string[], at: number): Lead {
  if (/^\s/.test(lines[at]!)) return 'indent';
  return at === 0 || lines[at - 1]!.trim() === '' ? 'blank' : 'tight';
}
