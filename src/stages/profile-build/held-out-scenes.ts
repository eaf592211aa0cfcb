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

/** What a changed share repeats, in one line; undefined where it is as before. */
export function tellChangedShare(settings: Pick<Settings, 'heldOutScenes'>, data: DataFolder): string | undefined {
  const [before, now] = [recordedShare(data), shareHeldOut(settings, data)];
  if (before === undefined || before === now) return undefined;
  const { stages } = readManifest(data.manifest);
  const asked = Object.entries(stages).filter(([, { planned }]) => planned > 0);
  const calls = asked.map(([name, { planned }]) => `${name} (${planned})`).join(', ');
  return `heldOutScenes was ${before} and is ${now}: profiles are made from other scenes, so that calls are asked again: up to those of ${calls}`;
}
