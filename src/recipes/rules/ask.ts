import { makeRequest } from '../../llm/chat-request.js';
import { fitPrompt } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { askAll, type Work } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import { createSystemOf } from '../../prompts/system-instruction.js';
import type { Instruction, Profile } from '../../records.js';
import type { RecipeContext } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { wholeInstruction } from './instructions.js';
import { askVerdicts, type NumberedRule, numbered } from './judge.js';
import type { RuledAnswer, RuledPrompt, RuleVerdict } from './row.js';
import { appliesTo, needsJudge, type Rule } from './rule.js';
import { OWN } from './settings.js';
import { checkRule } from './verdicts.js';

/** The prompt that gives the system text with the rules. */
export const SYSTEM_WITH_RULES = 'rules.system';

type Shared = Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>;

/** One instruction to a role under one set of rules. */
export interface RuledQuestion {
  profile: Profile;
  instruction: Instruction;
  rules: readonly Rule[];
}

/** The requests for all answers, and the system text that they are made under: the one that is exported. */
function requestAnswers({ profile, instruction, rules }: RuledQuestion, shared: Shared) {
  const { settings, model, prompts, room = UNLIMITED } = shared;
  const own = ownSettings(OWN, settings);
  const template = prompts(SYSTEM_WITH_RULES, profile.language);
  const slots = {
    role_system: createSystemOf(prompts)(profile),
    rules: numbered(rules.map(({ text }, k) => ({ rule: k + 1, text }))),
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
  };
  const messages = renderPrompt(template, slots);
  // The role's own lines are not shown: they would be examples of answers that keep no rule.
  const { draft } = fitPrompt(room, [0], () => ({
    messages: [...messages, { role: 'user' as const, content: wholeInstruction(instruction) }],
    slots,
    sampling: room.forReply(own.sampling),
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: profile.language,
    origin: {
      subject: `the prompt of ${profile.role} for one instruction with rules`,
      lower: 'rules.maxInstructionWords',
    },
  }));
  const requests = Array.from({ length: own.answers }, (_, sample) => makeRequest(model, { ...draft, sample }));
  return { requests, system: messages[0]?.content ?? '' };
}

/** Whether all rules were kept: not where one was broken, and not known where a judge was asked and did not say. */
function allPass(verdicts: readonly RuleVerdict[], judge: boolean): boolean | null {
  if (verdicts.some(({ passes }) => passes === false)) return false;
  return judge && verdicts.some(({ passes }) => passes === null) ? null : true;
}

const UNJUDGED = 'not judged (rules.judge: false)';

/** Asks for all answers of a role to one instruction under one set of rules, then for the verdicts that code cannot give. */
export function* askUnderRules(asked: RuledQuestion, shared: Shared): Work<RuledPrompt> {
  const { profile, instruction, rules } = asked;
  const { judge } = ownSettings(OWN, shared.settings);
  const question = wholeInstruction(instruction);
  const { requests, system } = requestAnswers(asked, shared);
  const readings = yield* askAll(requests.map((request) => ({ request, read: readTextReply })));
  const texts = readings.map((reading) => (reading.ok ? reading.value : undefined));
  if (texts.every((text) => text === undefined)) return [];

  const applying = rules.map((rule) => appliesTo(rule, question));
  const toJudge = rules.flatMap(({ kind, text }, k): NumberedRule[] =>
    applying[k] && needsJudge({ kind }) ? [{ rule: k + 1, text }] : [],
  );
  const asks = texts.map((answer) =>
    judge && toJudge.length > 0 && answer !== undefined
      ? askVerdicts({ profile, question, answer }, toJudge, shared)
      : undefined,
  );
  const wanted = asks.filter((ask) => ask !== undefined);
  const judged = wanted.length > 0 ? yield* askAll(wanted) : [];

  const answers = texts.map((text, k): RuledAnswer | null => {
    if (text === undefined) return null;
    const ask = asks[k];
    const reading = ask && judged[wanted.indexOf(ask)];
    const said = reading?.ok ? reading.value : [];
    const verdicts = rules.flatMap((rule, at): RuleVerdict[] => {
      if (!applying[at]) return [];
      const byCode = checkRule(rule, text);
      if (byCode) return [{ rule: at + 1, ...byCode }];
      const byJudge = said.find((one) => one.rule === at + 1);
      return [byJudge ?? { rule: at + 1, passes: null, evidence: judge ? 'no verdict came' : UNJUDGED }];
    });
    return { text, verdicts, all_pass: allPass(verdicts, judge), judged: ask?.request.id ?? null };
  });
  return [
    {
      id: (requests[0]?.id ?? '').slice(0, 16),
      role: profile.role,
      language: profile.language,
      system,
      rules: rules.map((rule, k) => ({
        kind: rule.kind,
        text: rule.text,
        by: needsJudge(rule) ? 'judge' : 'code',
        applies: applying[k] ?? true,
      })),
      question,
      category: instruction.category,
      source: instruction.source,
      raw_answer: instruction.raw_answer,
      answers,
      requests: requests.map(({ id }) => id),
      model: shared.model.name,
    },
  ];
}
