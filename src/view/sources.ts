import type { Recipe } from '../recipes/recipe.js';
import { Profile, RejectedSample, Sample } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { openRowFile, type RowFile, type RowPlace } from '../store/row-file.js';
import { isDialogue, readDialogue, tellDialogue, turnOfEvidence } from '../text/dialogue.js';
import { answerOf, questionOf } from '../turns.js';
import type { ListedRow } from './api.js';

/** A row before it is marked, with what is shown and searched beside the list. */
export interface FoundRow extends Omit<ListedRow, 'mark' | 'note'> {
  evidence: string;
  whole: unknown;
}

/** A file of rows: what each of its lines shows. */
export interface Source {
  file: RowFile<unknown>;
  rowsOf(line: unknown): FoundRow[];
}

/** What the list and the reader show of a sample's text. */
function textsOf(sample: Sample): Pick<FoundRow, 'question' | 'answer' | 'dialogue'> {
  if (!isDialogue(sample)) return { question: questionOf(sample), answer: answerOf(sample) };
  const { system, cut = null, held_out: isHeldOut = false } = sample;
  const { turns } = readDialogue(sample);
  const opening = sample.turns[0]?.text ?? '';
  return {
    question: opening,
    answer: tellDialogue(sample),
    dialogue: { system, turns, isHeldOut, refused: null, cut },
  };
}

function ofSample(sample: Sample, fate: string): FoundRow {
  const { id, role, recipe, kind } = sample;
  return {
    id,
    role,
    stage: recipe,
    type: kind,
    fate,
    check: '',
    ...textsOf(sample),
    evidence: '',
    whole: sample,
  };
}

function ofRefused(sample: RejectedSample): FoundRow {
  const { check, evidence, turns } = sample;
  const { dialogue, ...row } = ofSample(sample, 'refused');
  const at = turnOfEvidence(turns, evidence);
  return {
    ...row,
    check,
    evidence,
    ...(dialogue ? { dialogue: { ...dialogue, refused: at === -1 ? null : at } } : {}),
  };
}

function ofProfile(profile: Profile): FoundRow {
  const { role, description, script_name, catchphrases } = profile;
  return {
    id: `profile:${role}`,
    role,
    stage: 'profile-build',
    type: 'profile',
    fate: '',
    check: '',
    question: script_name,
    answer: description,
    whole: profile,
    evidence: catchphrases.map(({ text }) => text).join(' / '),
  };
}

/**
 * The files of a data folder in the order in which they are looked at: of rows with the same id the first one counts, so that
 * a recipe's own rows show only where the filter has not seen them yet.
 */
export function openSources(data: DataFolder, recipes: readonly Recipe[]): Source[] {
  const sources: (Source | undefined)[] = [
    source(openRowFile(data.profiles, Profile), (row) => [ofProfile(row)]),
    source(openRowFile(data.filtered, Sample), (row) => [ofSample(row, 'kept')]),
    source(openRowFile(data.rejected, RejectedSample), (row) => [ofRefused(row)]),
    ...recipes.map((recipe) =>
      source(openRowFile(data.rows(recipe.name), recipe.row), (row) =>
        recipe.samples(row).map((sample) => ofSample(sample, 'waiting')),
      ),
    ),
  ];
  return sources.filter((one) => one !== undefined);
}

function source<Row>(file: RowFile<Row> | undefined, rowsOf: (row: Row) => FoundRow[]): Source | undefined {
  // The file checks each line by the schema of its own rows before it is handed on.
  return file && { file, rowsOf: (line) => rowsOf(line as Row) };
}

/** Reads one row again. */
export function readRow({ file, rowsOf }: Source, place: RowPlace, id: string): FoundRow | undefined {
  return rowsOf(file.read(place)).find((row) => row.id === id);
}
