import type { Profile } from '../../records.js';
import type { SceneOf } from '../../rolebench/part-by-scene.js';
import { cutScenes } from '../../scene/cut-scenes.js';
import { USUAL_SCENE } from '../../scene/hold-out.js';
import { type Dialogues, withoutHeldOut } from '../../store/dialogues.js';

/** Numbers the scenes of each role's scripts, those that are not held out, in their order. Remembers one role's at a time. */
export function numberScenes(profiles: readonly Profile[], linesOf: Dialogues): (role: string) => SceneOf {
  const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));
  return (role) => {
    const profile = profileOf.get(role);
    if (!profile) return () => undefined;
    const numbers = new Map<string, number>();
    const scenes = cutScenes(withoutHeldOut(linesOf(profile.scripts)), profile.language, USUAL_SCENE);
    for (const [number, { lines }] of scenes.entries()) {
      for (const { script, diag_id } of lines) numbers.set(`${diag_id} ${script}`, number);
    }
    return (script, line) => numbers.get(`${line} ${script}`);
  };
}
