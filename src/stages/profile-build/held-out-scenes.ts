import { z } from 'zod';
import type { Settings } from '../../config.js';
import type { DataFolder } from '../../store/data-folder.js';
import { readManifest } from '../../store/manifest.js';

/** papers.md 7: the last tenth of each book. */
const USUAL_SHARE = 0.1;

const Recorded = z.object({ heldOutScenes: z.number() });

/** What profile-build took last time: nothing is recorded where it held out none. Undefined where it never ran. */
function recordedShare({ manifest }: DataFolder): number | undefined {
  const record = readManifest(manifest).stages['profile-build'];
  return record && (Recorded.safeParse(record.settings).data?.heldOutScenes ?? 0);
}

/**
 * The share of each script's scenes that is held out: the setting; else what the data folder was begun with, so that an upgrade repeats no
 * call; else a tenth.
 */
export const shareHeldOut = ({ heldOutScenes }: Pick<Settings, 'heldOutScenes'>, data: DataFolder): number =>
  heldOutScenes ?? recordedShare(data) ?? USUAL_SHARE;
