import { basename, posix, resolve } from 'node:path';
import { languageOf } from '../../languages/index.js';
import { countAllReplies, type StageReplies } from '../../llm/reply-counts.js';
import { checkedTurns } from '../../quality/check.js';
import { readReviews } from '../../quality/reviews.js';
import type { Background, Recipe } from '../../recipes/recipe.js';
import { tellRecipes } from '../../recipes/tell-recipes.js';
import { DialogueLine, Judgement, type LanguageCode, Profile, RejectedSample, Sample } from '../../records.js';
import { toAnswer } from '../../rolebench/answers.js';
import type { BenchRanking } from '../../rolebench/ranking.js';
import { readAllRankings, readAllResults } from '../../rolebench/read-results.js';
import type { EvalResults } from '../../rolebench/results.js';
import { createStatistics, type Statistics } from '../../rolebench/statistics.js';
import { tellAudit } from '../../stages/audit/tell.js';
import { readPairs } from '../../stages/export/formats/dpo.js';
import { type JudgeTally, tallyJudgements } from '../../stages/judge/review.js';
import { hashFile } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest, type StageRecord } from '../../store/manifest.js';
import { openPromptLogReader } from '../../store/prompt-log-reader.js';
import { kindOf } from '../../store/read-file.js';
import { isDialogue } from '../../text/dialogue.js';
import { normalisedWords } from '../../text/normalise.js';
import { questionOf } from '../../turns.js';
import { createDialogueFacts, type DialogueFacts } from './dialogues.js';
import { findDistinctiveWords, type WordsOf } from './distinctive-words.js';
import { type KeptPrompts, type Samples, showSamples } from './evidence.js';
import { createLengths, type Lengths } from './lengths.js';
import { countPairs, type PairFacts } from './pairs.js';
import { createRoleTally, type RoleFacts } from './roles.js';
import { createSampleDrawer, type DrawnSamples } from './samples.js';
import { createStyleMarkers, type StyleMarkers } from './style-markers.js';
import { createVerbNouns, type VerbNouns } from './verb-nouns.js';

/** All that the page tells of a data folder. */
export interface Facts {
  /** The folder's own name. */
  folder: string;
  stages: Readonly<Record<string, StageRecord>>;
  /** What became of the replies to each prompt. */
  replies: readonly StageReplies[];
  /** In the order in which `generate` runs them. */
  recipes: readonly Recipe[];
  /** Which roles the model knows, and what the recipes say of their rows. */
  told: readonly string[];
  /** Which files are there, and the recipes that have made rows. */
  has: Record<'profiles' | 'filtered', boolean> & { rows: ReadonlySet<string> };
  /** The export was made from other answers than those of now. */
  export_is_old: boolean;
  /** A person marked answers since the filter ran. */
  marks_are_new: boolean;
  /** Models that wrote rows. */
  models: readonly string[];
  profiles: readonly Profile[];
  statistics: Statistics;
  lengths: readonly Lengths[];
  verbs: readonly VerbNouns[];
  roles: readonly RoleFacts[];
  style: readonly StyleMarkers[];
  /** Of recipes that have samples of more than one exchange; undefined where none has. */
  dialogues: DialogueFacts | undefined;
  /** Of the export's preference pairs, a language each. */
  pairs: readonly PairFacts[];
  /** Answers that a person marked. */
  marks: { good: number; bad: number };
  review: JudgeTally | undefined;
  evaluations: readonly EvalResults[];
  rankings: readonly { name: string; benches: readonly BenchRanking[] }[];
  samples: Samples;
}

/** Words as they are counted for style: as the language cuts them where spaces do not. */
async function openWords(languages: ReadonlySet<LanguageCode>): Promise<WordsOf> {
  const opened = await Promise.all(
    [...languages].map(async (code) => [code, await languageOf(code).openWords?.()] as const),
  );
  const cutters = new Map(opened);
  return (text, language) => (cutters.get(language) ?? normalisedWords)(text);
}

/** Goes through the samples that the filter kept and refused, once. */
async function readSamples(data: DataFolder, profiles: readonly Profile[], seed: number) {
  const wordsOf = await openWords(new Set(profiles.map(({ language }) => language)));
  const words = findDistinctiveWords(profiles, readRows(data.dialogues, DialogueLine), wordsOf);
  const statistics = createStatistics();
  const lengths = createLengths();
  const verbs = createVerbNouns(seed);
  const tally = createRoleTally(profiles);
  const style = createStyleMarkers(profiles, words, wordsOf);
  const dialogues = createDialogueFacts(profiles, words, wordsOf);
  const drawer = createSampleDrawer(seed);
  const models = new Set(profiles.flatMap(({ model }) => model ?? []));
  for (const sample of readRows(data.filtered, Sample)) {
    // Of a dialogue, every turn that a model is to learn.
    for (const { question, answer } of checkedTurns(sample, false))
      for (const counter of [lengths, style]) counter.add({ ...sample, question, answer });
    dialogues.add(sample);
    const ofBench = toAnswer(sample);
    if (ofBench) statistics.add(ofBench);
    // What others say in a scene is no instruction.
    if (!isDialogue(sample)) verbs.add(sample.language, questionOf(sample));
    tally.addKept(sample);
    drawer.addKept(sample);
    // A scene of the script was written by no model.
    if (sample.requests.length > 0) models.add(sample.model);
  }
  for (const sample of readRows(data.rejected, RejectedSample)) {
    tally.addRefused(sample);
    drawer.addRefused(sample);
  }
  return { statistics, lengths, verbs, tally, style, dialogues, drawer, models };
}

/** Goes through what a recipe made, once; keeps what it says of the drawn samples. */
function readMade(
  recipe: Recipe,
  data: DataFolder,
  tally: ReturnType<typeof createRoleTally>,
  { kept, refused }: DrawnSamples,
): [id: string, background: Background][] {
  const shown = new Set([...kept, ...refused].map(({ id }) => id));
  const backgrounds: [string, Background][] = [];
  for (const row of readRows(data.rows(recipe.name), recipe.row)) {
    const samples = recipe.samples(row);
    for (const sample of samples) tally.addMade(sample);
    if (!samples.some(({ id }) => shown.has(id))) continue;
    for (const [id, background] of recipe.background?.(row) ?? [])
      if (shown.has(id)) backgrounds.push([id, background]);
  }
  return backgrounds;
}

/** Whether a stage was run with another content of a file than it has now, wherever the folder stood then. */
function isStale(record: StageRecord | undefined, file: string): boolean {
  if (!record) return false;
  const read = Object.entries(record.inputs).find(([path]) => posix.basename(path) === basename(file));
  return read?.[1] !== hashFile(file);
}

function countMarks(data: DataFolder): Facts['marks'] {
  const marks = { good: 0, bad: 0 };
  for (const { mark } of readReviews(data).values()) marks[mark] += 1;
  return marks;
}

function openPrompts(data: DataFolder, recipes: readonly Recipe[]): KeptPrompts {
  const kept = (stage: string) => openPromptLogReader(data.prompts(stage));
  const profiles = kept('profile-build');
  const logs = new Map(recipes.map(({ name }) => [name, kept(name)]));
  return {
    ofSample: ({ recipe, requests }) => requests.flatMap((id) => logs.get(recipe)?.find(id) ?? []),
    ofProfile: ({ requests }) => requests.flatMap((id) => profiles.find(id) ?? []),
  };
}

/** Reads a data folder, streaming. Throws UserError where a file of it cannot be read. */
export async function gatherFacts(data: DataFolder, recipes: readonly Recipe[], seed: number): Promise<Facts> {
  const { stages } = readManifest(data.manifest);
  const profiles = [...readRows(data.profiles, Profile)];
  const { statistics, lengths, verbs, tally, style, dialogues, drawer, models } = await readSamples(
    data,
    profiles,
    seed,
  );
  const drawn = new Map(recipes.map(({ name }) => [name, drawer.resultOf(name)]));
  const backgrounds = recipes.flatMap((recipe) => readMade(recipe, data, tally, drawer.resultOf(recipe.name)));
  const hasJudgements = kindOf(data.judged) !== undefined;
  return {
    folder: basename(resolve(data.root)),
    stages,
    replies: countAllReplies(data, stages),
    recipes,
    told: [...tellAudit(recipes, data).map((line) => `audit: ${line}`), ...tellRecipes(recipes, data)],
    has: {
      profiles: profiles.length > 0,
      filtered: kindOf(data.filtered) !== undefined,
      rows: new Set(recipes.map(({ name }) => name).filter((name) => kindOf(data.rows(name)) !== undefined)),
    },
    export_is_old: isStale(stages.export, data.filtered),
    marks_are_new: isStale(stages.filter, data.review),
    models: [...models].sort(),
    profiles,
    statistics: statistics.result(),
    lengths: lengths.result(),
    verbs: await verbs.result(),
    roles: tally.result(),
    style: style.result(),
    dialogues: dialogues.result(),
    pairs: countPairs(readPairs(data)),
    marks: countMarks(data),
    review: hasJudgements ? tallyJudgements(readRows(data.judged, Judgement)) : undefined,
    evaluations: readAllResults(data.root),
    rankings: readAllRankings(data.root),
    samples: showSamples(
      drawn,
      { profiles, seed },
      new Map(backgrounds),
      openDialogues(data.dialogues),
      openPrompts(data, recipes),
    ),
  };
}
