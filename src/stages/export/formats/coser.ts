import { join } from 'node:path';
import { Sample } from '../../../records.js';
import { openAtomicFile } from '../../../store/atomic.js';
import { openRowGroups } from '../../../store/row-groups.js';
import type { SplitSample } from '../samples.js';
import { toCoserRow } from '../scene-of-samples.js';
import { commonViolation, type Format } from './format.js';

/** What a sample's scene is known by: the passage that it tells; a sample of none is a scene by itself. */
const sceneOf = ({ id, recipe, segment }: Pick<Sample, 'id' | 'recipe' | 'segment'>): string =>
  JSON.stringify(segment ? [recipe, segment.script, segment.from, segment.to] : [recipe, id]);

/** A scene that is written, with the samples that tell it. */
interface Scene {
  side: 'train' | 'test';
  ids: Set<string>;
}

/** A conversation of several turns, or one that stands in a script; a question and its answer are no scene. */
const isScene = ({ turns }: SplitSample): boolean => turns.length > 2 || turns.some(({ lines }) => lines !== undefined);

/** The key of a line of filtered.jsonl; what cannot be read is told by whoever reads the row. */
function keyOf(line: Buffer): string | undefined {
  try {
    return sceneOf(JSON.parse(line.toString('utf8')) as Sample);
  } catch {
    return undefined;
  }
}

/** Begins a file of one JSON list. */
function openList(file: string) {
  const open = openAtomicFile(file);
  let rows = 0;
  return {
    write(row: object) {
      open.write(`${rows === 0 ? '[' : ','}\n${JSON.stringify(row)}`);
      rows += 1;
    },
    commit() {
      open.write(rows === 0 ? '[]\n' : '\n]\n');
      open.commit();
      return rows;
    },
  };
}

/**
 * coser/train.json and coser/test.json: a list of scenes as CoSER's test set has them (papers.md 7), one for all roles that play in
 * it. A scene is tested where one of them is tested on it. What a script does not say is empty: scenario, topic, motivations
 * and the plot's summary.
 */
export const coser: Format = {
  isFor: isScene,
  violation: commonViolation,
  open(folder, { data }, { profiles }) {
    const scenes = new Map<string, Scene>();
    const paths = { train: 'coser/train.json', test: 'coser/test.json' };
    const files = { train: openList(join(folder, paths.train)), test: openList(join(folder, paths.test)) };
    const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));

    function writeScenes(): void {
      const groups = openRowGroups(data.filtered, Sample, keyOf);
      let place = 0;
      for (const [key, { side, ids }] of scenes) {
        const samples = [...groups.read(key)].filter(({ id }) => ids.has(id));
        files[side].write(toCoserRow(samples, place, (role) => profileOf.get(role)));
        place += 1;
      }
    }

    return {
      write(sample) {
        if (sample.split === null) return;
        const key = sceneOf(sample);
        const scene = scenes.get(key) ?? { side: 'train', ids: new Set() };
        scenes.set(key, scene);
        scene.ids.add(sample.id);
        if (sample.split === 'test') scene.side = 'test';
      },
      commit() {
        if (scenes.size > 0) writeScenes();
        return new Map([
          [paths.train, files.train.commit()],
          [paths.test, files.test.commit()],
        ]);
      },
    };
  },
};
