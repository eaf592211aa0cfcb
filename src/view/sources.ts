import { Answer, Candidate, Profile, RejectedAnswer, RolePair } from '../records.js';
import { toAnswer } from '../stages/context-instruct/accept.js';
import { toResponses } from '../stages/filter/decide.js';
import type { DataFolder } from '../store/data-folder.js';
import { openRowFile, type RowFile, type RowPlace } from '../store/row-file.js';
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

const STAGE_OF = { role_specific: 'context-instruct', general: 'rolegpt' } as const;

function ofAnswer(answer: Answer, fate: string): FoundRow {
  const { id, role, set, question, answer: text, type } = answer;
  return {
    id,
    role,
    stage: STAGE_OF[set],
    type: type ?? 'general',
    fate,
    check: '',
    question,
    answer: text,
    evidence: '',
    whole: answer,
  };
}

function ofRefused(answer: RejectedAnswer): FoundRow {
  return { ...ofAnswer(answer, 'refused'), check: answer.check, evidence: answer.evidence };
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
 * candidates and responses show only where the filter has not seen them yet.
 */
export function openSources(data: DataFolder): Source[] {
  const sources: (Source | undefined)[] = [
    source(openRowFile(data.profiles, Profile), (row) => [ofProfile(row)]),
    source(openRowFile(data.filtered, Answer), (row) => [ofAnswer(row, 'kept')]),
    source(openRowFile(data.rejected, RejectedAnswer), (row) => [ofRefused(row)]),
    source(openRowFile(data.contextInstruct, Candidate), (row) => [ofAnswer(toAnswer(row), 'waiting')]),
    source(openRowFile(data.rolegpt, RolePair), (row) => toResponses(row).map((answer) => ofAnswer(answer, 'waiting'))),
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
