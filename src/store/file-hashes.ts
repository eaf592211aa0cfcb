import { statSync } from 'node:fs';
import { z } from 'zod';
import { hashFile, writeFileAtomically } from './atomic.js';
import { asRecorded } from './manifest.js';
import { kindOf, readNamedFile } from './read-file.js';

/** A file's state when it was hashed last, and its SHA-256 then. */
const Known = z.record(z.string(), z.object({ mark: z.string(), sha256: z.string() }));
type Known = z.infer<typeof Known>;

/** SHA-256 of files, without reading again those that have not been touched since. */
export interface FileHashes {
  /** Undefined where there is no such file. */
  of(file: string): string | undefined;
  /** Looks at files, to tell later which of them were not touched since. */
  watch(files: readonly string[]): (file: string) => boolean;
  /** Takes over hashes of files as they are now, by their paths. */
  learn(hashes: Readonly<Record<string, string>>): void;
  /** Writes down what is known, where something was learnt. */
  save(): void;
}

/**
 * Everything that changes when a file is written to or replaced. The time of its last change of state (ctime) cannot be set by
 * a program, so that a file which looks the same was not touched.
 */
function markOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : undefined;
}

function readKnown(file: string): Known {
  if (kindOf(file) !== 'file') return {};
  try {
    return Known.parse(JSON.parse(readNamedFile(file).toString('utf8')));
  } catch {
    // Nothing is lost with it: all files are read again.
    return {};
  }
}

/** Opens the hashes that are written down in a file. */
export function openFileHashes(record: string): FileHashes {
  const known = readKnown(record);
  let isNew = false;

  function learn(file: string, mark: string, sha256: string): void {
    const path = asRecorded(file);
    if (known[path]?.mark === mark && known[path].sha256 === sha256) return;
    known[path] = { mark, sha256 };
    isNew = true;
  }

  return {
    of(file) {
      const mark = markOf(file);
      if (mark === undefined) return undefined;
      const last = known[asRecorded(file)];
      if (last?.mark === mark) return last.sha256;
      const sha256 = hashFile(file);
      if (sha256 !== undefined) learn(file, mark, sha256);
      return sha256;
    },
    watch(files) {
      const marks = new Map(files.map((file) => [asRecorded(file), markOf(file)]));
      return (file) => {
        const mark = marks.get(asRecorded(file));
        return mark !== undefined && mark === markOf(file);
      };
    },
    learn(hashes) {
      for (const [file, sha256] of Object.entries(hashes)) {
        const mark = markOf(file);
        if (mark !== undefined) learn(file, mark, sha256);
      }
    },
    save() {
      if (isNew) writeFileAtomically(record, [`${JSON.stringify(known, null, 1)}\n`]);
      isNew = false;
    },
  };
}
