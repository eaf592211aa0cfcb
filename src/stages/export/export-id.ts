import { RECIPE_OF } from '../../rolebench/answers.js';
import type { SplitSettings } from '../../rolebench/splits.js';
import { hashFile, hashOf } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';

/** Characters of an id: enough to tell the exports of one folder apart. */
const LENGTH = 12;

/** Names the rows and splits of an export: the same in every format, and in training files that are made beside it. */
export function exportId({ profiles, filtered, rows }: DataFolder, split: SplitSettings): string {
  const hashes = [profiles, filtered, rows(RECIPE_OF.general)].map((file) => hashFile(file) ?? null);
  const settings = Object.entries(split).filter(([, value]) => value !== undefined);
  return hashOf(JSON.stringify([hashes, settings.sort(([a], [b]) => (a < b ? -1 : 1))])).slice(0, LENGTH);
}
