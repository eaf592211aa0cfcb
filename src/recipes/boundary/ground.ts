import type { LanguageCode } from '../../languages/index.js';
import { type DialogueLine, type Fact, type Knowledge, NARRATION, type Profile } from '../../records.js';
import { isIn, plainText, telltaleOf } from './mentions.js';
import type { Point } from './row.js';

/** A fact about another role of the same scripts, as far as it can stand in the place of one. */
export interface OtherFact extends Pick<Fact, 'property' | 'kind' | 'value' | 'script'> {
  role: string;
}

/** What is known of a role and of the others in its scripts: what traps are set from and what they are checked by. */
export interface Ground {
  role: string;
  language: LanguageCode;
  names: readonly string[];
  /** Those that stand in no held-out scene, in their order. */
  facts: readonly Fact[];
  others: readonly OtherFact[];
  /** What is told of the role, as plain texts: what describes it, and the lines by it and those that name it, held-out ones too. */
  told: readonly string[];
  /** The lines that a fact stands in; none where it is not of a script. */
  linesOf(fact: Fact): readonly DialogueLine[];
  /** Who else speaks in a fact's script, or in any where it is of none, those that speak most first. */
  speakersOf(fact: Fact): readonly string[];
  /** Where the scene of a fact ends; undefined where it stands in none. */
  pointOf(fact: Fact): Point | undefined;
  /** The first line of a script (diag_id) that tells of a value; undefined where none does. */
  firstHeard(script: string, value: string): number | undefined;
  /** The first line of any of its scripts, or the text about it, that tells of a value. */
  heardOf(value: string): string | undefined;
}

/** Others that speak less often are seldom known by their names. Our choice. */
const MOST_SPEAKERS = 12;

/** Gathers what a role's traps are set from. `lines` are all of its scripts; nothing may be known of it. */
export function groundOf(
  profile: Profile,
  lines: readonly DialogueLine[],
  known: Pick<Knowledge, 'facts' | 'aliases' | 'description' | 'wiki'> | undefined,
  others: readonly OtherFact[],
): Ground {
  const { role, language } = profile;
  const names = [...new Set([role, ...profile.aliases, ...(known?.aliases ?? [])])];
  const scripts = new Map<string, DialogueLine[]>();
  for (const line of lines) {
    const own = scripts.get(line.script);
    if (own) own.push(line);
    else scripts.set(line.script, [line]);
  }
  const script = (name: string) => scripts.get(name) ?? [];
  const linesOf = ({ script: name, from, to = from }: Fact) =>
    name === undefined || from === undefined
      ? []
      : script(name).filter(({ diag_id }) => diag_id >= from && diag_id <= (to as number));
  const isKept = (fact: Fact) => fact.from === undefined || linesOf(fact).some(({ held_out }) => !held_out);
  const plainNames = names.map(plainText);
  const about = [profile.description, known?.description ?? '', ...(known?.wiki?.split('\n') ?? [])].map(plainText);
  const told = [...about];
  for (const { role: speaker, content } of lines) {
    const said = plainText(content);
    if (speaker === role || plainNames.some((name) => said.includes(name))) told.push(said);
  }

  const plain = new Map<string, string[]>();
  function plainLines(name: string): readonly string[] {
    const said = plain.get(name) ?? script(name).map(({ content }) => plainText(content));
    plain.set(name, said);
    return said;
  }

  const speakers = new Map<string, string[]>();
  function speakersOf({ script: name }: Fact): readonly string[] {
    const key = name ?? '';
    const ranked = speakers.get(key) ?? rankSpeakers(name === undefined ? lines : script(name), names);
    speakers.set(key, ranked);
    return ranked;
  }

  return {
    role,
    language,
    names,
    facts: (known?.facts ?? []).filter(isKept),
    others,
    told,
    linesOf,
    speakersOf,
    pointOf: (fact) => {
      const [line, ...more] = linesOf(fact);
      const last = line && script(line.script).findLast(({ act_id }) => act_id === line.act_id);
      if (!last) return undefined;
      return {
        script: line.script,
        act_id: line.act_id,
        to: last.diag_id,
        quote: [line, ...more].map(sayLine).join('\n'),
      };
    },
    firstHeard: (name, value) => {
      const wanted = telltaleOf(value, '', language);
      return script(name)[plainLines(name).findIndex((line) => isIn(line, wanted))]?.diag_id;
    },
    heardOf: (value) => {
      const wanted = telltaleOf(value, '', language);
      for (const texts of [about, ...[...scripts.keys()].map(plainLines)]) {
        const found = texts.find((text) => isIn(text, wanted));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** A line with its speaker, where somebody speaks it. */
export const sayLine = ({ role, content }: DialogueLine) => (role === NARRATION ? content : `${role}: ${content}`);

function rankSpeakers(lines: readonly DialogueLine[], but: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const { role } of lines) {
    if (role !== NARRATION && !but.includes(role)) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked.slice(0, MOST_SPEAKERS).map(([name]) => name);
}
