import { join, relative, sep } from 'node:path';
import { UserError } from '../../errors.js';
import { createSystemOf, SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import type { Recipe } from '../../recipes/recipe.js';
import { recipesIn } from '../../recipes/recipes-in.js';
import { Profile } from '../../records.js';
import { RECIPE_OF, setOf } from '../../rolebench/answers.js';
import { checkHeldOut, mayBeHeldOut } from '../../rolebench/held-out.js';
import { isLayoutFolder } from '../../rolebench/layout.js';
import { leakLines } from '../../rolebench/leak-lines.js';
import { countLeaks, indexQuestions } from '../../rolebench/leaks.js';
import { renderOpenCompass } from '../../rolebench/opencompass.js';
import { partByPassage } from '../../rolebench/part-by-passage.js';
import { partByScene } from '../../rolebench/part-by-scene.js';
import { type Accepted, openAccepted } from '../../rolebench/read-accepted.js';
import { createSplits, type SplitSettings } from '../../rolebench/splits.js';
import { segmentsAs } from '../../rolebench/write-about.js';
import { hashOf, writeFileAtomically } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { type ExchangedFolder, replaceFolder } from '../../store/exchange.js';
import { findFiles } from '../../store/find-files.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest, type StageRecord } from '../../store/manifest.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { claimFiles, claimFolder, rememberedFiles, rememberFiles } from '../../store/written.js';
import { questionOf } from '../../turns.js';
import { tellAudit } from '../audit/tell.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { FreeContext } from '../context.js';
import { checkNamed } from '../kept-roles.js';
import { KNOWLEDGE } from '../knowledge/index.js';
import { type Made, runFreeStage } from '../run-free-stage.js';
import { CARD_TITLE } from './card.js';
import { countCopies } from './copied-scripts.js';
import { exportId } from './export-id.js';
import { chooseFormats, faultOfFormat, formatNames, loadFormats, WIKI_ROLE_EVAL } from './formats/index.js';
import { countLeftOut } from './left-out.js';
import { numberScenes } from './number-scenes.js';
import { PAIRS } from './preference-pairs.js';
import type { ExportParts } from './samples.js';
import { countSceneLeaks } from './scene-leaks.js';
import { splitSettingsOf } from './split-settings.js';
import { writeExport } from './write-export.js';

/** Each role's own questions, once for each role, and each general one once. */
function* allQuestions(accepted: Accepted, recipes: readonly Recipe[]): Generator<string> {
  for (const { answers } of accepted.roleSpecific()) yield* new Set(answers.map(({ question }) => question));
  const general = new Set<string>();
  for (const { pair } of accepted.pairs()) general.add(pair.question);
  yield* general;
  for (const { name } of recipes) {
    if (setOf(name) !== undefined) continue;
    for (const { samples } of accepted.samplesOf(name)) yield* new Set(samples.map(questionOf));
  }
}

/** Throws UserError where nothing is filtered yet. */
export function checkFiltered({ filtered }: DataFolder, what: string): void {
  if (kindOf(filtered) !== undefined) return;
  throw new UserError(`there is nothing to ${what} yet`, { file: filtered, advice: 'Run `rolellm filter` first.' });
}

/** How the set is parted, and which questions are alike. */
export function planExport({ data, prompts, recipes }: FreeContext, split: SplitSettings): ExportParts {
  const profiles = [...readRows(data.profiles, Profile)];
  const accepted = openAccepted(data);
  const questions = indexQuestions(allQuestions(accepted, recipes), split.leakSimilarity);
  const roles = profiles.filter(mayBeHeldOut).map(({ role }) => role);
  checkHeldOut(split.heldOut, roles);
  const passages = split.splitBy === 'passage' ? { passages: partByPassage(accepted, questions, split) } : {};
  const sceneOfRole = () => numberScenes(profiles, openDialogues(data.dialogues));
  const scenes = split.splitBy === 'scene' ? { scenes: partByScene(accepted, split, sceneOfRole()) } : {};
  const splits = createSplits(split, { roles, isAlone: questions.isAlone, ...passages, ...scenes });
  const leaks = countLeaks(questions, split.leakSimilarity);
  const sceneLeaks = countSceneLeaks(splits.heldOut);
  return {
    profiles,
    recipes,
    accepted,
    splits,
    leaks,
    sceneLeaks,
    copies: countCopies(),
    systemOf: createSystemOf(prompts),
  };
}

/** What an export has at the top of its folder beside a folder of each format; anything else there is the user's. */
const isOwn = (name: string) => OWN_FILES.includes(name) || isLayoutFolder(name) || formatNames.includes(name);

/** Its files that people also write themselves. */
const OWN_FILES = ['README.md', 'dataset_info.json'];

/** Below the top, files that rolellm never wrote are the user's; of an export whose files were not remembered, none is. */
function createIsOwn({ root, export: folder }: DataFolder): (path: string) => boolean {
  const files = rememberedFiles(root, folder);
  const tops = new Set([...files].filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
  return (path) => {
    const [top = '', ...below] = path.split('/');
    return isOwn(top) && (below.length === 0 || !tops.has(top) || files.has(path));
  };
}

/** The folder of the export. It may be a link or a disk, where that is empty or has our dataset card. */
export const exportFolder = (data: DataFolder): ExchangedFolder => ({
  folder: data.export,
  isOwn: createIsOwn(data),
  holdsEarlier: (folder) => {
    const card = join(folder, 'README.md');
    return kindOf(card) === 'file' && readNamedFile(card).includes(CARD_TITLE);
  },
});

/** The files of a folder, by their paths with `/`. */
const pathsIn = (folder: string) =>
  findFiles('**/*', folder).map((file) => relative(folder, file).replaceAll(sep, '/'));

/** All files of an export, the card first: its own in data/export, and OpenCompass's beside it. */
function findOutputs(data: DataFolder): string[] {
  const { export: folder, opencompass } = data;
  const isOurs = createIsOwn(data);
  const own = pathsIn(folder)
    .filter(isOurs)
    .map((path) => join(folder, path));
  const card = join(folder, 'README.md');
  return [card, ...own.filter((file) => file !== card), opencompass];
}

/** The formats that an export writes: those that were asked for, and those that are there already. None is deleted. */
const formatsOf = ({ settings, data }: Pick<FreeContext, 'settings' | 'data'>): string[] =>
  chooseFormats(settings.export.formats, (name) => kindOf(join(data.export, name)) === 'folder');

/** Throws UserError where a format is asked for that does not exist. */
function checkFormats({ settings }: FreeContext): void {
  for (const name of settings.export.formats ?? []) {
    const fault = faultOfFormat(name);
    if (fault !== undefined) throw new UserError(`export.formats: ${fault}`, { advice: `"${name}" is no format.` });
  }
}

/** What export makes its files from. The card tells of the stages before it. */
export const exportBasis: BasisOf = ({ settings, data, prompts, recipes }) => {
  const formats = formatsOf({ settings, data });
  const { stages } = readManifest(data.manifest);
  const { formats: _, ...others } = settings.export;
  const known = stages[KNOWLEDGE] ? [KNOWLEDGE] : [];
  const told = ['profile-build', ...known, ...recipesIn(recipes, data).map(({ name }) => name), 'filter'].map(
    (name) => {
      const { settings: own, texts, missing, notes } = stages[name] ?? {};
      return { settings: own, texts, missing, notes };
    },
  );
  return {
    settings: {
      formats,
      ...others,
      segment: segmentsAs(settings),
      seed: settings.seed,
    },
    inputs: [
      data.profiles,
      data.dialogues,
      data.instructions,
      data.rows(RECIPE_OF.general),
      data.filtered,
      data.rejected,
      data.review,
      // Only pairs come from verdicts.
      ...(formats.includes(PAIRS) ? [data.judged] : []),
      ...(formats.includes(WIKI_ROLE_EVAL) ? [data.knowledge] : []),
    ],
    texts: {
      ...promptTexts(prompts, [SYSTEM_PROMPT]),
      'what the card tells of other stages': hashOf(JSON.stringify([...told, ...tellAudit(recipes, data)])),
    },
  };
};

/** Writes the folder and OpenCompass's file beside it. */
async function makeExport(context: FreeContext, formats: readonly string[]): Promise<Made> {
  const { settings, data, log } = context;
  const split = splitSettingsOf(settings);
  const parts = { ...planExport(context, split), formats: await loadFormats(formats) };
  const id = exportId(data, split);
  const leftOut = countLeftOut();
  let written: ReturnType<typeof writeExport> = { rows: 0, copied: [] };
  const gone = replaceFolder(exportFolder(data), (beside) => {
    written = writeExport(beside, context, { ...parts, id }, leftOut);
    for (const line of claimFolder(data.root, data.export, beside, OWN_FILES)) log.warn(`export: ${line}`);
    rememberFiles(data.root, data.export, pathsIn(beside));
  });
  if (gone.length > 0) log.info(`export: ${gone.join(', ')} of an earlier export deleted: no role has rows for it now`);
  if (formats.includes('rolebench')) {
    const languages = new Set(parts.profiles.map(({ language }) => language));
    const config = renderOpenCompass(data.export, { languages: [...languages], heldOut: parts.splits.heldOut });
    for (const line of claimFiles(data.root, new Map([[data.opencompass, hashOf(config)]])))
      log.warn(`export: ${line}`);
    writeFileAtomically(data.opencompass, [config]);
  }
  const { rows, copied } = written;
  const { leaks, partners } = parts.sceneLeaks.result();
  const says = {
    rows,
    copied,
    export_id: id,
    leaks: [...parts.leaks.result(), ...leaks],
    ...(partners.size > 0 ? { partners: Object.fromEntries(partners) } : {}),
    left_out: leftOut.lines(),
  };
  log.info(`export: ${rows} answers in ${data.export}`);
  tellExport(says, context);
  return { outputs: findOutputs(data), ...says };
}

/**
 * export: writes data/export/ in the formats that were asked for and those that are there, all under the same splits, with a
 * dataset card. A row that the readers of a format would refuse, drop or misread is left out of that format and named. The
 * whole folder is written beside the old one and takes its place when it is complete. Costs no calls.
 */
export async function exportDataset(context: FreeContext): Promise<StageRecord> {
  checkFormats(context);
  checkNamed(context.settings, context.data);
  checkFiltered(context.data, 'export');
  const formats = formatsOf(context);
  return runFreeStage(
    { name: 'export', basis: exportBasis(context), work: () => makeExport(context, formats) },
    context,
  );
}

/** Says what a reader of an export has to know: rows that a format could not hold, and what tests share with training. */
export function tellExport(
  { left_out = [], leaks = [], partners = {} }: Pick<StageRecord, 'left_out' | 'leaks' | 'partners'>,
  { settings, data, log }: FreeContext,
): void {
  if (settings.export.formats?.includes(PAIRS) && kindOf(join(data.export, PAIRS)) !== 'folder')
    log.info(
      `export: ${PAIRS}: there are no preference pairs: nothing was refused or judged worse beside what was kept`,
    );
  for (const line of left_out) log.warn(`export: ${line}`);
  for (const line of leakLines(leaks, settings.export.splitBy)) log.info(`export: ${line}`);
  for (const [role, scenes] of Object.entries(partners))
    log.info(
      `export: ${role} is held out and speaks as a partner in ${scenes} scenes of other roles that are trained on`,
    );
}
