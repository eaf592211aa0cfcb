import { fileMark } from '../store/row-file.js';

/** Something that was read from files, and how often it was read: it is read again when one of them changes. */
export type Fresh<Value> = () => { value: Value; version: number };

/**
 * Reads something from files and keeps it while they stay as they are; also that it could not be read, and why. `discard` is
 * told what is kept no longer.
 */
export function whileUnchanged<Value>(
  files: readonly string[],
  read: () => Value,
  discard: (old: Value) => void = () => {},
): Fresh<Value> {
  let kept: Kept<Value> | undefined;

  function readAnew(marks: string, version: number): Kept<Value> {
    try {
      return { marks, version, value: read() };
    } catch (thrown) {
      return { marks, version, thrown };
    }
  }

  return () => {
    // Looked at before reading: what changes meanwhile shows at the next look.
    const marks = files.map(fileMark).join('\n');
    if (kept?.marks !== marks) {
      if (kept && 'value' in kept) discard(kept.value);
      kept = readAnew(marks, (kept?.version ?? 0) + 1);
    }
    if ('thrown' in kept) throw kept.thrown;
    return kept;
  };
}

/** What came of reading, and the state of the files then. */
type Kept<Value> = { marks: string; version: number } & ({ value: Value } | { thrown: unknown });
