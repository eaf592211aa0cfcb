import { type Cue, describesPerson, looksLikeName, namesRole } from './play-cues.js';
import { isHeading } from './play-headings.js';
import { cueIn, type SeenLines } from './play-sights.js';

/** Names that are cues though no form of theirs is a script's own, with how often they stand so. */
export interface StandIns {
  /** In small letters where others stand in capitals: `Ghost`, `First Clown`. */
  companions: ReadonlyMap<string, number>;
  /** Only the first word has a capital: `Old man: ...`, `**The waitress:** ...`. */
  loose: ReadonlyMap<string, number>;
  /** In italics on a line of their own, once: a role or a name with a direction, which the direction `_Night._` is not. */
  italic: ReadonlySet<string>;
}

const ITALIC_ALONE = /^own\|(?:mixed|capitals)\|blank\|italic$/;

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
function standsAsCue({ lines, sights }: SeenLines, at: number, form: string, accepted: ReadonlySet<string>): boolean {
  const above = lines[at - 1] ?? '';
  if (above.trim() !== '' && !isOver(above)) return false;
  if (form.startsWith('inline|')) return true;
  const next = nextWords(lines, at + 1);
  const seen = sights[next];
  if (seen === undefined || seen === 'empty' || seen === 'heading') return false;
  const below = cueIn(seen);
  return !below || !accepted.has(below.form);
}

/** Whether everything but the cues is set in: what stands at the left edge is a cue then. */
export function areSpeechesSetIn({ lines, sights }: SeenLines, accepted: ReadonlySet<string>): boolean {
  if (!accepted.has('own|capitals|blank|none')) return false;
  let setIn = 0;
  let others = 0;
  for (const [at, seen] of sights.entries()) {
    if (seen === 'empty' || seen === 'heading') continue;
    const cue = cueIn(seen);
    if (/^\s/.test(lines[at]!)) setIn++;
    else if (!cue || !/^own\|.*\|none$/.test(cue.form)) others++;
  }
  return setIn > others * 20;
}

/** The lines that could be cues, with where they stand. */
function* cuesIn({ sights }: SeenLines): Generator<[cue: Cue, at: number]> {
  for (const [at, seen] of sights.entries()) {
    const cue = cueIn(seen);
    if (cue) yield [cue, at];
  }
}

/** The lines that name a role in small letters or somebody in capitals, and stand where a cue would. */
export function* roleCues(script: SeenLines, place: string, mark: string): Generator<Cue> {
  for (const [cue, at] of cuesIn(script)) {
    const [its, letters, , behind] = cue.form.split('|');
    if (its !== place || behind !== mark || !looksLikeName(cue.name)) continue;
    if (letters !== 'capitals' && !namesRole(cue.name)) continue;
    if (standsAsCue(script, at, cue.form, new Set())) yield cue;
  }
}

/** Whether a name could stand in for one in capitals, or where all have small letters for one that is a name. */
const mayStandIn = ({ name, form }: Cue, accepted: ReadonlySet<string>) =>
  looksLikeName(name)
    ? hasTwin(form, accepted, 'capitals')
    : form.includes('|:') && hasTwin(form, accepted, 'mixed', 'capitals');

const count = (names: Map<string, number>, name: string) => names.set(name, (names.get(name) ?? 0) + 1);

/** Whether a line in italics is a name and no direction: a role, or a direction stands behind it. */
const isItalicName = ({ name, rest, form }: Cue) =>
  ITALIC_ALONE.test(form) && (namesRole(name) || /^[_*]*[[(]/.test(rest));

const isCompanion = (cue: Cue, script: SeenLines, at: number, accepted: ReadonlySet<string>) =>
  isCompanionForm(cue.form) && mayStandIn(cue, accepted) && standsAsCue(script, at, cue.form, accepted);

/** Whether a name in small letters is one though it stands but once: in bold among bold ones, or it says what somebody is. */
const isSureLabel = (cue: Cue, script: SeenLines, at: number, accepted: ReadonlySet<string>) =>
  (cue.isBoldLabel === true && [...accepted].some((form) => form.endsWith('|bold'))) ||
  (describesPerson(cue.name) &&
    hasTwin(cue.form, accepted, 'mixed', 'capitals') &&
    standsAsCue(script, at, cue.form, accepted));

/** `Dr. Wren`, `Anna Reed`: a word alone before a colon may open a sentence, two with capitals hardly do. */
const isWholeName = (name: string) => /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,2}$/u.test(name);

/** Finds the names that stand as cues beside those of the accepted forms. */
export function findStandIns(script: SeenLines, accepted: ReadonlySet<string>): StandIns {
  const companions = new Map<string, number>();
  const loose = new Map<string, number>();
  const italic = new Set<string>();
  const labels = new Set<string>();
  for (const [cue, at] of cuesIn(script)) {
    if (accepted.has(cue.form) && looksLikeName(cue.name)) {
      if (isItalicName(cue)) italic.add(cue.name);
    } else if (cue.form.includes('|loose|')) {
      const isLabel = isSureLabel(cue, script, at, accepted);
      if (isLabel) labels.add(cue.name);
      if (isLabel || hasTwin(cue.form, accepted, 'mixed', 'capitals')) count(loose, cue.name);
    } else if (isCompanion(cue, script, at, accepted)) count(companions, cue.name);
  }
  const isSetIn = companions.size > 0 && areSpeechesSetIn(script, accepted);
  const isKept = (name: string, times: number) =>
    times > 1 || isSetIn || namesRole(name) || describesPerson(name) || isWholeName(name);
  return {
    companions: new Map([...companions].filter(([name, times]) => isKept(name, times))),
    loose: new Map([...loose].filter(([name, times]) => times > 1 || labels.has(name))),
    italic,
  };
}

/** Whether a cue bears a name that stands in for one of the accepted forms. */
export function isStandIn({ name, form }: Cue, { companions, loose, italic }: StandIns): boolean {
  if (form.includes('|loose|')) return loose.has(name);
  return ITALIC_ALONE.test(form) ? italic.has(name) : isCompanionForm(form) && companions.has(name);
}
