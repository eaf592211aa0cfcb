import { contextInstruct } from '../../stages/context-instruct/index.js';
import { exportDataset } from '../../stages/export/index.js';
import { filter } from '../../stages/filter/index.js';
import { profileBuild } from '../../stages/profile-build/index.js';
import { rolegpt } from '../../stages/rolegpt/index.js';
import type { RunStage } from '../run.js';

/** All stages in the order in which `generate` runs them; each is a command too. */
export const allStages: readonly [name: string, run: RunStage][] = [
  ['profile-build', profileBuild],
  ['context-instruct', contextInstruct],
  ['rolegpt', rolegpt],
  ['filter', filter],
  ['export', exportDataset],
];
