import { posix } from 'node:path';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { languageCodes, languageOf } from '../../languages/index.js';
import type { Work } from '../../llm/work.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { createGroupedCheck } from '../../quality/duplicates.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { BARE_SAMPLE, type Instruction, Profile, type Sample } from '../../records.js';
import { hashFile } from '../../store/atomic.js';
import { readRows } from '../../store/jsonl.js';
import { askedAndAnswered } from '../../turns.js';
import { pairAnswers } from '../pair-answers.js';
import type { Opened, Recipe, RecipeContext, RecipeUnit } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { askUnderRules, type RuledQuestion, SYSTEM_WITH_RULES } from './ask.js';
import { rulesCommand } from './command.js';
import { drawSets } from './draw.js';
import { checkInstructions, loadAll, orderFor, shippedInstructions } from './instructions.js';
import { rulesFacts } from './prompt-facts.js';
import { askedRows, chooseRows, tallyRows, wantedOf } from './quota.js';
import { answerId, describeVerdicts, faultOf, promptOf, RuledPrompt } from './row.js';
import { OWN } from './settings.js';
import { openRules, readTable, shippedTable } from './table.js';
import { tellRates } from './told.js';

/** All answers to a prompt as the filter's units: those that keep all their rules, each with a worse one where there is one. */
function toSamples(row: RuledPrompt): Sample[] {
  const { role, language, system, question, category, source, raw_answer, model } = row;
  const worse = pairAnswers(
    row.answers,
    ({ all_pass }) => all_pass,
    ({ text }) => text,
  );
  return row.answers.flatMap((answer, k): Sample[] => {
    if (!answer) return [];
    return [
      {
        ...BARE_SAMPLE,
        id: answerId(row, k),
        recipe: 'rules',
        kind: 'rules',
        role,
        language,
        system,
        turns: askedAndAnswered(question, answer.text),
        rejected: worse[k] ?? null,
        requests: [...row.requests.slice(k, k + 1), ...(answer.judged === null ? [] : [answer.judged])],
        category,
        source,
        raw_answer,
        model,
      },
    ];
  });
}

/** Answers to one prompt differ from each other, and from what the role answers to other instructions. */
const repeatsOf = () => createGroupedCheck(promptOf, createAnswerCheck());

/** SHA-256 of the shipped files that count where the user names none, by their names. */
function shippedTexts(files: readonly string[], folder: string): [string, string][] {
  return files.flatMap((file): [string, string][] => {
    const hash = hashFile(file);
    return hash === undefined ? [] : [[`${folder}/${posix.basename(file)}`, hash]];
  });
}

/** What a role is asked, in order, and what it lacks. */
interface RoleQuestions {
  asked: RuledQuestion[];
  lacks: string | undefined;
}

/** Every instruction in turn, each time it comes again under another set. */
function planRole(
  profile: Profile,
  settings: Settings,
  { instructions, rulesOf }: { instructions: readonly Instruction[]; rulesOf: ReturnType<typeof openRules> },
): RoleQuestions {
  const own = ownSettings(OWN, settings);
  const wanted = wantedOf(settings);
  const { role, language } = profile;
  const rules = rulesOf(language);
  if (rules.length === 0) {
    const where = own.file ?? 'the program';
    return { asked: [], lacks: `${role}: ${where} has no rules in ${languageOf(language).name}` };
  }
  const { sets, lacks } = drawSets(rules, profile, own, settings.seed);
  const ofLanguage = instructions.filter((one) => one.language === language);
  const order = orderFor(role, ofLanguage, settings.seed);
  const count = Math.min(wanted, order.length * sets.length);
  const asked = Array.from({ length: count }, (_, k): RuledQuestion => {
    const at = k % order.length;
    const set = sets[(at + Math.floor(k / order.length)) % sets.length] ?? [];
    return { profile, instruction: order[at] as Instruction, rules: set };
  });
  const few = `${role}: ${count} of ${wanted} prompts, from ${order.length} instructions and ${sets.length} sets of rules`;
  return { asked, lacks: lacks ?? (count < wanted ? few : undefined) };
}

// biome-ignore lint/correctness/useYield: it asks nothing, but its unit says what the role lacks.
function* askNothing(): Work<RuledPrompt> {
  return [];
}

function open(shared: RecipeContext): Opened<RuledPrompt> {
  const { settings, data, prompts } = shared;
  const languages = new Set([...readRows(data.profiles, Profile)].map(({ language }) => language));
  const asked = [...languages].filter((language) => prompts.has(SYSTEM_WITH_RULES, language)).sort();
  const instructions = loadAll(ownSettings(OWN, settings), asked, settings);
  const rulesOf = openRules(ownSettings(OWN, settings).file);
  const plan = (profile: Profile) => planRole(profile, settings, { instructions, rulesOf });
  return {
    countUnits: (profile) => Math.max(1, plan(profile).asked.length),
    *units({ profile }) {
      const { asked: questions, lacks } = plan(profile);
      const ofRole = (work: RecipeUnit<RuledPrompt>['work'], k: number): RecipeUnit<RuledPrompt> => ({
        name: profile.role,
        work,
        ...(k === 0 ? { lacks: () => lacks } : {}),
      });
      if (questions.length === 0) yield ofRole(askNothing, 0);
      for (const [k, question] of questions.entries()) yield ofRole(() => askUnderRules(question, shared), k);
    },
  };
}

/** RNR (papers.md 3): answers in character that keep the rules of a system text. */
export const rules: Recipe<RuledPrompt> = {
  ...rulesCommand,
  title: 'under rules',
  method: 'RNR',
  note: 'answered in character under drawn rules, and kept where the answer keeps all of them.',
  settings: OWN.settings,
  row: RuledPrompt,
  longest: 'rules.maxInstructionWords',
  kinds: { rules: { title: 'under rules', isRoleSpecific: false } },
  prompts: rulesFacts,
  texts: [SYSTEM_PROMPT],
  basis({ settings }) {
    const { instructions, file, ...decisive } = ownSettings(OWN, settings);
    const shipped = [
      ...(instructions === undefined ? shippedTexts(languageCodes.map(shippedInstructions), 'instructions') : []),
      ...(file === undefined ? shippedTexts(languageCodes.map(shippedTable), 'rules') : []),
    ];
    return {
      settings: {
        ...decisive,
        perRole: wantedOf(settings),
        judging: decisive.judge ? settings.judge.sampling : null,
        seed: settings.seed,
      },
      inputs: [instructions, file].filter((one) => one !== undefined),
      texts: Object.fromEntries(shipped),
    };
  },
  checkInputs(settings) {
    const own = ownSettings(OWN, settings);
    checkInstructions(own);
    if (own.file !== undefined && readTable(own.file).length < own.minRules) {
      throw new UserError(`it has fewer rules than a set has (rules.minRules: ${own.minRules})`, {
        file: own.file,
        advice: 'Add rules, or lower rules.minRules.',
      });
    }
  },
  ownFiles(settings) {
    const { instructions, file } = ownSettings(OWN, settings);
    return [
      ...(instructions === undefined ? [] : [{ file: instructions, setting: 'rules.instructions' }]),
      ...(file === undefined ? [] : [{ file, setting: 'rules.file' }]),
    ];
  },
  open,
  samples: toSamples,
  refuses: (row) =>
    new Map(
      row.answers.flatMap((answer, k) => {
        const evidence = answer ? faultOf(row, answer) : undefined;
        return evidence === undefined ? [] : [[answerId(row, k), { check: 'rules', evidence }] as const];
      }),
    ),
  background: (row) =>
    new Map(
      row.answers.flatMap((answer, k) =>
        answer ? [[answerId(row, k), { rationale: describeVerdicts(row, answer) }] as const] : [],
      ),
    ),
  repeats: repeatsOf,
  asked: askedRows,
  choose: chooseRows,
  tally: tallyRows,
  tells: tellRates,
  // Fewer verdicts in a reply: small models lose the form over several.
  smallModel: { minRules: 2, maxRules: 3 },
  advice(settings) {
    const { answers } = ownSettings(OWN, settings);
    return `Ask for more answers to each prompt with rules.answers (now ${answers}), for fewer rules with rules.maxRules, or for fewer rows with rules.perRole.`;
  },
};
