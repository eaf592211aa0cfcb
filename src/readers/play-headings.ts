import { isSceneHeading } from './screenplay-cues.js';

const NUMBER = String.raw`(?:[IVXL]{1,7}|\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|(?:the )?(?:first|second|third|fourth|fifth|sixth|last)|prim[aeu]s?|secund[aeu]s?|terti[aeu]s?|quart[aeu]s?|quint[aeu]s?|sext[aeu]s?|septima|octava|nona|premi(?:er|ère|ere)|seconde?|derni(?:er|ère|ere)|(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix)i[eè]me|unique)`;
const NUMBERED = new RegExp(
  String.raw`^(?:acte?|actus|sc[eè]ne|scena|sc(?:oe|œ)na|tableau)\W{1,3}${NUMBER}\b(?:\s*$|\s*[.:;—–-]|,?\s+(?:acte?|sc[eè]ne|scena|sc(?:oe|œ)na)\b|\s*[[(])`,
  'i',
);
const SHOUTED = new RegExp(String.raw`^(?:ACTE?|SC[EÈ]NE)\W{1,3}${NUMBER}\b[^\p{Ll}]*$`, 'u');
const ORDINAL = /^(?:the )?(?:first|second|third|fourth|fifth|sixth|last) (?:act|scene)\W*$/i;
const ALONE = /^(?:the )?(?:prologue|epilogue|induction|interlude|intermezzo|scene|prelude)\W{0,2}$/i;

/** A line without Markdown's marks of headings and emphasis. */
export function withoutMarkup(line: string): string {
  return line
    .replace(/^\s*#{1,6}\s+/, '')
    .replace(/[*_]{1,3}/g, '')
    .trim();
}

/** What a heading begins with; most lines of a play are told apart by this alone. */
const BEGINS_HEADING =
  /^[^\p{L}\d]{0,20}(?:\d|act|sc|the |first|second|third|fourth|fifth|sixth|last|tableau|prol|prel|epil|ind|int|ext|exterior|i\.?\/|est|inn|au)/iu;

/** Whether a line opens an act or a scene (`ACT I`, `Actus Primus. Scoena Prima.`, `SECOND ACT`, `THE PROLOGUE`), or is a Markdown heading. */
export function isHeading(line: string): boolean {
  if (/^\s{0,3}#{1,6}\s/.test(line)) return true;
  if (!BEGINS_HEADING.test(line)) return false;
  const words = withoutMarkup(line).replace(/^[[(]/, '');
  if (words.length > 160) return false;
  if (NUMBERED.test(words) || SHOUTED.test(words)) return /^[A-Z]/.test(words);
  if (/^[^\p{Ll}]{4}/u.test(words) && isSceneHeading(words)) return true;
  return ORDINAL.test(words) || (ALONE.test(words) && !/\.$/.test(words) && words === words.toUpperCase());
}

/** Whether a heading opens an act, prologue or the like, and not a scene only. */
export function opensAct(line: string): boolean {
  return isHeading(line) && /\b(?:acte?|actus|prologue|induction)\b/i.test(line);
}
