import { join } from 'node:path';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { findExchanges } from '../../prompts/exchanges.js';
import { createSystemOf, SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { type DialogueLine, type LanguageCode, Profile } from '../../records.js';
import { checkHeldOut, mayBeHeldOut } from '../../rolebench/held-out.js';
import { BENCH_LANGUAGES, linesFile, profilesFolder } from '../../rolebench/layout.js';
import { readBenchLines, readDescriptions } from '../../rolebench/read-bench.js';
import { chooseHeldOutRoles } from '../../rolebench/splits.js';
import { hashOf } from '../../store/atomic.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { kindOf } from '../../store/read-file.js';
import type { ModelTokens } from '../../training/cut.js';
import { askedAndAnswered } from '../../turns.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { FreeContext } from '../context.js';
import { countLeftOut, type LeftOut } from '../export/left-out.js';
import { splitSettingsOf } from '../export/split-settings.js';
import type { Made } from '../run-free-stage.js';
import { createSystemOfDescription } from './bench.js';
import { isWritable, type TrainingSample, tellStart, writeTrainingFiles } from './files.js';

/** A role with the lines of its scripts. */
interface ScriptRole {
  role: string;
  language: LanguageCode;
  system: string;
  lines(): DialogueLine[];
}

const descriptionFiles = (root: string, { eval: { language } }: Settings) =>
  BENCH_LANGUAGES.filter((one) => language === undefined || one === language)
    .map((one) => ({ language: one, file: join(root, profilesFolder(one), 'desc.json') }))
    .filter(({ file }) => kindOf(file) === 'file');

/** The roles of a folder in RoleBench's layout. */
function benchRoles(root: string, context: FreeContext): ScriptRole[] {
  const systemOf = createSystemOfDescription(context);
  return descriptionFiles(root, context.settings).flatMap(({ language, file }) =>
    [...readDescriptions(file)].map(([role, description]) => ({
      role,
      language,
      system: systemOf(role, language, description),
      lines: () => readBenchLines({ profiles: join(root, profilesFolder(language)) }, role),
    })),
  );
}

function profiledRoles({ data, prompts }: FreeContext): ScriptRole[] {
  const linesOf = openDialogues(data.dialogues);
  const systemOf = createSystemOf(prompts);
  return [...readRows(data.profiles, Profile)].map((profile) => ({
    role: profile.role,
    language: profile.language,
    system: systemOf(profile),
    lines: () => linesOf(profile.scripts),
  }));
}

/** What rocit --script makes its files from. */
export const scriptBasis: BasisOf = ({ settings, data, prompts }) => {
  const { bench } = settings.rocit;
  const ofBench = (root: string) =>
    descriptionFiles(root, settings).flatMap(({ language, file }) => {
      const folder = profilesFolder(language);
      const lines = [...readDescriptions(file).keys()].map((role) => join(root, folder, linesFile(folder, role)));
      return [file, ...lines];
    });
  return {
    settings: { ...settings.rocit, heldOut: settings.export.heldOut, seed: settings.seed },
    inputs: bench === undefined ? [data.profiles, data.dialogues] : ofBench(bench),
    texts: promptTexts(prompts, [SYSTEM_PROMPT]),
  };
};

/** The lines of each role as what answers the line before: nothing of a held-out role or scene is trained on. */
function* samplesOf(
  roles: readonly ScriptRole[],
  heldOut: ReadonlySet<string>,
  context: FreeContext,
  leftOut: LeftOut,
): Generator<TrainingSample> {
  for (const { role, system, lines } of roles) {
    for (const { cue, reply } of findExchanges(lines(), role, Number.POSITIVE_INFINITY)) {
      const id = hashOf(JSON.stringify([role, reply.script, reply.diag_id])).slice(0, 12);
      const split = heldOut.has(role) || reply.held_out ? 'test' : 'train';
      const sample = { id, role, system, split, turns: askedAndAnswered(cue.content, reply.content) } as const;
      if (isWritable(sample, context, leftOut)) yield sample;
    }
  }
}

/**
 * rocit --script: training files from the raw lines of the scripts, each with the line of somebody else before it: the paper's
 * baseline "-script" (papers.md 1.9), for comparison. Throws UserError where no role has lines.
 */
export function makeFromScript(context: FreeContext, tokens: ModelTokens | undefined): Made {
  const { settings, data, log } = context;
  const { bench } = settings.rocit;
  const roles = bench === undefined ? profiledRoles(context) : benchRoles(bench, context);
  const split = splitSettingsOf(settings);
  const mayHoldOut = roles.filter(mayBeHeldOut).map(({ role }) => role);
  checkHeldOut(split.heldOut, mayHoldOut);
  const heldOut = split.heldOut === undefined ? new Set<string>() : chooseHeldOutRoles(mayHoldOut, split);
  const [file, advice] =
    bench === undefined
      ? [data.dialogues, 'Run `rolellm profile-build` with roles that have scripts first.']
      : [bench, 'Its profiles folder needs desc.json and profiles-LANG-ROLE.jsonl.'];
  if (samplesOf(roles, heldOut, context, countLeftOut()).next().done) {
    throw new UserError('no role has lines of a script that answer another', { file, advice });
  }
  const leftOut = countLeftOut();
  const samples = () => samplesOf(roles, heldOut, context, leftOut);
  const { train, test, cut, outputs } = writeTrainingFiles(context, { samples, file }, tokens);
  log.info(`rocit: ${train} lines of scripts to train on, ${test} to test, ${cut} cut`);
  for (const line of leftOut.lines()) log.warn(`rocit: ${line}`);
  tellStart(context);
  return { outputs, rows: train, left_out: leftOut.lines() };
}
