import { basename, posix, resolve } from 'node:path';
import { languageOf } from '../../languages/index.js';
import {
  Answer,
  Candidate,
  DialogueLine,
  Judgement,
  type LanguageCode,
  Profile,
  RejectedAnswer,
  RolePair,
} from '../../records.js';
import type { BenchRanking } from '../../rolebench/ranking.js';
import { readAllRankings, readAllResults } from '../../rolebench/read-results.js';
import type { EvalResults } from '../../rolebench/results.js';
import { createStatistics, type Statistics } from '../../rolebench/statistics.js';
import { type JudgeTally, tallyJudgements } from '../../stages/judge/review.js';
import { readReviews } from '../../stages/reviews.js';
import { findKeptPrompt } from '../../stages/trace/kept.js';
import { hashFile } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest, type StageRecord } from '../../store/manifest.js';
import { openPromptLogReader } from '../../store/prompt-log-reader.js';
import { kindOf } from '../../store/read-file.js';
import { normalisedWords } from '../../text/normalise.js';
import { findDistinctiveWords, type WordsOf } from './distinctive-words.js';
import { type KeptPrompts, pairOf, type Samples, showSamples } from './evidence.js';
import { createLengths, type Lengths } from './lengths.js';
import { createRoleTally, type RoleFacts } from './roles.js';
import { createAnswerSamples, type DrawnAnswers } from './samples.js';
import { createStyleMarkers, type StyleMarkers } from './style-markers.js';
import { createVerbNouns, type VerbNouns } from './verb-nouns.js';

/** All that the page tells of a data folder. */
export interface Facts {
  /** The folder's own name. */
  folder: string;
  stages: Readonly<Record<string, StageRecord>>;
  /** Which files are there. */
  has: Record<'profiles' | 'candidates' | 'pairs' | 'filtered', boolean>;
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

/** Goes through the answers that the filter kept and refused, once. */
async function readAnswers(data: DataFolder, profiles: readonly Profile[], seed: number) {
  const wordsOf = await openWords(new Set(profiles.map(({ language }) => language)));
  const words = findDistinctiveWords(profiles, readRows(data.dialogues, DialogueLine), wordsOf);
  const statistics = createStatistics();
  const lengths = createLengths();
  const verbs = createVerbNouns(seed);
  const tally = createRoleTally(profiles);
  const style = createStyleMarkers(profiles, words, wordsOf);
  const samples = createAnswerSamples(seed);
  const models = new Set(profiles.flatMap(({ model }) => model ?? []));
  for (const answer of readRows(data.filtered, Answer)) {
    for (const counter of [statistics, lengths, style]) counter.add(answer);
    verbs.add(answer.language, answer.question);
    tally.addKept(answer);
    samples.addKept(answer);
    models.add(answer.model);
  }
  for (const answer of readRows(data.rejected, RejectedAnswer)) {
    tally.addRefused(answer);
    samples.addRefused(answer);
  }
  return { statistics, lengths, verbs, tally, style, drawn: samples.result(), models };
}

/** Goes through what Context-Instruct and RoleGPT made, once; keeps what the drawn answers came from. */
function readOrigins(data: DataFolder, tally: ReturnType<typeof createRoleTally>, drawn: DrawnAnswers) {
  const shown = new Set(
    [drawn.kept, drawn.refused].flatMap((sets) =>
      Object.values(sets)
        .flat()
        .map(({ id }) => id),
    ),
  );
  const shownPairs = new Set([...shown].map(pairOf));
  const candidates = new Map<string, Candidate>();
  const pairs = new Map<string, RolePair>();
  for (const row of readRows(data.contextInstruct, Candidate)) {
    tally.addCandidate(row);
    if (shown.has(row.id)) candidates.set(row.id, row);
  }
  for (const row of readRows(data.rolegpt, RolePair)) {
    tally.addPair(row);
    if (shownPairs.has(row.id)) pairs.set(row.id, row);
  }
  return { candidates, pairs };
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

function openPrompts(data: DataFolder): KeptPrompts {
  const kept = (stage: string) => openPromptLogReader(data.prompts(stage));
  const profiles = kept('profile-build');
  const answers = { role_specific: kept('context-instruct'), general: kept('rolegpt') };
  return {
    ofAnswer: (answer) => [findKeptPrompt(answer, answers[answer.set]) ?? []].flat(),
    ofProfile: ({ requests }) => requests.flatMap((id) => profiles.find(id) ?? []),
  };
}

/** Reads a data folder, streaming. Throws UserError where a file of it cannot be read. */
export async function gatherFacts(data: DataFolder, seed: number): Promise<Facts> {
  const { stages } = readManifest(data.manifest);
  const profiles = [...readRows(data.profiles, Profile)];
  const { statistics, lengths, verbs, tally, style, drawn, models } = await readAnswers(data, profiles, seed);
  const origins = readOrigins(data, tally, drawn);
  const hasJudgements = kindOf(data.judged) !== undefined;
  return {
    folder: basename(resolve(data.root)),
    stages,
    has: {
      profiles: profiles.length > 0,
      candidates: kindOf(data.contextInstruct) !== undefined,
      pairs: kindOf(data.rolegpt) !== undefined,
      filtered: kindOf(data.filtered) !== undefined,
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
    marks: countMarks(data),
    review: hasJudgements ? tallyJudgements(readRows(data.judged, Judgement)) : undefined,
    evaluations: readAllResults(data.root),
    rankings: readAllRankings(data.root),
    samples: showSamples(drawn, { profiles, seed }, origins, openDialogues(data.dialogues), openPrompts(data)),
  };
}
