import { type Reviews, readReviews } from '../quality/reviews.js';
import type { Recipe } from '../recipes/recipe.js';
import { Judgement, Review, type Verdict } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { type Dialogues, openDialogues } from '../store/dialogues.js';
import { type JournalReader, openJournalReader } from '../store/journal-reader.js';
import { appendRow, readRows } from '../store/jsonl.js';
import { readHolder } from '../store/lock.js';
import { readManifest } from '../store/manifest.js';
import { openPromptLogReader, type PromptLogReader } from '../store/prompt-log-reader.js';
import type { FolderStatus, ListedRow, ReviewOrder, RowPage } from './api.js';
import { type Choice, type Chosen, chooseRows } from './choose.js';
import { whileUnchanged } from './fresh.js';
import { buildRowIndex, type RowIndex } from './row-index.js';
import { type FoundRow, openSources, readRow, type Source } from './sources.js';

/** A data folder that is looked at, while or after it is made. What its files hold is read again when they have changed. */
export interface ViewedFolder {
  data: DataFolder;
  /** Rows `from` to `from + count` of those that a choice gives. */
  page(choice: Choice, from: number, count: number): RowPage;
  /** The row of this id; undefined where there is none. */
  find(id: string): KnownRow | undefined;
  linesOf: Dialogues;
  journal(stage: string): JournalReader;
  /** What a stage asked, as it was kept. */
  asked(stage: string): PromptLogReader;
  /** What a model said of an answer; nothing where it was not asked. */
  verdictsOf(id: string): readonly Verdict[];
  status(): FolderStatus;
  /** Adds a line to review.jsonl. False where there is no answer of this id. */
  review(order: ReviewOrder): boolean;
}

/** A row with what a person said of it. */
export interface KnownRow {
  row: ListedRow;
  found: FoundRow;
}

/** The rows and marks at one moment. */
interface Look {
  index: RowIndex;
  reviews: Reviews;
  /** Grows when one of them changes. */
  version: number;
}

/** Choices whose rows are kept, so that scrolling need not choose again. */
const KEPT_CHOICES = 8;

/** Opens a data folder for looking at; it need not be complete. */
export function openViewedFolder(data: DataFolder, recipes: readonly Recipe[]): ViewedFolder {
  const journals = new Map<string, JournalReader>();
  const promptLogs = new Map<string, PromptLogReader>();
  const files = [data.profiles, data.filtered, data.rejected, ...recipes.map(({ name }) => data.rows(name))];
  const freshRows = whileUnchanged(
    files,
    () => readAllRows(data, recipes),
    ({ sources }) => closeAll(sources),
  );
  const freshReviews = whileUnchanged([data.review], () => readReviews(data));
  const freshLines = whileUnchanged([data.dialogues], () => openDialogues(data.dialogues));
  const freshVerdicts = whileUnchanged([data.judged], () => readVerdicts(data));
  const chosen = new Map<string, Chosen>();
  let chosenAt = 0;

  /** The rows and marks as they are now; what is asked together is answered from one look. */
  function look(): Look {
    const [rows, reviews] = [freshRows(), freshReviews()];
    return { index: rows.value.index, reviews: reviews.value, version: rows.version + reviews.version };
  }

  function choose(choice: Choice, { index, reviews, version }: Look): Chosen {
    if (version !== chosenAt || chosen.size >= KEPT_CHOICES) chosen.clear();
    chosenAt = version;
    const key = JSON.stringify(Object.entries(choice).sort());
    const known = chosen.get(key) ?? chooseRows(index, reviews, choice);
    chosen.set(key, known);
    return known;
  }

  function find(id: string): KnownRow | undefined {
    const seen = look();
    const number = seen.index.rowOf(id);
    return number === undefined ? undefined : readNumbered(seen, number);
  }

  return {
    data,
    find,
    page(choice, from, count) {
      const seen = look();
      const { rows, facets } = choose(choice, seen);
      const shown = [...rows.subarray(from, from + count)].flatMap((number) => readNumbered(seen, number)?.row ?? []);
      return { version: seen.version, total: rows.length, from, rows: shown, facets };
    },
    linesOf: (scripts) => freshLines().value(scripts),
    verdictsOf: (id) => freshVerdicts().value.get(id) ?? [],
    journal(stage) {
      const journal = journals.get(stage) ?? openJournalReader(data.journal(stage));
      journals.set(stage, journal);
      return journal;
    },
    asked(stage) {
      const prompts = promptLogs.get(stage) ?? openPromptLogReader(data.prompts(stage));
      promptLogs.set(stage, prompts);
      return prompts;
    },
    status() {
      const isRunning = readHolder(data.root) !== undefined;
      const { reviews, version } = look();
      const marks = { good: 0, bad: 0 };
      for (const { mark } of reviews.values()) marks[mark] += 1;
      const stages = Object.entries(readManifest(data.manifest).stages).map(
        ([name, { state, planned, done, failed, rows }]) => ({
          name,
          state: state === 'running' && !isRunning ? 'interrupted' : state,
          planned,
          done,
          failed,
          rows,
        }),
      );
      return { version, folder: data.root, isRunning, stages, marks };
    },
    review({ id, mark, note }) {
      const known = find(id);
      if (!known || known.row.type === 'profile') return false;
      appendRow(data.review, Review, { id, role: known.row.role, mark, note });
      return true;
    },
  };
}

function closeAll(sources: readonly Source[]): void {
  for (const { file } of sources) file.close();
}

function readAllRows(data: DataFolder, recipes: readonly Recipe[]): { sources: Source[]; index: RowIndex } {
  const sources = openSources(data, recipes);
  try {
    return { sources, index: buildRowIndex(sources) };
  } catch (thrown) {
    closeAll(sources);
    throw thrown;
  }
}

function readNumbered({ index, reviews }: Look, number: number): KnownRow | undefined {
  const { source, place } = index.place(number);
  const found = readRow(source, place, index.idOf(number));
  if (!found) return undefined;
  const review = reviews.get(found.id);
  const { evidence: _, whole: __, ...shown } = found;
  return { row: { ...shown, mark: review?.mark ?? '', note: review?.note ?? '' }, found };
}

function readVerdicts({ judged }: DataFolder): Map<string, Verdict[]> {
  const verdicts = new Map<string, Verdict[]>();
  for (const judgement of readRows(judged, Judgement)) {
    if (!judgement.control) verdicts.set(judgement.id, judgement.verdicts);
  }
  return verdicts;
}
