import { posix } from 'node:path';
import { languageCodes } from '../../languages/index.js';
import { askAll, type Work } from '../../llm/work.js';
import { describeRole } from '../../prompts/role-description.js';
import { Instruction, type LanguageCode, Profile, RolePair } from '../../records.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows, writeRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { type BasisOf, hashFiles, promptTexts } from '../basis.js';
import type { RunContext } from '../context.js';
import { checkNamed, isNamed, keptRoles, keptUnit, openByRole } from '../kept-roles.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import { readResponse, requestSamples } from './ask-rolegpt.js';
import { createExchangeFinder, type ExchangeFinder, findExchanges } from './exchanges.js';
import { loadInstructions, shippedInstructions } from './load-instructions.js';
import { tellRenumbered } from './renumbered.js';

/** The question as the role hears it: the instruction and, where there is one, its input. */
export function questionOf({ instruction, input }: Instruction): string {
  return input.trim() === '' ? instruction : `${instruction}\n${input}`;
}

/** Asks for all answers of one role to one instruction (papers.md 1.6): the responses, then the baseline. */
export function* askPair(
  profile: Profile,
  instruction: Instruction,
  find: ExchangeFinder,
  context: Pick<RunContext, 'settings' | 'model' | 'prompts'>,
): Work<RolePair> {
  const { settings, model, prompts } = context;
  const { responses, demonstrations: count } = settings.rolegpt;
  const question = questionOf(instruction);
  const role = { name: profile.role, language: profile.language, description: describeRole(profile) };
  const demonstrations = settings.rolegpt.method === 'zero-shot' ? [] : find(question, count);
  const requests = requestSamples({ role, question, demonstrations }, responses + 1, {
    settings: settings.rolegpt,
    model,
    prompts,
    seed: settings.seed,
  });
  const readings = yield* askAll(requests.map((request) => ({ request, read: readResponse })));
  const answers = readings.map((reading) => (reading.ok ? reading.value : null));
  if (answers.every((answer) => answer === null)) return [];
  return [
    {
      id: (requests[0]?.id ?? '').slice(0, 16),
      role: profile.role,
      language: profile.language,
      question,
      category: instruction.category,
      source: instruction.source,
      raw_answer: instruction.raw_answer,
      generated: answers.slice(0, responses),
      baseline: answers[responses] ?? null,
      demonstrations: demonstrations.map(({ reply: { script, diag_id } }) => ({ script, diag_id })),
      model: model.name,
    },
  ];
}

const PROMPTS = ['rolegpt.system', 'rolegpt.few-shot-prompt'];

/** What rolegpt makes its rows from: instructions of the user's, or the shipped ones. */
export const rolegptBasis: BasisOf = ({ settings, data, prompts }) => {
  const { instructions: file, ...decisive } = settings.rolegpt;
  const shipped = hashFiles(languageCodes.map(shippedInstructions));
  const texts = Object.fromEntries(Object.entries(shipped).map(([path, hash]) => [posix.basename(path), hash]));
  return {
    settings: { ...decisive, limit: settings.limit ?? null, seed: settings.seed },
    inputs: [data.profiles, data.dialogues, ...(file === undefined ? [] : [file])],
    texts: { ...promptTexts(prompts, PROMPTS), ...(file === undefined ? texts : {}) },
  };
};

/** Instructions that roles were asked which `--only` does not name: their pairs stay, and so do these. */
function askedEarlier({ data, settings }: RunContext, now: readonly Instruction[]): Instruction[] {
  if (!settings.only) return [];
  const known = new Set(now.map(questionOf));
  return [...readRows(data.instructions, Instruction)].filter((one) => !known.has(questionOf(one)));
}

/** rolegpt: writes instructions.jsonl and, from profiles.jsonl and dialogues.jsonl, rolegpt.jsonl. */
export async function rolegpt(context: RunContext): Promise<StageRecord> {
  const { settings, data } = context;
  checkNamed(settings, data);
  const profiles = [...readRows(data.profiles, Profile)];
  const languages = profiles.map(({ language }) => language);
  const instructions = loadInstructions(
    settings.rolegpt,
    [...new Set(languages)].sort(),
    settings.seed,
    settings.limit,
  );
  const asked = (language: LanguageCode) =>
    instructions.filter((instruction) => instruction.language === language).length;
  writeRows(data.instructions, Instruction, [...instructions, ...askedEarlier(context, instructions)]);
  const linesOf = openDialogues(data.dialogues);
  const earlier = openByRole(data.rolegpt, RolePair);
  tellRenumbered(context);

  function* units(): Generator<StageUnit<RolePair>> {
    for (const profile of readRows(data.profiles, Profile)) {
      if (!isNamed(profile.role, settings)) {
        yield keptUnit(profile.role, earlier);
        continue;
      }
      const lines = linesOf(profile.scripts);
      const { demonstrationWords, bm25 } = settings.rolegpt;
      const find = createExchangeFinder(findExchanges(lines, profile.role, demonstrationWords), bm25);
      for (const instruction of instructions) {
        if (instruction.language !== profile.language) continue;
        yield { name: profile.role, work: () => askPair(profile, instruction, find, context) };
      }
    }
  }

  return runModelStage(
    {
      name: 'rolegpt',
      basis: rolegptBasis(context),
      kept: { roles: keptRoles(context) },
      output: data.rolegpt,
      beside: [data.instructions],
      schema: RolePair,
      units,
      unitCount: profiles
        .filter(({ role }) => isNamed(role, settings))
        .reduce((sum, { language }) => sum + asked(language), 0),
    },
    context,
  );
}
