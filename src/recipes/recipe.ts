import type { z } from 'zod';
import type { FilterSettings, Settings } from '../config.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { FactsByPrompt } from '../llm/prompt-facts.js';
import type { PromptRoom } from '../llm/room/index.js';
import type { Unit } from '../llm/work.js';
import type { Log } from '../log.js';
import type { Prompts } from '../prompts/load.js';
import type { Check, Refusal } from '../quality/check.js';
import type { RepeatCheck } from '../quality/duplicates.js';
import type { DialogueLine, Fact, LanguageCode, Profile, Sample } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import type { RecipeCommand } from './command.js';

/** What a recipe makes its rows from, beside the profiles, the scripts and the model's replies. */
export interface RecipeBasis {
  /** The settings that decide its rows. */
  settings: Record<string, unknown>;
  /** Files that it reads beside profiles.jsonl and dialogues.jsonl. */
  inputs: readonly string[];
  /** SHA-256 of shipped texts that it uses beside its prompts, by name. */
  texts?: Record<string, string>;
}

/** One kind of a recipe's samples. */
export interface Kind {
  /** As tables call it. */
  title: string;
  /** Its questions are about the role and put to it (papers.md 1.4); others are general instructions. */
  isRoleSpecific: boolean;
  /** What whoever trains on an export has to know of these samples, for its dataset card: how many of them goes before it. */
  note?: string;
}

/** What every recipe is given for a run. */
export interface RecipeContext {
  settings: Settings;
  /** Whose name the rows carry; requests are made for it. */
  model: ChatModel;
  /** How much a prompt may show; as much as the settings say where nothing is known of the model. */
  room?: PromptRoom;
  prompts: Prompts;
  /** Row checks, in their order. */
  checks: readonly Check[];
  data: DataFolder;
  log: Log;
}

/** One role and the lines of its scripts. */
export interface RoleMaterial {
  profile: Profile;
  lines: readonly DialogueLine[];
  /** With those of held-out scenes, which nothing is asked about and nothing is trained on. */
  allLines: readonly DialogueLine[];
  /** Facts that prompts show of it behind its description, where it is to be shown what is known of it (`showsKnowledge`). */
  known?: readonly Fact[];
}

/** A file that a recipe writes beside its rows. */
export interface BesideFile {
  file: string;
  schema: z.ZodType;
  rows: readonly unknown[];
}

/** A piece of a recipe's work. */
export interface RecipeUnit<Row> extends Unit<Row> {
  /** What came out less than was asked for, in lines that begin with the role; read after its work has ended. */
  lacks?(): string | readonly string[] | undefined;
}

/** A recipe with all that it needs for a run. */
export interface Opened<Row> {
  /** The work for one role. Called several times: must give the same units. */
  units(material: RoleMaterial): Iterable<RecipeUnit<Row>>;
  /** How many units a role has. */
  countUnits(profile: Profile): number;
  beside?: readonly BesideFile[];
}

/** What became of a sample. */
export interface Judged {
  sample: Sample;
  refusal: Refusal | undefined;
  /** A person said that it stays. */
  isMarkedGood: boolean;
}

/** Counts what was asked for one role and what is kept of it. */
export interface Tally<Row> {
  plan(row: Row): void;
  enter(sample: Sample, refusal: Refusal | undefined): void;
  /** What the role has less of than was asked for, in a line that begins with it. */
  lacks(role: string): string | undefined;
}

/** What a sample came from beside its passage. */
export interface Background {
  /** Why the model was sure of it, or was not. */
  rationale?: string;
  /** The role's lines that were shown as demonstrations. */
  demonstrations?: readonly { script: string; diag_id: number }[];
}

/**
 * A published way to make samples. Adding one is adding a folder and a line in the list of index.ts: its command, its journal
 * and file, the status, the plan, the filter, the exports, the report and the viewer follow.
 */
export interface Recipe<Row extends { role: string } = { role: string }> extends RecipeCommand {
  /** What tables call its samples. */
  title: string;
  /** What the method is called, and how its samples are made, for the report. */
  method: string;
  note: string;
  /** Its own settings, under its key in the settings file. */
  settings: z.ZodType;
  row: z.ZodType<Row>;
  kinds: Readonly<Record<string, Kind>>;
  /** Its prompts by their ids, with what the model layer asks of each; none where it asks no model. */
  prompts: FactsByPrompt;
  /** Ids of the texts in `prompts/` that it renders and does not ask. */
  texts?: readonly string[];
  /** What its rows are made from, to know when they are stale. */
  basis(grounds: Pick<RecipeContext, 'settings' | 'data'>): RecipeBasis;
  /** Looks at the user's own files before anything is asked. Throws UserError where one does not fit. */
  checkInputs?(settings: Settings): void;
  /** The user's own files that it reads, with the setting that names each. */
  ownFiles?(settings: Settings): { file: string; setting: string }[];
  /** Makes it ready for a run: reads what it needs, asks nothing and writes nothing. */
  open(shared: RecipeContext): Opened<Row>;
  /** The samples of a row, each under an id of its own. */
  samples(row: Row): Sample[];
  /** What its samples came from, by the ids of a row's samples. */
  background?(row: Row): ReadonlyMap<string, Background>;
  /** Which samples of a row the recipe itself refuses, by id, and why; a person's mark wins. The checks do not see these. */
  refuses?(row: Row): ReadonlyMap<string, Refusal>;
  /** What its rows come to, in lines for the summary, the status and the report. */
  tells?(rows: Iterable<Row>): string[];
  /** What repeats what within one role, made anew for each. */
  repeats(filter: FilterSettings): RepeatCheck;
  /** What its stage was asked for, from the record of that stage, or from the settings where there is none. */
  asked?(recorded: Record<string, unknown> | undefined, settings: Settings): Record<string, unknown>;
  /** Which of a role's samples that passed the checks stay, by id, and why others go; all stay where it has no quota. */
  choose?(judged: readonly Judged[], asked: Record<string, unknown>): { stay: ReadonlySet<string>; why: string };
  /** Counts one role's samples, so that what falls short of the plan is said; made anew for each role. */
  tally?(asked: Record<string, unknown>, filter: FilterSettings): Tally<Row>;
  /** How many answers a role of a language is asked for, to reckon with the disk. */
  expectAnswers?(settings: Settings, language: LanguageCode): number;
  /** The setting to lower where the passage or the instruction of a sample is too long to be shown to a judge. */
  longest?: string;
  /** Settings of its own, as in the file, with which a small model can fill its prompts: `doctor --trial` tries them where it cannot as it is. */
  smallModel?: Readonly<Record<string, unknown>>;
  /** What to do where fewer came than were asked for. */
  advice?(settings: Settings): string;
}

/** Ids of all texts in `prompts/` that a recipe needs in a role's language. */
export const textsOf = (recipe: Pick<Recipe, 'prompts' | 'texts'>): string[] => [
  ...promptsOf(recipe),
  ...(recipe.texts ?? []),
];

/** Ids of a recipe's prompts. */
export const promptsOf = ({ prompts }: Pick<Recipe, 'prompts'>): string[] => Object.keys(prompts);
