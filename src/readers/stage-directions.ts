import { readsAsDirection, withoutItalicDirections } from './direction-words.js';
import { type JoinedLines, joinLines } from './verse-lines.js';

const CLOSING: Readonly<Record<string, string | undefined>> = { '[': ']', '(': ')' };
const MOVES = /^(?:re-?enter|exit|exeunt|manet|manent|execunt)\b/i;
const ENTRANCE =
  /^Enter(?:$|\.$|,?\s+(?:\p{Lu}|(?:the|a|an|at|as|in|into|one|two|three|foure?|fi[uv]e|sixe?|yo[ui]?ng|old|certaine?|other|another|several|with|from|again)\b))/u;
const SOUNDS =
  /^(?:(?:low|lowd|loud)e?\s+)?(?:a\s+)?(?:flourish|alarums?|sennet|sennit|thunder|shout|showt|drums?|marche?|knock(?:e|ing)?|trumpets?|musicke?|noise|noyse|cry|clocke?|cornets|hautboys|hoboyes|tucket|retreat|curtain|tableau)(?:$|[\s.,!&;:])/i;
const DEEDS =
  /^(?:(?:he|she|they|king|queen|queene|ghost|\p{Lu}\p{Ll}+)\s+)?(?:dies|dyes|sings|sleepes?|sleeps|drinkes|drinks|reads|reades|killes|kills|stabs?|hurts|fight|whisper|opens|giues|gives|leaps|powres|pours|beckens|cries|knockes|knocks|kneels|play|prepare|stand forth)\b/iu;

/**
 * What round brackets enclose in a script: directions, speech, or now the one, now the other. Square ones and those in italics
 * always enclose directions.
 */
export interface DirectionMarks {
  parentheses: 'directions' | 'speech' | 'mixed';
}

/** Whom a speaker turns to, in brackets: `(to Boy)`, `(To the crowd)`, `(aside to Nora)`. `(to be sure)` is speech. */
const ADDRESS =
  /^\(\s*(?:[Aa]side\b|(?:[Aa]side )?(?:[Tt]o|TO) (?:\p{Lu}|(?:the|THE) \p{L}{2,20}\s*[,)]|(?:his|her|their) \p{L}{2,20}\s*\)|(?:him|her|them|it|one)?(?:self|selves)?\s*[,)]|(?:all|everyone|everybody|audience|camera)\b))/u;
const DOING = /^\(\s*\p{L}+ing\b/u;
/** A whole sentence in brackets that stands between sentences: `( With a strange gesture.)`. */
const SENTENCE = /^\(\s*\p{Lu}[^()]{2,200}[.!]\s*\)$/u;

/** For each opening bracket the index after the sign that closes it; nested brackets count, open ones are not in it. */
export function bracketEnds(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  if (!/[)\]]/.test(text)) return ends;
  const open: Record<string, number[]> = { ']': [], ')': [] };
  for (const { 0: sign, index } of text.matchAll(/[[\]()]/g)) {
    const closing = CLOSING[sign];
    if (closing !== undefined) open[closing]!.push(index);
    else {
      const opening = open[sign]!.pop();
      if (opening !== undefined) ends.set(opening, index + 1);
    }
  }
  return ends;
}

/** A text without the signs of `tail` at its end. (A regular expression for it takes quadratic time on long runs.) */
export function withoutTail(text: string, tail: string): string {
  let end = text.length;
  while (end > 0 && tail.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Whether the bracket at `at` holds letters that an editor filled in: `L[ord]`. */
const isEditorial = (text: string, at: number) =>
  /^\p{L}\[\p{Ll}{1,12}\]/u.test(text.slice(Math.max(0, at - 1), at + 15));

const isAddress = (words: string) => words.length < 60 && ADDRESS.test(words);

/** Whether a whole sentence stands in brackets behind a sentence. */
const isAside = (speech: string, open: number, words: string) =>
  words.length < 220 && SENTENCE.test(words) && /[.!?…—–-]["'”’]?\s*$/.test(speech.slice(Math.max(0, open - 6), open));

/** Whether the round bracket at `open` encloses a direction though others in the script enclose speech. */
function isMixedDirection(speech: string, open: number, end: number): boolean {
  if (/^[\s_*]*$/.test(speech.slice(0, open))) return true;
  const words = speech.slice(open, end);
  if (isAddress(words) || isAside(speech, open, words)) return true;
  const startsLine = /(?:^|\n)[ \t]{0,20}$/.test(speech.slice(Math.max(0, open - 20), open));
  return startsLine && /^[ \t]{0,20}(?:$|\n)/.test(speech.slice(end, end + 20)) && DOING.test(words);
}

/** Where the direction that opens at `at` ends, at its bracket or else at the end of the line; undefined if none opens there. */
function endOfDirection(
  speech: string,
  at: number,
  ends: ReadonlyMap<number, number>,
  { parentheses }: DirectionMarks,
): number | undefined {
  const newline = speech.indexOf('\n', at);
  const end = ends.get(at) ?? (newline < 0 ? speech.length : newline);
  if (speech[at] === '[') return end;
  if (parentheses === 'directions' || speech[at - 1] === '_' || speech[at - 1] === '*') return end;
  if (!ends.has(at)) return undefined;
  if (end - at < 220 && readsAsDirection(speech.slice(at + 1, end - 1))) return end;
  if (parentheses === 'mixed') return isMixedDirection(speech, at, end) ? end : undefined;
  return isAddress(speech.slice(at, end)) ? end : undefined;
}

/** A full stop or comma after a direction belongs to it where the speech before is already closed or not begun. */
function endOfPunctuation(text: string, end: number, before: string): number {
  if (before !== '' && !/[.!?,;:…—–-]$/.test(before)) return end;
  const mark = /^\s?[.,:;](?![.\d]| \.)/.exec(text.slice(end, end + 4));
  return mark ? end + mark[0].length : end;
}

/** So much of the speech before a direction tells whether it was closed. */
const TAIL = 40;

/** A speech without what stands in it in brackets and is a direction. Letters in brackets inside a word (`L[ord]`) are an editor's and stay. */
function withoutBrackets(speech: string, marks: DirectionMarks): string {
  const ends = bracketEnds(speech);
  const spoken: string[] = [];
  let tail = '';
  let from = 0;
  for (const { index } of speech.matchAll(/[[\](]/g)) {
    if (index < from) continue;
    const isInWord = speech[index] === ']' || isEditorial(speech, index);
    const closed = isInWord ? index + 1 : endOfDirection(speech, index, ends, marks);
    if (closed === undefined) continue;
    spoken.push(speech.slice(from, index));
    tail = (tail + speech.slice(Math.max(from, index - TAIL), index)).slice(-TAIL);
    from = closed;
    if (isInWord) continue;
    while (speech[from] === '_' || speech[from] === '*') from++;
    from = endOfPunctuation(speech, from, withoutTail(tail, ' \n\t_*'));
    const isClosedBehind = /^[,.;:!?](?!\.)/.test(speech.slice(from, from + 2));
    if (isClosedBehind) spoken.push(spoken.pop()!.trimEnd());
    else spoken.push(' ');
  }
  return spoken.join('') + speech.slice(from);
}

/** A speech without its directions, in brackets or in italics. */
export const withoutDirections = (speech: string, marks: DirectionMarks): string =>
  withoutBrackets(withoutItalicDirections(speech), marks);

/**
 * The spoken words of a speech, and where its lines begin: without its directions and emphasis marks. A bracket that never closes
 * counts to the end of its line.
 */
export function spokenLines(speech: string, marks: DirectionMarks): JoinedLines {
  const lines = withoutDirections(speech, marks)
    .replace(/(^|[\s([{"'“‘—-])[_*]+/g, '$1')
    .replace(/[_*]+/g, '')
    .split('\n');
  const { content, verse } = joinLines(lines);
  // What a direction at the beginning leaves behind.
  const left = /^[.,;:] (?=\p{L})/u.exec(content)?.[0].length ?? 0;
  return {
    content: content.slice(left),
    ...(verse && { verse: verse.map((at) => at - left).filter((at) => at > 0) }),
  };
}

/** The same in one line. */
export const spokenWords = (speech: string, marks: DirectionMarks): string => spokenLines(speech, marks).content;

/** Whether a whole paragraph stands in brackets, italics or bold: a direction of its own. */
export function isEnclosed(paragraph: string): boolean {
  const text = paragraph.trim();
  const bare = withoutTail(text.replace(/^[_*]+/, ''), '_*. \n\t');
  if (!/^[[(]/.test(bare)) return /^(?:_[^_]+_|\*\*[^*]+\*\*|\*[^*]+\*)\W*$/.test(text);
  const ends = bracketEnds(bare);
  let at = 0;
  while (at < bare.length) {
    const end = ends.get(at);
    if (end === undefined) return at === 0 && bare.startsWith('[');
    at = end;
    while (' \n\t._*'.includes(bare[at] ?? '|')) at++;
  }
  return true;
}

/** Whether a line tells in brackets or italics what is done: `(Pause)`, `_She turns._`. */
export const isEnclosedDirection = (line: string): boolean =>
  isEnclosed(line) && /[\])_*][.\s]*$/.test(line.slice(-20)) && readsAsDirection(directionWords(line));

/** Whether a line begins an entrance or an exit that is not marked by any bracket. */
export function isMove(line: string): boolean {
  const words = line.trim();
  return MOVES.test(words) ? /^[A-Z]/.test(words) : ENTRANCE.test(words);
}

/** Whether a line's first letter is one that an entrance or an exit begins with, whatever its marks; most lines are told apart by this alone. */
export const mayMove = (line: string): boolean => /^[\s_*[(]*[rem]/i.test(line);

/** Whether a line begins an entrance or an exit, in brackets or italics or without. */
export const isMarkedMove = (line: string): boolean => mayMove(line) && isMove(directionWords(line));

/** Whether a paragraph of its own, without brackets, tells what is done or heard: entrances, sounds, deeds in few words. */
export function isBareDirection(paragraph: string): boolean {
  const words = paragraph.trim();
  if (isMove(words) || /(?:^|[.&,] )Enter /.test(words.slice(0, 60))) return true;
  if (words.includes('\n') || words.length > 60 || /[?!]/.test(words)) return false;
  return SOUNDS.test(words) || DEEDS.test(words) || /\bwithin[.:]?$/i.test(words);
}

/** `They sit`, `DUNE draws`, `The letter burns`, `Throws down the glove`: who does what, or what is done. */
const DONE =
  /^(?:(?:(?:They|Both|All)|(?:The )?\p{Lu}[\p{L}'’-]* and (?:the )?\p{L}[\p{L}'’-]*) \p{Ll}+|(?:He|She|It|The \p{L}+(?: \p{Lu}\p{L}+)?|\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)?) (?!is\b|was\b|has\b|does\b|us\b|this\b|his\b|its\b)\p{Ll}{2,}s|\p{Lu}\p{Ll}{2,}(?:s|ing))(?: [^.!?;:]+)?$/u;
/** Words of somebody who speaks, also of old. */
const SAID =
  /\b(?:I|me|my|mine|we|us|our|you|your|thou|thee|thy|thine|ye)\b|^(?:this|thus|as|his|its|yes|alas|nothing|something|anything|bring|king|sing)\b/i;

/** Whether a line alone in its paragraph, without a sign at its end, tells what is done, where speeches are closed by one. */
export const isDeedAlone = (paragraph: string): boolean => {
  const words = paragraph.trim();
  return words.length <= 60 && !words.includes('\n') && DONE.test(words) && !SAID.test(words);
};

/** What only the stage does: `LIGHTS DOWN.`, `BLACKOUT`, `END OF ACT ONE`, `Curtain falls.` */
const STAGE =
  /^(?:(?:the )?(?:lights?|house ?lights|spotlight|curtains?|scrim|stage|scene|music|sound|phone|telephone|doorbell|bell|thunder|lightning|projection|screen)\b(?: (?:is|are|goes?|go|comes?|come|fades?|falls?|rises?|rings?|plays?|begins?|stops?|ends?|shifts?|changes?|flickers?|cuts?|up|down|out|off|on|in|to|over|slowly|quickly|and|dims?|cue|effect|empty|dark|black|full|half|swells|continues|again|low|bright|blue|red|cold|warm|black-?out))+(?: (?:on|over|in|into|to|as|while|after|from|at) .{1,50})?|(?:slow |quick |sudden |cross-?|end |full |snap )?(?:black-?out|fade(?:[- ]?out| to black| in| out)?|intermission|interval|tableau|curtains?(?: call)?|lights)|end(?: of)?(?: the)? (?:play|act|scene|show|part)(?: \S+)?|pause|silence|beat|(?:commercial|ad|station) break|(?:opening|closing|end) (?:credits|titles|theme))[.!]?$/i;

/** Whether a line on its own, in capitals or not, tells what the stage does. */
export const isStageLine = (line: string): boolean => line.length < 80 && STAGE.test(line.trim());

/** Whether a line is two words and more in capitals that nobody calls out: `LIGHTS DOWN ON THE QUAY.` */
export const isShoutedLine = (line: string): boolean =>
  /^\P{Ll}*\p{Lu}{2}\P{Ll}*\s\P{Ll}*$/u.test(line.slice(0, 200)) && !/[?!"“”:：]/.test(line);

/** The words of a direction or heading, without its brackets and marks. */
export function directionWords(direction: string): string {
  return direction
    .replace(/[_*]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[[(](.*?)[\])]?([.]?)$/s, (whole, inner: string) => (/[[\]()]/.test(inner) ? whole : inner))
    .trim();
}
