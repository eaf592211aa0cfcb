import { tokenise } from './words.js';

/**
 * Texts that go round in circles until they end. Measured in bytes of UTF-8, which are a fair measure of any script: a Chinese
 * character has three, an English word about six.
 */

/**
 * Least length of what repeats. Our choice, as the three below. Measured: none of RoleBench's 25,327 answers here is called a
 * loop, nor any of 115,368 ends of scripts and novels cut at any place, but where a script's author wrote `blah` forty times.
 */
const FEWEST_BYTES = 160;
/** So often must it stand there, … */
const FEWEST_TIMES = 4;
/** … or so often, if it is so long that nobody says it twice. */
const LONG_TIMES = 3;
const LONG_PERIOD = 80;

/** Where numbers count on through a loop (`1. Yes, my lord. 2. Yes, my lord.`), it must say at least so much beside them. */
const FEWEST_BYTES_COUNTED = 16;

/** So much of a text's end is looked at: a longer period never was seen, and memory stays small. */
const MOST_CHARACTERS = 40_000;

/** What stands after the last word is taken off before an end is looked at; so much of it counts as part of the last time. */
const MOST_LOST = 8;

const IS_SAID = /[\p{L}\p{N}]/u;
const LETTERS = /\p{L}+/gu;
const NUMBERS = /\p{N}+/gu;

/** Characters of an end that must have stood in the text before: cheap, and most texts are known by it to be no loop. */
const PROBE = 16;

/**
 * The longest end of a text that is one stretch again and again, the last time perhaps in part; `lost` bytes of which were taken
 * off already.
 */
function findRepeatedEnd(text: string, lost = 0): string | undefined {
  if (text.length < FEWEST_BYTES / 3) return undefined;
  if (text.lastIndexOf(text.slice(-PROBE), text.length - PROBE - 1) === -1) return undefined;
  const bytes = Buffer.from(text).reverse();
  // The prefix function of Knuth, Morris and Pratt, of the text read backwards: an end's period is its length less that.
  const border = new Int32Array(bytes.length);
  let period = 0;
  for (let at = 1, same = 0; at < bytes.length; at += 1) {
    while (same > 0 && bytes[at] !== bytes[same]) same = border[same - 1] as number;
    if (bytes[at] === bytes[same]) same += 1;
    border[at] = same;
    const own = at + 1 - same;
    if (isAgainAndAgain(at + 1 + Math.min(lost, own), own)) period = own;
  }
  return period === 0 ? undefined : bytes.subarray(0, period).reverse().toString();
}

function isAgainAndAgain(length: number, period: number): boolean {
  const times = period >= LONG_PERIOD ? LONG_TIMES : FEWEST_TIMES;
  return length >= FEWEST_BYTES && length >= times * period;
}

/** A text without what stands after its last word. Read backwards: a pattern would begin anew at every sign. */
function toLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && !IS_SAID.test(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}

const lettersIn = (text: string): number => Buffer.byteLength((text.match(LETTERS) ?? []).join(''));

/**
 * The stretch that a text says again and again until it ends, or until it was cut off; undefined where it does not. What stands
 * after the last word (a full stop, the end of a JSON text) does not count; whitespace or signs without an end are a loop too.
 */
export function findLoopAtEnd(text: string): string | undefined {
  const end = text.slice(-MOST_CHARACTERS);
  const said = toLastWord(end);
  const after = end.slice(said.length);
  const lost = Math.min(after.length, MOST_LOST);
  const loop = findRepeatedEnd(after) ?? findRepeatedEnd(said, lost);
  if (loop !== undefined) return loop;
  const uncounted = said.replace(NUMBERS, '');
  if (uncounted.length === said.length) return undefined;
  const counted = findRepeatedEnd(toLastWord(uncounted), lost);
  return counted !== undefined && lettersIn(counted) >= FEWEST_BYTES_COUNTED ? counted : undefined;
}

/** Texts within a JSON text that are long enough to loop; the last one may not end. */
const JSON_TEXTS = /"((?:[^"\\]|\\.){53,})(?:"|\\?$)/gs;
/** So much of a JSON reply is looked through. */
const MOST_JSON = 5 * MOST_CHARACTERS;
const IS_JSON = /^\s*(?:```(?:json)?\s*)?[{[]/;

/** Words at a reply's end in which turns of phrase are counted, and how many words one has. Our choice, as the share. */
const LAST_WORDS = 80;
const TURN_OF_PHRASE = 4;
/** They are looked for in so many characters: JSON has spaces without end between them. */
const CHARACTERS_OF_LAST_WORDS = 50 * LAST_WORDS;
/**
 * Least share of different turns of phrase. Measured at the same ends as above: 0.79 in RoleBench's answers, 0.54 in scripts with
 * their markup; 0.08 to 0.22 where SmolLM2-135M went round in circles with a word changed now and then, 0.57 where it only began to.
 */
const FEWEST_DIFFERENT = 1 / 3;

/** Whether the end of a text has few turns of phrase that come again and again, each time perhaps a little otherwise. */
function hasFewTurnsOfPhrase(text: string): boolean {
  const words = tokenise(text.slice(-CHARACTERS_OF_LAST_WORDS)).slice(-LAST_WORDS);
  if (words.length < LAST_WORDS) return false;
  const all = words.slice(TURN_OF_PHRASE - 1).map((_, at) => words.slice(at, at + TURN_OF_PHRASE).join(' '));
  return new Set(all).size < FEWEST_DIFFERENT * all.length;
}

/**
 * Whether a reply says the same again and again until it ends or was cut off: word for word, or with a word changed now and then.
 * Of JSON, also where a text in it did so until it was ended for its length.
 */
export function goesInCircles(content: string): boolean {
  if (findLoopAtEnd(content) !== undefined || hasFewTurnsOfPhrase(content)) return true;
  if (!IS_JSON.test(content)) return false;
  for (const [, text] of content.slice(-MOST_JSON).matchAll(JSON_TEXTS)) {
    if (findLoopAtEnd(text as string) !== undefined) return true;
  }
  return false;
}
