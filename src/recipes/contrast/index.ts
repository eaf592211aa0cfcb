import { openKnowledge } from '../../knowledge/open.js';
import { languageOf } from '../../languages/index.js';
import type { Work } from '../../llm/work.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { createQuestionCheck } from '../../quality/duplicates.js';
import { BARE_SAMPLE, Knowledge, type LanguageCode, Profile, type Sample } from '../../records.js';
import { readRows } from '../../store/jsonl.js';
import { keysOf, openRowGroups } from '../../store/row-groups.js';
import { askedAndAnswered } from '../../turns.js';
import type { Opened, Recipe, RecipeContext, RecipeUnit } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { contrastCommand } from './command.js';
import { askPairs } from './pairs.js';
import { contrastFacts } from './prompt-facts.js';
import type { Pair } from './questions.js';
import { askedRows, chooseRows, OTHER_KIND, OWN_KIND, planPairs, tallyRows, wantedOf } from './quota.js';
import { makeRing, type Ring } from './ring.js';
import { answerId, ContrastRow } from './row.js';
import { OWN } from './settings.js';
import { tellFact } from './shown.js';
import { tellRates } from './told.js';

/** The answers of a row as the filter's units. */
function toSamples(row: ContrastRow): Sample[] {
  const { role, language, system, label, model, requests } = row;
  return row.asked.flatMap(({ question, answer, evidence, request }, k): Sample[] => {
    if (answer === null) return [];
    return [
      {
        ...BARE_SAMPLE,
        id: answerId(row, k),
        recipe: 'contrast',
        kind: label === 0 ? OWN_KIND : OTHER_KIND,
        role,
        language,
        system,
        turns: askedAndAnswered(question, answer),
        requests: [...requests, request],
        model,
        rejection: { label, evidence: evidence.map(tellFact) },
      },
    ];
  });
}

// biome-ignore lint/correctness/useYield: it asks nothing, but its unit says why.
function* askNothing(): Work<ContrastRow> {
  return [];
}

/** The roles of each language of which facts are known, and where the others stand in knowledge.jsonl. */
function findRings({ data, settings }: RecipeContext) {
  const profiles = new Set([...readRows(data.profiles, Profile)].map(({ role }) => role));
  const names = new Map<LanguageCode, string[]>();
  const without = new Map<string, number>();
  let line = 0;
  for (const { role, language, facts } of readRows(data.knowledge, Knowledge)) {
    line += 1;
    if (facts.length === 0) without.set(role, line);
    else if (profiles.has(role)) names.set(language, [...(names.get(language) ?? []), role]);
  }
  const rings = new Map([...names].map(([language, roles]) => [language, makeRing(roles, settings.seed)]));
  return { rings, without };
}

/** Why a role is asked nothing: no fact is known of it, as the line of knowledge.jsonl shows, or of no other role. */
function whyNothing(
  { role, language }: Profile,
  { line, isKnown }: { line: number | undefined; isKnown: boolean },
  { data, settings }: RecipeContext,
): string {
  if (isKnown) {
    const advice = settings.only ? '; run `rolellm knowledge` without --only' : '';
    return `${role}: there is no other role in ${languageOf(language).name} of which facts are known, so that contrast asks nothing${advice}`;
  }
  const place = line === undefined ? data.knowledge : `${data.knowledge}:${line}`;
  return `${role}: no fact is known of it (${place}), so that contrast asks nothing; add \`knowledge: FILE.json\` to its role file`;
}

function open(shared: RecipeContext): Opened<ContrastRow> {
  const { settings, data } = shared;
  const { rings, without } = findRings(shared);
  const knowledge = openKnowledge(data);
  const profiles = openRowGroups(data.profiles, Profile, keysOf('role'));
  const { pairs, questions } = planPairs(settings);
  const isWanted = (role: string) => !settings.only || settings.only.includes(role);

  const knownRole = (role: string) => {
    const [profile] = [...profiles.read(role)];
    const known = knowledge.of(role);
    if (!profile || !known) throw new Error(`nothing is known of the role "${role}", which is in the ring`);
    return { profile, knowledge: known };
  };
  /** Whose pairs are made in the units of a role: its own, and those of a role that `--only` leaves out and that asks it before other named ones. */
  const askersOf = (role: string, ring: Ring): string[] => [
    role,
    ...ring.before(role, pairs).filter((asker) => !isWanted(asker) && ring.after(asker, pairs).find(isWanted) === role),
  ];
  const pairsOf = (role: string, ring: Ring): Pair[] => {
    const asker = knownRole(role);
    return ring.after(role, pairs).map((other) => ({ asker, other: knownRole(other) }));
  };
  const ringOf = ({ role, language }: Profile): Ring | undefined => {
    const ring = rings.get(language);
    return ring && ring.size > 1 && ring.has(role) ? ring : undefined;
  };

  return {
    countUnits(profile) {
      const ring = ringOf(profile);
      return ring ? askersOf(profile.role, ring).length : 1;
    },
    *units({ profile }): Generator<RecipeUnit<ContrastRow>> {
      const { role } = profile;
      const ring = ringOf(profile);
      if (!ring) {
        const known = { line: without.get(role), isKnown: rings.get(profile.language)?.has(role) ?? false };
        const lacks = () => (pairs === 0 ? undefined : whyNothing(profile, known, shared));
        yield { name: role, work: askNothing, lacks };
        return;
      }
      for (const asker of askersOf(role, ring)) {
        yield { name: role, work: () => askPairs(pairsOf(asker, ring), questions, isWanted, shared) };
      }
    },
  };
}

/** Ditto (papers.md 2): what one role can answer and another cannot, asked of both. */
export const contrast: Recipe<ContrastRow> = {
  ...contrastCommand,
  title: 'in contrast',
  method: 'Ditto',
  note: 'a question that one role can answer and another cannot, put to both: one tells what it knows, the other says in character that it does not.',
  settings: OWN.settings,
  row: ContrastRow,
  longest: 'contrast.facts',
  kinds: {
    [OWN_KIND]: { title: 'known to the role', isRoleSpecific: true },
    [OTHER_KIND]: { title: 'unknown to the role', isRoleSpecific: true },
  },
  prompts: contrastFacts,
  texts: [SYSTEM_PROMPT],
  basis({ settings }) {
    const { perRole: _, pairs: __, questions: ___, ...decisive } = ownSettings(OWN, settings);
    return {
      settings: { ...decisive, ...planPairs(settings), perRole: wantedOf(settings), seed: settings.seed },
      inputs: [],
    };
  },
  open,
  samples: toSamples,
  refuses: (row) =>
    new Map(
      row.asked.flatMap(({ fault }, k) =>
        fault === null ? [] : [[answerId(row, k), { check: 'contrast', evidence: fault }] as const],
      ),
    ),
  background: (row) =>
    new Map(
      row.asked.map(({ why, reason, evidence }, k) => {
        const facts = evidence.map(tellFact).join('; ');
        const whose = row.label === 0 ? row.role : row.other;
        return [answerId(row, k), { rationale: `${why}: ${reason} (${whose}: ${facts})` }] as const;
      }),
    ),
  repeats: ({ similarity }) => createQuestionCheck(similarity),
  asked: askedRows,
  choose: chooseRows,
  tally: tallyRows,
  tells: tellRates,
  expectAnswers(settings) {
    const { pairs, questions } = planPairs(settings);
    return 2 * pairs * questions;
  },
  // Fewer questions and facts in a prompt: small models lose the form over several.
  smallModel: { questions: 1, facts: 12, articleWords: 60 },
  advice(settings) {
    const { pairs, rounds } = ownSettings(OWN, settings);
    return `Pair each role with more others with contrast.pairs (now ${pairs}), ask more often for questions with contrast.rounds (now ${rounds}), or ask for fewer rows with contrast.perRole.`;
  },
};
