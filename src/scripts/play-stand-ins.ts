import { type Cue, cueOf, leadOf, looksLikeName, namesRole } from './play-cues.js';
import { isHeading } from './play-headings.js';

/** Names that are cues though no form of theirs is a script's own, with how often they stand so. */
export interface StandIns {
  /** In small letters where others stand in capitals: `Ghost`, `First Clown`. */
  companions: ReadonlyMap<string, number>;
  /** Only the first word has a capital: `Old man: ...`, `**The waitress:** ...`. */
  loose: ReadonlyMap<string, number>;
}

const isCompanionForm = (form: string) =>
  /^own\|mixed\|[a-z]+\|(?:none|:)$|^inline\|mixed\|[a-z]+\|(?::|gap)$/.test(form);

/** Whether a form is accepted but for the letters of the names. */
const hasTwin = (form: string, accepted: ReadonlySet<string>, ...letters: string[]) =>
  letters.some((kind) => accepted.has(form.replace(/^(own|inline)\|[a-z]+\|/, `$1|${kind}|`)));

/** Index of the next line with words. */
function nextWords(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && at < from + 4 && lines[at]!.trim() === '') at++;
  return at;
}

/** Whether the line above is over, so that a name may follow: it ends a sentence, is a heading or a direction. */
function isOver(line: string): boolean {
  return (
    /[.!?:;—–-]["'”’)\]_*]*$/.test(line.trimEnd().slice(-8)) || isHeading(line) || /[\])]\s*$/.test(line.slice(-4))
  );
}

/** Whether a line stands where a cue would: behind what is over and before words that are no cue in capitals. */
function standsAsCue(lines: readonly string[], at: number, form: string, accepted: ReadonlySet<string>): boolean {
  const above = lines[at - 1] ?? '';
  if (above.trim() !== '' && !isOver(above)) return false;
  if (form.startsWith('inline|')) return true;
  const next = nextWords(lines, at + 1);
  if (lines[next] === undefined || lines[next].trim() === '' || isHeading(lines[next])) return false;
  const below = cueOf(lines[next], leadOf(lines, next));
  return !below || !accepted.has(below.form);
}

/** Whether everything but the cues is set in: what stands at the left edge is a cue then. */
export function areSpeechesSetIn(lines: readonly string[], accepted: ReadonlySet<string>): boolean {
  if (!accepted.has('own|capitals|blank|none')) return false;
  let setIn = 0;
  let others = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || isHeading(line)) continue;
    const cue = cueOf(line, leadOf(lines, at));
    if (/^\s/.test(line)) setIn++;
    else if (!cue || !/^own\|.*\|none$/.test(cue.form)) others++;
  }
  return setIn > others * 20;
}

/** The cues of lines whose form is not accepted, with where they stand. */
function* otherCues(lines: readonly string[], accepted: ReadonlySet<string>): Generator<[cue: Cue, at: number]> {
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || isHeading(line)) continue;
    const cue = cueOf(line, leadOf(lines, at));
    if (cue && (!accepted.has(cue.form) || !looksLikeName(cue.name))) yield [cue, at];
  }
}

/** Whether a name could stand in for one in capitals, or where all have small letters for one that is a name. */
const mayStandIn = ({ name, form }: Cue, accepted: ReadonlySet<string>) =>
  looksLikeName(name)
    ? hasTwin(form, accepted, 'capitals')
    : form.includes('|:') && hasTwin(form, accepted, 'mixed', 'capitals');

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);

/** Finds the names that stand as cues beside those of the accepted forms. */
export function findStandIns(lines: readonly string[], accepted: ReadonlySet<string>): StandIns {
  const companions = new Map<string, number>();
  const loose = new Map<string, number>();
  for (const [cue, at] of otherCues(lines, accepted)) {
    if (cue.form.includes('|loose|')) {
      if (hasTwin(cue.form, accepted, 'mixed', 'capitals')) count(loose, cue.name);
    } else if (isCompanionForm(cue.form) && mayStandIn(cue, accepted)) {
      if (standsAsCue(lines, at, cue.form, accepted)) count(companions, cue.name);
    }
  }
  const isSetIn = companions.size > 0 && areSpeechesSetIn(lines, accepted);
  for (const [name, times] of [...companions]) {
    if (times === 1 && !isSetIn && !namesRole(name)) companions.delete(name);
  }
  for (const [name, times] of [...loose]) if (times === 1) loose.delete(name);
  return { companions, loose };
}

/** Whether a cue bears a name that stands in for one of the accepted forms. */
export const isStandIn = ({ name, form }: Cue, { companions, loose }: StandIns): boolean =>
  form.includes('|loose|') ? loose.has(name) : isCompanionForm(form) && companions.has(name);
