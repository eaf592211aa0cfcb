import { posix } from 'node:path';
import type { Settings } from '../../config.js';
import { languageCodes, languageOf } from '../../languages/index.js';
import type { Work } from '../../llm/work.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { createGroupedCheck } from '../../quality/duplicates.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import type { Profile } from '../../records.js';
import { hashFile } from '../../store/atomic.js';
import { hashNumber } from '../../text/random.js';
import type { Opened, Recipe, RecipeContext, RecipeUnit } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { type ActQuestion, askActs } from './ask.js';
import { actsCommand } from './command.js';
import { actsFacts } from './prompt-facts.js';
import { askedActs, chooseActs, tallyActs, wantedOf } from './quota.js';
import { openScenes, readScene, shippedScene } from './read-scene.js';
import { ActRow, answerId, instructionOf } from './row.js';
import { describeActs, refusedBySimulator, toSamples } from './samples.js';
import type { ActScene } from './scene.js';
import { OWN } from './settings.js';
import { tellActs } from './told.js';

/** A role's instructions: all of the scene, or as many as it is to answer, in an order that the seed decides. */
function questionsOf(profile: Profile, scene: ActScene, settings: Settings): ActQuestion[] {
  const ranked = scene.instructions.map((instruction, k) => ({
    instruction,
    at: hashNumber(settings.seed, 'acts', profile.role, scene.title, k),
  }));
  const sorted = ranked.sort((a, b) => a.at - b.at).slice(0, wantedOf(settings));
  return sorted.map(({ instruction }) => ({ profile, scene, instruction }));
}

// biome-ignore lint/correctness/useYield: it asks nothing, but its unit says what the role lacks.
function* askNothing(): Work<ActRow> {
  return [];
}

function open(shared: RecipeContext): Opened<ActRow> {
  const { settings } = shared;
  const { file } = ownSettings(OWN, settings);
  const sceneOf = openScenes(file);
  const questions = (profile: Profile) => {
    const scene = sceneOf(profile.language);
    return scene ? questionsOf(profile, scene, settings) : [];
  };
  const lacksOf = ({ role, language }: Profile) =>
    sceneOf(language) ? undefined : `${role}: ${file ?? 'the program'} has no scene in ${languageOf(language).name}`;
  return {
    countUnits: (profile) => Math.max(1, questions(profile).length),
    *units({ profile }) {
      const asked = questions(profile);
      const unit = (work: RecipeUnit<ActRow>['work']): RecipeUnit<ActRow> => ({ name: profile.role, work });
      if (asked.length === 0) yield { ...unit(askNothing), lacks: () => lacksOf(profile) };
      for (const question of asked) yield unit(() => askActs(question, shared));
    },
  };
}

/** Instruct2Act (papers.md 13), read for role-play: a line and a program of actions, which a simulator runs. */
export const acts: Recipe<ActRow> = {
  ...actsCommand,
  title: 'acts',
  method: 'Action programs',
  note: 'say a line and act by a program of verbs, and are kept where a simulator can run it and it does what was asked.',
  settings: OWN.settings,
  row: ActRow,
  kinds: { acts: { title: 'acts', isRoleSpecific: false } },
  prompts: actsFacts,
  texts: [SYSTEM_PROMPT],
  basis({ settings }) {
    const { file, ...decisive } = ownSettings(OWN, settings);
    const shipped = file === undefined ? languageCodes.map(shippedScene) : [];
    const hashes = shipped.flatMap((path): [string, string][] => {
      const hash = hashFile(path);
      return hash === undefined ? [] : [[`acts/${posix.basename(path)}`, hash]];
    });
    return {
      settings: { ...decisive, perRole: wantedOf(settings), seed: settings.seed },
      inputs: file === undefined ? [] : [file],
      texts: Object.fromEntries(hashes),
    };
  },
  checkInputs(settings) {
    const { file } = ownSettings(OWN, settings);
    if (file !== undefined) readScene(file);
  },
  ownFiles(settings) {
    const { file } = ownSettings(OWN, settings);
    return file === undefined ? [] : [{ file, setting: 'acts.file' }];
  },
  open,
  samples: toSamples,
  refuses: refusedBySimulator,
  background: (row) =>
    new Map(row.answers.map((_, k) => [answerId(row, k), { rationale: describeActs(row) }] as const)),
  // Answers to one instruction differ from each other, and from what the role answers to others.
  repeats: () => createGroupedCheck(instructionOf, createAnswerCheck()),
  asked: askedActs,
  choose: chooseActs,
  tally: tallyActs,
  tells: tellActs,
  expectAnswers: (settings) => wantedOf(settings) * ownSettings(OWN, settings).answers,
  advice(settings) {
    const { answers } = ownSettings(OWN, settings);
    return `Ask for more answers to each instruction with acts.answers (now ${answers}), for fewer with acts.perRole, or give a scene with more instructions.`;
  },
};
