import { rememberSome } from '../text/remember-some.js';
import { type Cue, describesPerson, looksLikeName } from './play-cues.js';
import { cueIn, type SeenLines } from './play-sights.js';
import { findStandIns, isStandIn, roleCues, type StandIns } from './play-stand-ins.js';

/** What a script's cues look like: found by counting, because no play says so. */
export interface CueForms {
  accepted: ReadonlySet<string>;
  names: ReadonlyMap<string, number>;
  /** Share of the paragraphs that begin with a cue of an accepted form. */
  share: number;
  inCapitals: boolean;
  inBold: boolean;
  standIns: StandIns;
}

/** A form counts beside the most frequent one if its names recur once at least where those of the other do so often (our choice). */
const RAREST_FORM = 50;

interface Count {
  cues: number;
  names: Map<string, number>;
}

const repeated = ({ names }: Count) => [...names.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0);

/** A name in capitals and a direction without a mark between it and the speech: `SARAH (quietly) Come.` */
const isWithDirection = (form: string) => /^inline\|capitals\|[a-z]+\|bracket$/.test(form);

const isPossible = rememberSome((form: string): boolean => {
  const [place, letters, lead, mark] = form.split('|');
  if (mark === ',' || mark === 'bracket') return false;
  if (place === 'inline' && mark === 'none') return false;
  if (mark === 'italic') return lead !== 'tight' && (place === 'inline' || lead === 'blank');
  if (letters === 'loose') return false;
  if (place === 'inline' || letters === 'capitals' || lead === 'blank' || mark === 'bold') return true;
  return lead === 'tight' && mark === ':';
});

/** Whether a possible cue counts. Names of small letters only help to tell how often a script has cues. */
const mayCount = ({ name, form }: Cue) => looksLikeName(name) || form.includes('|loose|');

const isCounted = (cue: Cue) =>
  (isPossible(cue.form) || cue.form.includes('|loose|') || isWithDirection(cue.form)) && mayCount(cue);

/** How many cues stand as those of a form do, whatever stands before the line. */
function kindredCues(form: string, counts: ReadonlyMap<string, Count>): number {
  // Names on lines of their own may be in capitals in one play and in small letters beside them.
  const kindOf = (one: string) =>
    withoutLead(one).replace(one.startsWith('own|') ? /\|(?:loose|capitals)\|/ : '|loose|', '|mixed|');
  let cues = 0;
  for (const [other, count] of counts) if (kindOf(other) === kindOf(form)) cues += count.cues;
  return cues;
}

/** A form whatever stands before the line: the first cue of a file has no empty line before it. */
const withoutLead = (form: string) => form.replace(/\|(?:blank|tight|indent)\|/, '|');

/**
 * Forms that running text has too count only where they are the script's rule: on half of its lines or paragraphs, or on a
 * sixth of its lines with few names (our choice).
 */
const isWeak = (form: string) =>
  /^own\|mixed\|blank\|(?:none|\.)$/.test(form) || /^(?:inline|own)\|mixed\|tight\|(?:[.:]|gap)$/.test(form);

/** Directions stand alone in italics too: names do so only where every fourth paragraph is one (our choice). */
const isItalicAlone = (form: string) => form.startsWith('own|') && form.endsWith('|italic');

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Whether a line begins a paragraph: behind an empty line, or set in deeper than the line above. */
const startsParagraph = (lines: readonly string[], at: number) =>
  at === 0 || lines[at - 1]!.trim() === '' || indentOf(lines[at]!) > indentOf(lines[at - 1]!);

/** Counts the possible cues of each form, and the paragraphs. */
function countCues({ lines, sights }: SeenLines): { counts: Map<string, Count>; paragraphs: number } {
  const counts = new Map<string, Count>();
  let paragraphs = 0;
  for (const [at, seen] of sights.entries()) {
    if (seen === 'empty' || seen === 'heading') continue;
    if (startsParagraph(lines, at)) paragraphs++;
    const cue = cueIn(seen);
    if (!cue || !isCounted(cue)) continue;
    const count = counts.get(cue.form) ?? { cues: 0, names: new Map<string, number>() };
    count.cues++;
    count.names.set(cue.name, (count.names.get(cue.name) ?? 0) + 1);
    counts.set(cue.form, count);
  }
  return { counts, paragraphs };
}

/** The names that stand as cues do and not as running text does, with how often, and how many paragraphs there are. */
export function possibleCues(script: SeenLines): { names: Map<string, number>; paragraphs: number } {
  const { counts, paragraphs } = countCues(script);
  const names = new Map<string, number>();
  for (const [form, count] of counts) {
    if (!isPossible(form) || isWeak(form) || isItalicAlone(form)) continue;
    for (const [name, times] of count.names) names.set(name, (names.get(name) ?? 0) + times);
  }
  return { names, paragraphs };
}

/** The names of the accepted forms with how often they speak, at the begin of a file or behind any other line too. */
function namesOf(ranked: readonly [string, Count][], accepted: ReadonlySet<string>): Map<string, number> {
  const names = new Map<string, number>();
  const kinds = new Set([...accepted].map(withoutLead));
  for (const [form, count] of ranked.toSorted((a, b) => Number(accepted.has(b[0])) - Number(accepted.has(a[0])))) {
    if (!kinds.has(withoutLead(form))) continue;
    for (const [name, n] of count.names) {
      if (accepted.has(form) || names.has(name)) names.set(name, (names.get(name) ?? 0) + n);
    }
  }
  return names;
}

/** Whether a form beside the most frequent one is a script's own: its names recur. `best`: how often those of the first do. */
function isOwnForm(count: Count, best: number): boolean {
  const recurring = repeated(count);
  return recurring >= 3 && recurring * RAREST_FORM >= best && count.names.size * 2 <= recurring + 2;
}

/** Whether a form is that of the most frequent one but for the line above: exchanges of two lines with empty ones between. */
const isTwin = (form: string, count: Count, [best, { cues }]: [string, Count]): boolean =>
  form.endsWith('|:') && withoutLead(form) === withoutLead(best) && count.cues * 4 >= cues && repeated(count) > 1;

/** The forms beside the most frequent one that are the script's own too. */
const ownForms = (ranked: readonly [string, Count][], best: [string, Count]): [string, Count][] =>
  ranked.filter(
    ([form, count]) =>
      form !== best[0] &&
      (isTwin(form, count, best) ||
        (!isWeak(form) && (!isItalicAlone(form) || isItalicAlone(best[0])) && isOwnForm(count, repeated(best[1])))),
  );

/** Whether a form helps to tell that names of a kind recur: in bold or before a colon `The second guest:` is as good as a name. */
function isKindOf(form: string, kind: string): boolean {
  const own = withoutLead(form);
  if (isWithDirection(form)) return /^inline\|capitals\|[:.]$/.test(kind);
  return own === kind || (/\|(?:bold|:)$/.test(kind) && own.replace('|loose|', '|mixed|') === kind);
}

/**
 * The forms of a small script in which no name recurs behind the same kind of line: taken together they do. Running text has
 * names before a colon too, so those in small letters must stand on half of the lines.
 */
function unitedForms(
  possible: readonly [string, Count][],
  counts: ReadonlyMap<string, Count>,
  all: number,
): [string, Count][] {
  for (const kind of new Set(possible.map(([form]) => withoutLead(form)))) {
    if (!/^inline\|.*\|(?:[:.]|bold)$/.test(kind)) continue;
    const forms = possible.filter(([form]) => withoutLead(form) === kind);
    const kindred = [...counts].filter(([form]) => isKindOf(form, kind));
    const together: Count = { cues: 0, names: new Map() };
    for (const [form, { names }] of kindred) {
      for (const [name, times] of names) {
        // `the shop: bread` recurs in a list: behind a plain colon only what says a person helps.
        if (form.includes('|loose|') && !kind.endsWith('|bold') && !describesPerson(name)) continue;
        together.cues += times;
        together.names.set(name, (together.names.get(name) ?? 0) + times);
      }
    }
    const isRule = kind.includes('|capitals|') || together.cues * 2 >= all;
    if (repeated(together) > 1 && together.cues > 2 && isRule) return forms;
  }
  return [];
}

/** Forms in capitals that stand in a small script beside roles in small letters: `CAPTAIN` beside `First Guard`. */
function formsBesideRoles(script: SeenLines, all: number): [string, Count][] {
  for (const kind of ['own|none', 'inline|:', 'inline|.']) {
    const [place, mark] = kind.split('|');
    const forms = new Map<string, Count>();
    const names = new Map<string, number>();
    for (const { name, form } of roleCues(script, place!, mark!)) {
      const inCapitals = form.replace('|mixed|', '|capitals|');
      const count = forms.get(inCapitals) ?? { cues: 0, names: new Map<string, number>() };
      count.cues++;
      count.names.set(name, (count.names.get(name) ?? 0) + 1);
      forms.set(inCapitals, count);
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    const cues = [...names.values()].reduce((sum, times) => sum + times, 0);
    const isRule = cues * (place === 'own' ? 3 : 2) >= all;
    if (cues > 2 && isRule && names.size > 1) return [...forms];
  }
  return [];
}

const formsOfSmall = (
  script: SeenLines,
  possible: readonly [string, Count][],
  counts: ReadonlyMap<string, Count>,
  all: number,
) => {
  const united = unitedForms(possible, counts, all);
  return united.length > 0 ? united : formsBesideRoles(script, all);
};

/** Counts a script's possible cues and says which forms are its own. Undefined where no names recur. */
export function findCueForms(script: SeenLines): CueForms | undefined {
  const { counts, paragraphs } = countCues(script);
  let all = 0;
  for (const seen of script.sights) if (seen !== 'empty' && seen !== 'heading') all++;
  const isRule = (form: string, { cues, names }: Count) =>
    kindredCues(form, counts) * 2 >= (form.includes('|tight|') ? all : paragraphs) ||
    (cues * 6 >= all && names.size * 8 <= cues);
  const possible = [...counts].filter(([form]) => isPossible(form));
  const ranked = possible.sort((a, b) => repeated(b[1]) - repeated(a[1]) || (a[0] < b[0] ? -1 : 1));
  const best = ranked.find(([form, count]) =>
    isItalicAlone(form) ? count.cues * 4 >= paragraphs : !isWeak(form) || isRule(form, count),
  );
  const accepted =
    best && repeated(best[1]) > 1 ? [best, ...ownForms(ranked, best)] : formsOfSmall(script, possible, counts, all);
  const [first] = accepted;
  if (!first) return undefined;
  const forms = new Set(accepted.map(([form]) => form));
  const cues = accepted.reduce((sum, [, count]) => sum + count.cues, 0);
  const names = namesOf(ranked, forms);
  for (const [form, count] of counts) {
    if (!isWithDirection(form)) continue;
    for (const [name, times] of count.names) if (names.has(name)) names.set(name, names.get(name)! + times);
  }
  const standIns = findStandIns(script, forms);
  for (const counted of [standIns.companions, standIns.loose]) {
    for (const [name, times] of counted) names.set(name, (names.get(name) ?? 0) + times);
  }
  return {
    accepted: forms,
    names,
    standIns,
    share: cues / Math.max(1, paragraphs, cues),
    inCapitals: first[0].includes('|capitals|'),
    inBold: first[0].endsWith('bold'),
  };
}

/** Whether a name alone on a line is a cue where that is no form of the script's own. */
function isCueWithoutMark({ name, form }: Cue, known: number, { accepted }: CueForms): boolean {
  if (form.includes('|tight|') || !form.startsWith('own|capitals|')) return false;
  // Where short speeches stand behind the name and a gap, long ones stand below it.
  if (accepted.has(form.replace('own|', 'inline|').replace('none', 'gap'))) return looksLikeName(name);
  if (accepted.has(form.replace('capitals', 'mixed'))) return looksLikeName(name);
  return known > (accepted.has(form.replace(/\|(?:blank|indent)\|/, '|tight|')) ? 0 : 2);
}

/**
 * Whether a name in capitals stands before its colon or gap as others of the script do, but for what stands before the line and
 * for their letters: `TV: ...` among `Nora: ...`.
 */
function isKindred({ name, form }: Cue, { accepted, inCapitals }: CueForms): boolean {
  const [place, letters, lead, mark] = form.split('|');
  if (place !== 'inline' || letters !== 'capitals' || lead === 'indent' || !looksLikeName(name)) return false;
  if (mark === '.') return lead === 'blank' && accepted.has('inline|mixed|blank|.');
  if (mark === 'gap') return inCapitals && lead === 'blank' && accepted.has('own|capitals|blank|none');
  return (
    mark === ':' &&
    ['blank', 'tight'].some((other) => ['capitals', 'mixed'].some((kind) => accepted.has(`inline|${kind}|${other}|:`)))
  );
}

/** Whether a name and a comma are a cue: `ROMEO, [aside]  Shall I ...`, or who speaks often elsewhere. */
function isCueWithComma({ form, rest }: Cue, known: number, { inCapitals }: CueForms): boolean {
  const tight = form.includes('|tight|');
  if (inCapitals && form.includes('|capitals|') && /^[[(]/.test(rest)) return !tight || known > 0;
  return known > 2 && !tight && /^\p{Lu}(?!\s)/u.test(rest) && !rest.startsWith("I'");
}

/** Whether several are named who all speak alone too. */
const areKnown = (name: string, { names }: CueForms): boolean =>
  name.split(/,\s+(?:and\s+)?/i).every((one) => names.has(one));

/** Whether a line names two or more who speak alone too, and nothing else or words behind a colon: `VERA and PAVEL`. */
function areKnownTogether({ name, rest, form }: Cue, { names, accepted }: CueForms): boolean {
  const parts = name.split(/\s+(?:and|&|\+)\s+/i);
  // `Brutus and Caesar: what should be in that …` is verse where no name has a colon.
  const hasColon = form.endsWith('|:') && [...accepted].some((own) => own.endsWith('|:'));
  return (rest === '' || hasColon) && parts.length > 1 && parts.every((part) => names.has(part));
}

/** Whether a possible cue is one in this script: by its form, or by a name that speaks elsewhere. */
export function isCue(cue: Cue, forms: CueForms): boolean {
  if (areKnownTogether(cue, forms)) return true;
  const areSeveral = cue.form.endsWith('|:') && /,\s(?![JS]r\b)/i.test(cue.name);
  return areSeveral ? areKnown(cue.name, forms) : isCueOfOne(cue, forms);
}

/** Whether a name in capitals has a direction in brackets behind it, and then its mark, or speaks elsewhere too. */
function isDirectedCue({ name, form, rest }: Cue, known: number, { inCapitals, accepted }: CueForms): boolean {
  if (!inCapitals || !/^[[(]/.test(rest)) return false;
  // `Uncle Bert (from the stairs)` on a line of its own, as `SARAH (quietly)` is.
  if (form === 'own|mixed|blank|bracket')
    return looksLikeName(name) && accepted.has('own|capitals|blank|none') && /^\([^()]+\)$/.test(rest);
  return (form.endsWith('|bracket') ? known > 0 : looksLikeName(name)) && /^inline\|capitals\|/.test(form);
}

/** `THE LAMP GOES OUT. A LONG SILENCE.`: the rest is in capitals as well. */
const isStageInCapitals = ({ form, rest }: Cue) =>
  form.endsWith('|.') && /\p{Lu}{2}/u.test(rest) && !/\p{Ll}/u.test(rest);

function isCueOfOne(cue: Cue, forms: CueForms): boolean {
  const known = forms.names.get(cue.name) ?? 0;
  const tight = cue.form.includes('|tight|');
  const mark = cue.form.slice(cue.form.lastIndexOf('|') + 1);
  const capitals = cue.form.includes('|capitals|');
  if (isStandIn(cue, forms.standIns)) return true;
  if (cue.form.includes('|loose|') || cue.form.startsWith('own|mixed|tight|none')) return false;
  if (forms.accepted.has(cue.form)) {
    if (mark === 'italic' && cue.form.startsWith('own')) return known > 1;
    return known > 1 || !tight || mark === 'bold' || (looksLikeName(cue.name) && (capitals || isWeak(cue.form)));
  }
  if (mark === 'bold') return true;
  if (mark === 'italic') return false;
  if (mark === 'none') return isCueWithoutMark(cue, known, forms);
  if (isKindred(cue, forms) || isDirectedCue(cue, known, forms)) return true;
  if (mark === ',') return isCueWithComma(cue, known, forms);
  if (known > 1) return !tight || capitals;
  return (
    mark !== 'none' &&
    mark !== 'gap' &&
    !tight &&
    capitals &&
    forms.inCapitals &&
    looksLikeName(cue.name) &&
    cue.form.startsWith('inline') &&
    !isStageInCapitals(cue)
  );
}
