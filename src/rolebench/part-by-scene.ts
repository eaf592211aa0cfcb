import type { Segment } from '../records.js';
import { toOwnQuestions } from './part-by-passage.js';
import type { OwnQuestion } from './passages.js';
import type { Accepted } from './read-accepted.js';
import { type SplitSettings, testCount } from './splits.js';

/** The running number of the scene in which a line of a script is; undefined where it is in none. */
export type SceneOf = (script: string, line: number) => number | undefined;

/** The scenes in which passages are. */
function scenesOf(segments: readonly Segment[], sceneOf: SceneOf): number[] {
  const found = segments.flatMap(({ script, from, to }) => [sceneOf(script, from), sceneOf(script, to)]);
  return [...new Set(found.filter((scene) => scene !== undefined))];
}

/** Questions by their scenes, in groups: those that have a scene in common are in one. */
function groupByScene(rows: readonly OwnQuestion[], sceneOf: SceneOf): { last: number; questions: string[] }[] {
  const groups: { scenes: Set<number>; questions: string[] }[] = [];
  for (const { question, segments } of rows) {
    const scenes = scenesOf(segments, sceneOf);
    // What is about no passage is about no scene, and is trained on.
    if (scenes.length === 0) continue;
    const joined = { scenes: new Set(scenes), questions: [question] };
    for (let at = groups.length - 1; at >= 0; at -= 1) {
      const group = groups[at] as (typeof groups)[number];
      if (!scenes.some((scene) => group.scenes.has(scene))) continue;
      for (const scene of group.scenes) joined.scenes.add(scene);
      joined.questions.unshift(...group.questions);
      groups.splice(at, 1);
    }
    groups.push(joined);
  }
  return groups.map(({ scenes, questions }) => ({ last: Math.max(...scenes), questions }));
}

/**
 * The test questions of each role for a split by scene: all that are about the role's last scenes, whole scenes, as many as keep the limits.
 * `sceneOfRole` numbers the scenes of a role's scripts in their order.
 */
export function partByScene(
  accepted: Accepted,
  settings: SplitSettings,
  sceneOfRole: (role: string) => SceneOf,
): Map<string, Set<string>> {
  const testQuestions = new Map<string, Set<string>>();
  for (const { role, answers } of accepted.roleSpecific()) {
    const rows = toOwnQuestions(answers);
    const most = testCount(rows.length, settings);
    const chosen = new Set<string>();
    for (const { questions } of groupByScene(rows, sceneOfRole(role)).sort((a, b) => b.last - a.last)) {
      if (chosen.size + questions.length > most) continue;
      for (const question of questions) chosen.add(question);
    }
    testQuestions.set(role, chosen);
  }
  return testQuestions;
}
