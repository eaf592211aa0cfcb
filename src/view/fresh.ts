import { fileMark } from '../store/row-file.js';

/** Something that was read from files, and how often it was read: it is read again when one of them changes. */
export type Fresh<Value> = () => { value: Value; version: number };

/** Reads something from files and keeps it while they stay as they are. `discard` is told what is kept no longer. */
export function whileUnchanged<Value>(
  files: readonly string[],
  read: () => Value,
  discard: (old: Value) => void = () => {},
): Fresh<Value> {
  let kept: { value: Value; version: number; marks: string } | undefined;
  return () => {
    // Looked at before reading: what changes meanwhile shows at the next look.
    const marks = files.map(fileMark).join('\n');
    if (kept?.marks === marks) return kept;
    const value = read();
    if (kept) discard(kept.value);
    kept = { value, version: (kept?.version ?? 0) + 1, marks };
    return kept;
  };
}
