import type { LanguageCode } from '../languages/index.js';
import type { DialogueLine } from '../records.js';
import { cutScenes, type SceneLimits } from './cut-scenes.js';

/**
 * Scenes by which it is decided what is held out. No setting: another one would change what profiles were written from. CoSER's
 * test scenes have 9 to 32 lines (papers.md 7).
 */
export const USUAL_SCENE: SceneLimits = { maxSpeeches: 32, maxWords: 1000 };

/**
 * Marks the last scenes of one script as held out, `share` of all (papers.md 7: CoSER's test scenes are the last tenth of each
 * book). Fewer than half a scene is none, so that a script of a few scenes keeps all of them for training.
 */
export function markHeldOut(lines: readonly DialogueLine[], language: LanguageCode, share: number): DialogueLine[] {
  const scenes = share > 0 ? cutScenes(lines, language, USUAL_SCENE) : [];
  const count = Math.round(scenes.length * share);
  const first = count > 0 ? scenes.at(-count)?.lines[0]?.diag_id : undefined;
  if (first === undefined) return [...lines];
  return lines.map((line) => (line.diag_id >= first ? { ...line, held_out: true } : line));
}
