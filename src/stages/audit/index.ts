import { openKnowledge } from '../../knowledge/open.js';
import { answersValue } from '../../knowledge/says-value.js';
import { languageOf } from '../../languages/index.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { askAll, type Work } from '../../llm/work.js';
import { Audit, type AuditQuestion, type Fact, type Profile } from '../../records.js';
import { readRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { type BasisOf, promptTexts, windowBasis } from '../basis.js';
import type { RunContext } from '../context.js';
import { checkNamed, eachRole, isNamed, openByRole } from '../kept-roles.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import { AUDIT_PROMPT, type AuditQuestions, askFact } from './ask.js';
import { drawAskable, findAskable } from './choose.js';

/** The name of the stage: its command, its journal and its file. */
export const AUDIT = 'audit';

/** What the stage makes its rows from. What is then shown of a role is no part of it. */
export const auditBasis: BasisOf = ({ settings, data, prompts }) => {
  const { questions, known, sampling } = settings.audit;
  return {
    settings: { questions, known, sampling, seed: settings.seed, ...windowBasis(settings) },
    inputs: [data.profiles, data.knowledge],
    texts: promptTexts(prompts, [AUDIT_PROMPT]),
  };
};

/** Asks a model what it knows of one role (papers.md 1.2); a role of which nothing can be asked is not known. */
function* auditRole(profile: Profile, facts: readonly Fact[], questions: AuditQuestions): Work<Audit> {
  const { role, language } = profile;
  const { settings, model, prompts, seed } = questions;
  const askable = prompts.has(AUDIT_PROMPT, language) ? findAskable(facts, profile) : [];
  const asks = drawAskable(askable, settings.questions, profile, seed).map((fact) => askFact(fact, profile, questions));
  const readings = asks.length === 0 ? [] : yield* askAll(asks);
  const asked = asks.map(({ fact, question, request }, k): AuditQuestion => {
    const reading = readings[k];
    const answer = reading?.ok ? reading.value : null;
    const isRight = answer !== null && fact.values.some((value) => answersValue(answer, value, language));
    return { question, ...fact, answer, known: isRight, request: request.id };
  });
  const known = asked.filter((one) => one.known).length;
  const of = asked.length;
  const knows = of > 0 && known >= settings.known * of;
  return [{ role, language, model: of > 0 ? model.name : null, asked, known, of, knows }];
}

/** Why nothing could be asked of a role. */
const tellUnasked = (role: string) =>
  `audit: ${role}: no fact of it that a question could ask for stands in its script; it counts as not known`;

/** audit: asks the model about each role with nothing shown, and writes audit.jsonl. */
export async function audit(context: RunContext): Promise<StageRecord> {
  const { settings, data, model, prompts, room = UNLIMITED, log } = context;
  checkNamed(settings, data);
  const knowledge = openKnowledge(data);
  const earlier = openByRole(data.audit, Audit);
  const questions: AuditQuestions = { model, prompts, settings: settings.audit, room, seed: settings.seed };

  function unitOf(profile: Profile): StageUnit<Audit> {
    const { role, language } = profile;
    const work = () => auditRole(profile, knowledge.of(role)?.facts ?? [], questions);
    if (prompts.has(AUDIT_PROMPT, language)) return { name: role, work };
    const lacks = () => `${role}: audit has no prompts in ${languageOf(language).name}; the role counts as not known`;
    return { name: role, work, cannotAsk: true, lacks };
  }

  const record = await runModelStage(
    {
      name: AUDIT,
      basis: auditBasis(context),
      output: data.audit,
      schema: Audit,
      ...eachRole(context, earlier, unitOf),
    },
    context,
  );
  for (const { role, language, of } of readRows(data.audit, Audit)) {
    if (of === 0 && isNamed(role, settings) && prompts.has(AUDIT_PROMPT, language)) log.warn(tellUnasked(role));
  }
  return record;
}
