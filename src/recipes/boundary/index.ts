import type { Settings } from '../../config.js';
import { type OpenedKnowledge, openKnowledge } from '../../knowledge/open.js';
import type { Work } from '../../llm/work.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { createQuestionCheck, type RepeatCheck } from '../../quality/duplicates.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { BARE_SAMPLE, Profile, type Sample, type Turn } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { readRows } from '../../store/jsonl.js';
import type { Opened, Recipe, RecipeContext, RecipeUnit, RoleMaterial } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { askTrap, SYSTEM_AT_POINT } from './ask.js';
import { boundaryCommand } from './command.js';
import { type DrawnTraps, drawTraps } from './draw.js';
import { type Ground, groundOf, type OtherFact } from './ground.js';
import { boundaryFacts } from './prompt-facts.js';
import { askedRows, chooseRows, quotaOf, tallyRows, wantedOf } from './quota.js';
import { BoundaryRow, CONTROL } from './row.js';
import { OWN } from './settings.js';
import { tellKinds } from './told.js';

/** The turns of a row: only the last answer is learnt, what leads up to it came with the question. */
function turnsOf({ lead_up, question, chosen }: BoundaryRow): Turn[] {
  const said = (by: Turn['by'], text: string, trained = false): Turn => ({ by, speaker: null, text, trained });
  const before = lead_up.flatMap(({ user, role }) => [said('user', user), said('role', role)]);
  return [...before, said('user', question), said('role', chosen.text, true)];
}

/** The better answer as the filter's unit; a worse one that did not fall for the trap is none. */
function toSample(row: BoundaryRow): Sample {
  const { id, role, language, kind, system, segment, rejected, requests, model } = row;
  return {
    ...BARE_SAMPLE,
    id,
    recipe: 'boundary',
    kind,
    role,
    language,
    system,
    turns: turnsOf(row),
    rejected: rejected && rejected.passes !== false ? rejected.text : null,
    requests,
    segment,
    model,
  };
}

/** What a row puts in the place of what, and what its answers do with it, in a line. */
function describeTrap({ kind, property, value, tampering, point, chosen, rejected }: BoundaryRow): string {
  const { property: of, tampered_value, true_value, how } = tampering ?? {};
  const inPlace = true_value ? ` in the place of "${true_value}"` : '';
  return [
    kind === CONTROL || !tampering ? kind : `${kind}: ${of}: "${tampered_value}"${inPlace} (${how})`,
    `from ${property}: "${value}"`,
    ...(point ? [`at the end of scene ${point.act_id + 1}`] : []),
    `the better answer ${chosen.evidence}`,
    ...(rejected ? [`the worse one ${rejected.evidence}`] : []),
  ].join('; ');
}

/** A role is asked no question twice, and gives no answer to several. */
const repeatsOf = ({ similarity }: { similarity: number }): RepeatCheck =>
  createQuestionCheck(similarity, createAnswerCheck());

/** The facts of all roles, by the scripts that the roles are in. */
function factsByScript(data: DataFolder, knowledge: OpenedKnowledge): ReadonlyMap<string, readonly OtherFact[]> {
  const byScript = new Map<string, OtherFact[]>();
  for (const { role, scripts } of readRows(data.profiles, Profile)) {
    const facts = (knowledge.of(role)?.facts ?? []).map(({ script, property, kind, value }): OtherFact => {
      return { role, script, property, kind, value };
    });
    for (const script of scripts) {
      const known = byScript.get(script) ?? [];
      byScript.set(script, known);
      known.push(...facts);
    }
  }
  return byScript;
}

// biome-ignore lint/correctness/useYield: it asks nothing, but its unit says what the role lacks.
function* askNothing(): Work<BoundaryRow> {
  return [];
}

function open(shared: RecipeContext): Opened<BoundaryRow> {
  const { settings, data } = shared;
  const own = ownSettings(OWN, settings);
  const knowledge = openKnowledge(data);
  const byScript = factsByScript(data, knowledge);
  const wanted = wantedOf(settings);

  function plan({ profile, allLines }: RoleMaterial): { ground: Ground; drawn: DrawnTraps } {
    const { role, scripts } = profile;
    const sameScripts = new Set(scripts.flatMap((script) => byScript.get(script) ?? []));
    const others = [...sameScripts].filter((fact) => fact.role !== role);
    const ground = groundOf(profile, allLines, knowledge.of(role), others);
    if (ground.facts.length > 0 && wanted > 0) return { ground, drawn: drawTraps(ground, own, wanted, settings.seed) };
    const line = knowledge.roles().indexOf(role) + 1;
    const place = line === 0 ? data.knowledge : `${data.knowledge}:${line}`;
    const lacks = `${role}: boundary has nothing to ask about: ${place} holds no fact of it`;
    return { ground, drawn: { traps: [], lacks: wanted > 0 ? lacks : undefined } };
  }

  return {
    // Reckoned: how many facts there are is known where a role's lines are read.
    countUnits: () => Math.max(1, Math.ceil(wanted * own.candidates)),
    *units(material) {
      const { profile } = material;
      const { ground, drawn } = plan(material);
      const ofRole = (work: RecipeUnit<BoundaryRow>['work'], k: number): RecipeUnit<BoundaryRow> => ({
        name: profile.role,
        work,
        ...(k === 0 ? { lacks: () => drawn.lacks } : {}),
      });
      if (drawn.traps.length === 0) yield ofRole(askNothing, 0);
      for (const [k, trap] of drawn.traps.entries()) yield ofRole(() => askTrap({ trap, profile, ground, shared }), k);
    },
  };
}

/** MORTISE, ERABAL and TimeChara (papers.md 4 and 9): questions at the boundary of what a role is, with a better and a worse answer. */
export const boundary: Recipe<BoundaryRow> = {
  ...boundaryCommand,
  title: 'at the boundary',
  method: 'ERABAL',
  note: 'a question with a trap, answered from what is true; a worse answer falls for the trap.',
  settings: OWN.settings,
  row: BoundaryRow,
  kinds: {
    'false-premise': { title: 'false premise', isRoleSpecific: true },
    'after-the-point': { title: 'after the point', isRoleSpecific: true },
    'beyond-the-world': { title: 'beyond the world', isRoleSpecific: true },
    // It speaks of machines and of parts to play, which no question about a role may.
    'out-of-role': { title: 'out of role', isRoleSpecific: false },
    [CONTROL]: { title: 'true premise', isRoleSpecific: true },
  },
  prompts: boundaryFacts,
  texts: [SYSTEM_PROMPT, SYSTEM_AT_POINT],
  basis: ({ settings }) => ({
    settings: {
      ...ownSettings(OWN, settings),
      perRole: wantedOf(settings),
      quota: quotaOf(settings),
      seed: settings.seed,
    },
    inputs: [],
  }),
  open,
  samples: (row) => [toSample(row)],
  refuses: ({ id, chosen }) =>
    new Map(chosen.passes === false ? [[id, { check: 'boundary', evidence: chosen.evidence }] as const] : []),
  background: (row) => new Map([[row.id, { rationale: describeTrap(row) }]]),
  repeats: repeatsOf,
  asked: askedRows,
  choose: chooseRows,
  tally: tallyRows,
  tells: tellKinds,
  expectAnswers: (settings: Settings) => wantedOf(settings),
  smallModel: { leadUp: { most: 1 } },
  advice(settings) {
    const { candidates } = ownSettings(OWN, settings);
    return `Ask for more questions with boundary.candidates (now ${candidates}) or boundary.perFact, for fewer rows with boundary.perRole, or give the role more facts.`;
  },
};
