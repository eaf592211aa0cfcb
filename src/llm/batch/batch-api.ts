import type { UserError } from '../../errors.js';
import type { CallFault } from '../call-fault.js';
import type { ChatReplies, ChatRequest } from '../chat-model.js';

/** How a batch stands. */
export interface BatchStatus {
  id: string;
  /** `over`: nothing more will come of it, what it answered can be fetched. `unknown`: the API names a state that we do not know. */
  state: 'running' | 'over' | 'unknown';
  /** `in_progress`, `completed`, `expired` … as the API names it. */
  status: string;
  completed: number;
  total: number;
  /** Files with what was answered, and with what was not. */
  files: string[];
  /** Why the whole batch was refused; empty where it was not. */
  errors: string[];
}

/** What became of one call of a batch. */
export interface BatchItem {
  /** The name that the call was given in the input file. */
  custom_id: string;
  /**
   * Read once it is known what was asked. `again`: asked with words that the server does not take, which it now is known for.
   * UserError: the server says that this call was not allowed, or that there is no such model.
   */
  read(asked: AskedInBatch): ChatReplies | CallFault | UserError | 'again';
}

/** What a call of a batch asked for. */
export interface AskedInBatch {
  samples: number;
  /** Words in it that servers may not take, as `toLine` named them. */
  features: readonly string[];
}

/** The server does not have what was asked for: a batch, a file of results, a list of batches. */
export class NotThere extends Error {}

/**
 * A batch API: requests are handed in as a file, answered within a day, and fetched. Methods reject with UserError where asking
 * on is useless, with CallFault where trying again may help and with NotThere.
 */
export interface BatchApi {
  /** One call as a line of the input file, and the doubtful words in it. */
  toLine(custom_id: string, requests: readonly ChatRequest[]): { line: string; features: readonly string[] };
  /** How many samples of one prompt a call can ask for. */
  samplesPerCall(): number;
  /** Hands in a file and starts a batch that carries the key. Returns its id. */
  submit(key: string, file: Blob, signal: AbortSignal): Promise<string>;
  /** The batch that carries the key, where one was started. */
  find(key: string, signal: AbortSignal): Promise<string | undefined>;
  look(id: string, signal: AbortSignal): Promise<BatchStatus>;
  /** The lines of a file of results; `unreadable` for one that is damaged. */
  fetch(file: string, signal: AbortSignal): AsyncGenerator<BatchItem | 'unreadable'>;
}
