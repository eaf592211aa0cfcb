import { z } from 'zod';
import { ExportSettings, type Settings } from '../../config.js';
import type { SplitSettings } from '../../rolebench/splits.js';
import { readManifest } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';

const { testQuestions, testShare, generalTestShare, heldOut, splitBy, leakSimilarity } = ExportSettings.shape;

/** What the manifest says of how an export was parted, among its other settings. */
const Recorded = z.object({
  seed: z.int(),
  testQuestions,
  testShare,
  generalTestShare,
  heldOut,
  splitBy,
  leakSimilarity,
});

/** How the settings part the set. */
export const splitSettingsOf = ({ export: own, seed }: Settings): SplitSettings => Recorded.parse({ ...own, seed });

/**
 * How to part the set for training beside an export: as that export was parted, so that nothing is trained on that it tests.
 * What the settings or flags say of held-out roles and of --split-by goes first. `differs` says that the two no longer agree.
 */
export function splitSettingsBesideExport({
  settings,
  data,
}: Pick<FreeContext, 'settings' | 'data'>): SplitSettings & { differs: boolean } {
  const own = splitSettingsOf(settings);
  const recorded = Recorded.safeParse(readManifest(data.manifest).stages.export?.settings);
  if (!recorded.success) return { ...own, differs: false };
  const heldOut = own.heldOut ?? recorded.data.heldOut;
  const splitBy = own.splitBy ?? recorded.data.splitBy;
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const differs = !isSame(heldOut, recorded.data.heldOut) || !isSame(splitBy, recorded.data.splitBy);
  return { ...recorded.data, heldOut, splitBy, differs };
}
