/** What the page and the server say to each other: the JSON of each route. */

/** What rows can be chosen by, each from a list of values. */
export const FACETS = ['role', 'stage', 'type', 'fate', 'check', 'mark'] as const;
export type Facet = (typeof FACETS)[number];

/** A row as the list shows it. */
export interface ListedRow {
  id: string;
  role: string;
  /** The stage that made it. */
  stage: string;
  type: string;
  /** `kept`, `refused` or `waiting` for the filter; empty for profiles, which are not filtered. */
  fate: string;
  /** The check that refused it; empty for others. */
  check: string;
  /** `good` or `bad`; empty where nobody said so. */
  mark: string;
  /** The note with that mark; empty where there is none. */
  note: string;
  /** The question and the answer; of a dialogue how it begins, and what it is in a line. */
  question: string;
  answer: string;
  /** Where it is more than a question and an answer. */
  dialogue?: ShownDialogue;
}

/** A sample of many turns; what each turn holds is read by text/dialogue.ts. */
export interface ShownDialogue {
  system: string | null;
  turns: readonly ShownTurn[];
  isHeldOut: boolean;
  /** Number of the turn that holds the evidence of its refusal; null where none does. */
  refused: number | null;
  /** What the filter cut from its end. */
  cut: { turns: number; check: string; evidence: string } | null;
}

export interface ShownTurn {
  by: 'user' | 'role';
  trained: boolean;
  /** Lines of the script's file. */
  lines: readonly [number, number] | null;
  /** Null is an unnamed user. */
  speeches: readonly { speaker: string | null; text: string }[];
}

/** GET /api/rows */
export interface RowPage {
  /** Changes when the files or the marks do. */
  version: number;
  /** Rows that were chosen. */
  total: number;
  /** Number of the first row here among them, from 0. */
  from: number;
  rows: ListedRow[];
  /** For each facet its values, with how many rows choosing each would give; those of none are left out. */
  facets: Record<Facet, [value: string, rows: number][]>;
}

/** A line of the passage that a row was made from. */
export interface PassageTurn {
  role: string;
  content: string;
  line: number;
  isOwn: boolean;
}

/** A reply as it came. */
export interface RawReply {
  content: string;
  finish_reason: string;
  model: string;
  prompt_tokens: number;
  completion_tokens: number;
  /** US dollars of the call; null where no price was known. */
  cost: number | null;
}

/** A request with every reply to it. */
export interface Asked {
  /** Null where it was not kept; then there are no messages. */
  prompt: string | null;
  messages: readonly { role: string; content: string }[];
  sampling: Readonly<Record<string, number>>;
  replies: RawReply[];
}

/** GET /api/row */
export interface RowDetail {
  row: ListedRow;
  /** The row as it stands in its file. */
  whole: unknown;
  /** What made the check refuse. */
  evidence: string;
  passage: { script: string; from: number; to: number; turns: PassageTurn[] } | null;
  asked: Asked[];
  /** Why something is missing in `asked`; empty where nothing is. */
  whyNotAsked: string;
  /** What a model said of it (filter --judge), where it did. */
  verdicts: { order: string; reason: string; answers: boolean; in_style: boolean; correct: boolean }[];
}

/** GET /api/status */
export interface FolderStatus {
  version: number;
  folder: string;
  /** Whether a run works in the folder now. */
  isRunning: boolean;
  stages: { name: string; state: string; planned: number; done: number; failed: number; rows: number }[];
  /** Marks that stand. */
  marks: { good: number; bad: number };
}

/** GET /api/queue; null where no queue of workers is named. */
export interface QueueLook {
  /** The address of Redis, without credentials. */
  at: string;
  /** Why it cannot be looked at; null where it can. */
  error: string | null;
  /** A queue for each model; calls made lately are as so many a minute, and no living worker has the stalled ones in hand. */
  queues: { model: string; state: string; workers: number; perMinute: number; waiting: number; stalled: number }[];
}

/** POST /api/review, with the token in the header TOKEN_HEADER. */
export interface ReviewOrder {
  id: string;
  mark: 'good' | 'bad' | null;
  note: string;
}

export const TOKEN_HEADER = 'x-rolellm-token';
