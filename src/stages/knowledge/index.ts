import { languageOf } from '../../languages/index.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { Knowledge, Profile } from '../../records.js';
import { openDialogues, withoutHeldOut } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { type BasisOf, promptTexts, windowBasis } from '../basis.js';
import type { RunContext } from '../context.js';
import { checkNamed, eachRole, openByRole } from '../kept-roles.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import { FACTS_PROMPT, type FactQuestions } from './ask.js';
import { buildKnowledge, type Read } from './build.js';

/** The name of the stage: its command, its journal and its file. */
export const KNOWLEDGE = 'knowledge';

/** The settings with the quick look of `--limit`. */
function limited({ knowledge, limit }: Pick<RunContext['settings'], 'knowledge' | 'limit'>) {
  return limit === undefined ? knowledge : { ...knowledge, passages: Math.min(limit, knowledge.passages) };
}

/** What the stage makes its rows from. */
export const knowledgeBasis: BasisOf = ({ settings, data, prompts }) => {
  const files = [...readRows(data.profiles, Profile)].flatMap(({ knowledge }) => knowledge ?? []);
  return {
    settings: { ...limited(settings), seed: settings.seed, ...windowBasis(settings) },
    inputs: [data.profiles, data.dialogues, ...new Set(files)],
    texts: promptTexts(prompts, [FACTS_PROMPT]),
  };
};

/** Why nothing is known of a role. */
function whyNothing({ role, language, scripts }: Profile, canAsk: boolean): string {
  const why =
    scripts.length === 0
      ? 'it has no script, no knowledge file and no lorebook'
      : canAsk
        ? 'none was read from its scripts'
        : `the stage knowledge has no prompts in ${languageOf(language).name}`;
  return `${role}: no fact is known of it: ${why}; add \`knowledge: FILE.json\` to its role file`;
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What was refused of a role's facts, in a line; undefined where nothing was. */
function tellRefused(role: string, { accepted, refused: { quote, value } }: Read): string | undefined {
  if (quote + value === 0) return undefined;
  const why = [
    ...(quote > 0 ? [`${plural(quote, 'quote')} in no line that was shown`] : []),
    ...(value > 0 ? [`${plural(value, 'value')} not near the quote`] : []),
  ].join(', ');
  return `knowledge: ${role}: ${quote + value} of ${accepted + quote + value} facts were refused: ${why}`;
}

/** knowledge: reads what is known of each role from its scripts, its card and the user's file, and writes knowledge.jsonl. */
export async function readKnowledge(context: RunContext): Promise<StageRecord> {
  const { settings, data, model, prompts, room = UNLIMITED, log } = context;
  checkNamed(settings, data);
  const linesOf = openDialogues(data.dialogues);
  const earlier = openByRole(data.knowledge, Knowledge);
  const questions: FactQuestions = { model, prompts, settings: limited(settings), room, seed: settings.seed };
  const judged = { accepted: 0, refused: 0 };
  const refusals = new Map<string, string>();

  function unitOf(profile: Profile): StageUnit<Knowledge> {
    const { role, language, scripts } = profile;
    let known = 0;
    return {
      name: role,
      *work() {
        const rows = yield* buildKnowledge(profile, withoutHeldOut(linesOf(scripts)), questions, (read) => {
          judged.accepted += read.accepted;
          judged.refused += read.refused.quote + read.refused.value;
          const line = tellRefused(role, read);
          if (line !== undefined) refusals.set(role, line);
        });
        known = rows.reduce((sum, { facts }) => sum + facts.length, 0);
        return rows;
      },
      lacks: () => (known === 0 ? whyNothing(profile, prompts.has(FACTS_PROMPT, language)) : undefined),
    };
  }

  const { units: ofRoles, ...roles } = eachRole(context, earlier, unitOf);
  function* units(): Generator<StageUnit<Knowledge>> {
    Object.assign(judged, { accepted: 0, refused: 0 });
    refusals.clear();
    yield* ofRoles();
  }

  const record = await runModelStage(
    {
      name: KNOWLEDGE,
      basis: knowledgeBasis(context),
      output: data.knowledge,
      schema: Knowledge,
      ...roles,
      units,
      judged: () => judged,
    },
    context,
  );
  for (const line of refusals.values()) log.warn(line);
  return record;
}
