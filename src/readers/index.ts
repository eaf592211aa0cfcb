/** The one door to the scripts room: bytes of a script in, lines with speakers out. */
import { decode, type Unpacked, unpack } from '../containers/index.js';
import { UserError } from '../errors.js';
import { quotePath } from '../text/quote-path.js';
import { ass } from './ass.js';
import { chinesePlay } from './chinese-play.js';
import { chineseProse } from './chinese-prose.js';
import { cornell } from './cornell.js';
import { discordText } from './discord-text.js';
import { finalDraft } from './final-draft.js';
import { fountain } from './fountain.js';
import { irc } from './irc.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';
import { labelled } from './labelled.js';
import { refusingLongLines } from './long-lines.js';
import { markdownPlay } from './markdown-play.js';
import { play } from './play.js';
import { prose } from './prose.js';
import { renpy } from './renpy.js';
import type { ReadingOptions, ScriptFormat, ScriptLine } from './script.js';
import { subtitles } from './subtitles.js';
import { csv } from './table.js';
import { tei } from './tei.js';
import { timedTranscript } from './timed-transcript.js';
import { refuseUnread } from './unread.js';
import { whatsapp } from './whatsapp.js';
import { bosak } from './xml.js';
import { yarn } from './yarn.js';

export { describeReading, guessOf } from './describe.js';
export { quoteCoverage } from './quote-coverage.js';
export type { ReadingOptions, ScriptFormat, ScriptLine } from './script.js';
export { countSpeakers, isSameSpeaker, nearestSpeakers } from './speakers.js';

/** Every layout that scripts come in. Where two are equally sure of a text, the earlier one reads it. */
export const scriptFormats: readonly ScriptFormat[] = [
  jsonl,
  finalDraft,
  json,
  subtitles,
  ass,
  renpy,
  yarn,
  whatsapp,
  discordText,
  irc,
  cornell,
  timedTranscript,
  bosak,
  tei,
  csv,
  fountain,
  markdownPlay,
  play,
  labelled,
  chineseProse,
  chinesePlay,
  prose,
];

/** How a script is read, where that is not to be found out: a layout by its name, and layouts of one's own, which are asked first. */
type Options = ReadingOptions & { format?: string | undefined; ownFormats?: readonly ScriptFormat[] | undefined };

const allFormats = ({ ownFormats = [] }: Options): readonly ScriptFormat[] => [...ownFormats, ...scriptFormats];

const formatNames = (options: Options) =>
  allFormats(options)
    .map(({ name }) => name)
    .join(', ');

function formatByName(name: string, options: Options): ScriptFormat {
  const format = allFormats(options).find((candidate) => candidate.name === name);
  if (format) return format;
  throw new UserError(`there is no script format "${name}"`, {
    file: options.file,
    advice: `Formats: ${formatNames(options)}.`,
  });
}

function recogniseFormat(text: string, options: Options): ScriptFormat {
  refuseUnread(text, options.file);
  let best: { format: ScriptFormat; sureness: number } | undefined;
  for (const format of allFormats(options)) {
    const sureness = format.recognise(text, options);
    if (sureness > (best?.sureness ?? 0)) best = { format, sureness };
  }
  if (best) return best.format;
  throw notRecognised('the layout of this script is not recognised', text, options);
}

/** Characters of a text that nobody speaks in that are looked at to say what was seen there (our choice). */
const SEEN_IN = 4_000_000;

/** Says what was seen in a text that nobody speaks in, and how another layout is tried. */
function notRecognised(what: string, text: string, options: Options): UserError {
  const { file } = options;
  const start = text.slice(0, SEEN_IN);
  const seen = allFormats(options).flatMap((format) => {
    const words = format.seen?.(start);
    return words === undefined ? [] : [{ name: format.name, words }];
  });
  const where = start === text ? '' : `in its first ${SEEN_IN} characters, `;
  const found =
    seen.map(({ words }) => words).join('; ') || 'no line looks like a cue, and no quotation says who speaks';
  const [likely] = seen;
  return new UserError(`${what}: ${where}${found}`, {
    file,
    advice: likely
      ? `Layouts are ${formatNames(options)}. Name the right one with "format" in the role's file; to try one: rolellm profile-build --list-characters ${quotePath(file)} --format ${likely.name}`
      : `Write each speech as "NAME: words", or name the layout with "format" in the role's file: ${formatNames(options)}.`,
  });
}

function readText(text: string, options: Options): { format: string; lines: ScriptLine[] } {
  const { file } = options;
  if (text.trim() === '') throw new UserError('the script is empty', { file, advice: 'Give a file that holds text.' });
  const [format, lines] = refusingLongLines(text, file, () => {
    const named = options.format === undefined ? recogniseFormat(text, options) : formatByName(options.format, options);
    return [named, named.read(text, options)] as const;
  });
  if (lines.some(({ speaker }) => speaker !== null)) return { format: format.name, lines };
  throw notRecognised(`nobody speaks in this script when it is read as "${format.name}"`, text, options);
}

/**
 * Reads a script that is a text file: decodes it, recognises its layout (or takes the one named by `format`) and finds who says
 * what. Throws UserError where the text is not readable, the format unknown, the layout broken, or nobody speaks in it.
 */
export function readScript(bytes: Uint8Array, options: Options): { format: string; lines: ScriptLine[] } {
  return readText(decode(bytes, options.file, options.encoding).text, options);
}

/** A script that was read, and how: its layout, its encoding and whether that was guessed, and the document that it was in. */
export interface OpenedScript extends Omit<Unpacked, 'text'> {
  format: string;
  lines: ScriptLine[];
}

/**
 * Reads a script from a file of any kind that is known: text in any encoding, EPUB, DOCX, HTML, PDF, RTF, packed or not. Throws
 * UserError as `readScript` does, and where the file is of another kind.
 */
export async function openScript(bytes: Uint8Array, options: Options): Promise<OpenedScript> {
  const { text, ...found } = await unpack(bytes, options);
  return { ...readText(text, options), ...found };
}
