import { Sample } from '../../records.js';
import type { Recipe } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { scenesCommand } from './command.js';
import { createSayer, makeRoleScenes } from './samples.js';
import { OWN } from './settings.js';
import { SCENE_PROMPT } from './system-text.js';

/** Scenes of the scripts as they were written (papers.md 7 and 8): dialogues of many turns, which cost no call. */
export const scenes: Recipe<Sample> = {
  ...scenesCommand,
  title: 'scenes',
  method: 'Scenes',
  note: 'are the scripts’ own dialogues, word for word: each scene once for each role that speaks in it.',
  settings: OWN.settings,
  row: Sample,
  longest: 'scenes.maxWords',
  kinds: { script: { title: 'scenes of the script', isRoleSpecific: false } },
  prompts: {},
  texts: [SCENE_PROMPT],
  basis: ({ settings }) => ({ settings: ownSettings(OWN, settings), inputs: [] }),
  open({ settings, prompts }) {
    const own = ownSettings(OWN, settings);
    return {
      countUnits: () => 1,
      *units({ profile, allLines }) {
        const { samples, lacks } = makeRoleScenes(allLines, { profile, own, prompts, say: createSayer(allLines, own) });
        yield {
          name: profile.role,
          // biome-ignore lint/correctness/useYield: it asks nothing.
          *work() {
            return samples;
          },
          lacks: () => lacks,
        };
      },
    };
  },
  samples: (row) => [row],
  repeats: () => () => undefined,
};
