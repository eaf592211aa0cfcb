import { Knowledge } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { keysOf, openRowGroups } from '../store/row-groups.js';

/** What is known of the roles of a data folder, read a role at a time. */
export interface OpenedKnowledge {
  /** All roles of knowledge.jsonl, in its order. */
  roles(): string[];
  /** What is known of one; undefined where the stage made no row for it. */
  of(role: string): Knowledge | undefined;
}

/** Opens knowledge.jsonl: remembers where each role's row is, so that memory stays flat. A file that is not there has none. */
export function openKnowledge({ knowledge }: Pick<DataFolder, 'knowledge'>): OpenedKnowledge {
  const rows = openRowGroups(knowledge, Knowledge, keysOf('role'));
  return {
    roles: () => [...rows.keys()],
    // To its end: a row that is not read to it keeps the file open.
    of: (role) => [...rows.read(role)][0],
  };
}
