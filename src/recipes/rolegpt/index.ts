import { posix } from 'node:path';
import { languageCodes } from '../../languages/index.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { askAll, type Work } from '../../llm/work.js';
import { createExchangeFinder, type ExchangeFinder, findExchanges } from '../../prompts/exchanges.js';
import { createGroupedCheck } from '../../quality/duplicates.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { BARE_SAMPLE, type Fact, Instruction, type LanguageCode, Profile, type Sample } from '../../records.js';
import { hashFile } from '../../store/atomic.js';
import { readRows } from '../../store/jsonl.js';
import { countLines, kindOf } from '../../store/read-file.js';
import { askedAndAnswered } from '../../turns.js';
import type { Recipe, RecipeContext } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { requestSamples } from './ask.js';
import { findShownFacts, toAskedRole } from './asked-role.js';
import { rolegptCommand } from './command.js';
import { checkInstructions, loadInstructions, shippedInstructions } from './load-instructions.js';
import { rolegptFacts } from './prompt-facts.js';
import { tellRenumbered } from './renumbered.js';
import { pairOf, RolePair, sampleId } from './row.js';
import { OWN } from './settings.js';
import { tallyPairs } from './tally.js';

/** The question as the role hears it: the instruction and, where there is one, its input. */
export function wholeInstruction({ instruction, input }: Instruction): string {
  return input.trim() === '' ? instruction : `${instruction}\n${input}`;
}

/** Asks for all answers of one role to one instruction (papers.md 1.6): the responses, then the baseline. */
export function* askPair(
  profile: Profile,
  instruction: Instruction,
  find: ExchangeFinder,
  { settings, model, prompts, room = UNLIMITED }: Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>,
  facts: readonly Fact[] = [],
): Work<RolePair> {
  const own = ownSettings(OWN, settings);
  const { responses, demonstrations: count } = own;
  const question = wholeInstruction(instruction);
  const role = toAskedRole(profile, facts, prompts);
  const demonstrations = own.method === 'zero-shot' ? [] : find(question, count);
  const { requests, shown } = requestSamples({ role, question, demonstrations }, responses + 1, {
    settings: own,
    model,
    prompts,
    room,
    seed: settings.seed,
  });
  const readings = yield* askAll(requests.map((request) => ({ request, read: readTextReply })));
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
      requests: requests.map(({ id }) => id),
      demonstrations: shown.map(({ reply: { script, diag_id } }) => ({ script, diag_id })),
      model: model.name,
    },
  ];
}

/** The responses of a pair as the filter's units, each named by its place; the baseline is none. */
function toSamples(pair: RolePair): Sample[] {
  const { role, language, question, category, source, raw_answer, model } = pair;
  return pair.generated.flatMap((answer, k): Sample[] => {
    if (answer === null) return [];
    return [
      {
        ...BARE_SAMPLE,
        id: sampleId(pair, k),
        recipe: 'rolegpt',
        kind: 'general',
        role,
        language,
        system: null,
        turns: askedAndAnswered(question, answer),
        requests: pair.requests.slice(k, k + 1),
        category,
        source,
        raw_answer,
        model,
      },
    ];
  });
}

/** Responses to one instruction differ from each other, and from what the role answers to other instructions. */
const repeatsOf = () => createGroupedCheck(pairOf, createAnswerCheck());

/** Instructions that roles were asked which `--only` does not name: their pairs stay, and so do these. */
function askedEarlier({ data, settings }: RecipeContext, now: readonly Instruction[]): Instruction[] {
  if (!settings.only) return [];
  const known = new Set(now.map(wholeInstruction));
  return [...readRows(data.instructions, Instruction)].filter((one) => !known.has(wholeInstruction(one)));
}

/** RoleGPT (papers.md 1.5 and 1.6): answers in character to general instructions. */
export const rolegpt: Recipe<RolePair> = {
  ...rolegptCommand,
  title: 'general',
  method: 'RoleGPT',
  note: 'answered in character after the exchanges of the script that are most like the instruction.',
  settings: OWN.settings,
  row: RolePair,
  longest: 'rolegpt.maxInstructionWords',
  kinds: { general: { title: 'general', isRoleSpecific: false } },
  prompts: rolegptFacts,
  basis({ settings }) {
    const { instructions: file, ...decisive } = ownSettings(OWN, settings);
    const shipped = languageCodes.map(shippedInstructions);
    const hashes = shipped.flatMap((path): [string, string][] => {
      const hash = hashFile(path);
      return hash === undefined ? [] : [[posix.basename(path), hash]];
    });
    return {
      settings: { ...decisive, limit: settings.limit ?? null, seed: settings.seed },
      inputs: file === undefined ? [] : [file],
      texts: file === undefined ? Object.fromEntries(hashes) : {},
    };
  },
  checkInputs: (settings) => checkInstructions(ownSettings(OWN, settings)),
  ownFiles(settings) {
    const { instructions: file } = ownSettings(OWN, settings);
    return file === undefined ? [] : [{ file, setting: 'rolegpt.instructions' }];
  },
  open(shared) {
    const { settings, data } = shared;
    const own = ownSettings(OWN, settings);
    const languages = [...readRows(data.profiles, Profile)].map(({ language }) => language);
    const instructions = loadInstructions(own, [...new Set(languages)].sort(), settings.seed, settings.limit);
    const ofLanguage = (language: LanguageCode) => instructions.filter((one) => one.language === language);
    const rows = [...instructions, ...askedEarlier(shared, instructions)];
    tellRenumbered(shared);
    return {
      countUnits: ({ language }) => ofLanguage(language).length,
      beside: [{ file: data.instructions, schema: Instruction, rows }],
      *units({ profile, lines, known }) {
        const asked = ofLanguage(profile.language);
        const exchanges = findExchanges(lines, profile.role, own.demonstrationWords);
        const find = createExchangeFinder(exchanges, own.bm25);
        const facts = findShownFacts({ profile, known }, asked.map(wholeInstruction), exchanges, shared);
        for (const instruction of asked) {
          yield { name: profile.role, work: () => askPair(profile, instruction, find, shared, facts) };
        }
      },
    };
  },
  samples: toSamples,
  background: (pair) =>
    new Map(pair.generated.map((_, k) => [sampleId(pair, k), { demonstrations: pair.demonstrations }])),
  repeats: repeatsOf,
  tally: (_, filter) => tallyPairs(filter),
  expectAnswers(settings, language) {
    const { instructions = shippedInstructions(language), count, responses } = ownSettings(OWN, settings);
    const there = kindOf(instructions) === 'file' ? countLines(instructions) : 0;
    return Math.min(there, count ?? there, settings.limit ?? there) * (responses + 1);
  },
};
