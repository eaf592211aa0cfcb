import { z } from 'zod';
import { languageOf } from '../../languages/index.js';
import type { RequestOrigin } from '../../llm/chat-model.js';
import { type Draft, makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { fitPrompt, sizesDown } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import { type Ask, InvalidReply } from '../../llm/work.js';
import { renderLines } from '../../prompts/excerpts.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import type { DialogueLine } from '../../records.js';
import { squeeze } from '../../text/words.js';
import type { RecipeContext, RoleMaterial } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { chooseLines, findPlotScenes, findTalk, type PlotScene, partnersIn, peopleFrom } from './passages.js';
import { PLOT_BOUNDS, plotSchema, readPlot } from './plot.js';
import type { Plot } from './row.js';
import { OWN } from './settings.js';

/** The prompts of the three steps; a plot is made from a scene or invented. */
export const PROMPTS = {
  scene: 'plot-qa.scene-plot',
  invented: 'plot-qa.invented-plot',
  question: 'plot-qa.question',
  answer: 'plot-qa.answer',
} as const;

/** The setting that says how much a prompt shows. */
export const LONGEST_SCENE = 'plotQa.sceneWords';

/** Fewest lines of a scene that a prompt is cut down to. Our choice. */
const LEAST_LINES = 4;

const Questions = z.object({ questions: z.array(z.string().transform(squeeze)) });
const questionSchema = replySchema('questions', z.object({ questions: z.array(z.string()) }));

/** Longest question: half as much again as RoleBench's longest, which has 243 characters. Our choice. */
const LONGEST_QUESTION = 400;

/** The different questions of a reply, at most so many. Throws InvalidReply where there is none. */
function readQuestions(content: string, most: number): string[] {
  const questions = readJsonReply(content, Questions).questions.filter((question) => question !== '');
  if (questions.length === 0) throw new InvalidReply('the reply has no question');
  return [...new Set(questions)].slice(0, most);
}

/** A request for a plot, with what it shows of the script. */
export interface PlotAsk extends Ask<Plot> {
  /** null where it is invented. */
  scene: PlotScene | null;
  /** The lines of the scene, or those that show how the role speaks. */
  shown: readonly DialogueLine[];
}

/** A plot that has no fault, with what its questions and answers are asked from. */
export interface SoundPlot {
  plot: Plot;
  scene: PlotScene | null;
  /** Its number among all plots of the role, from 0. */
  number: number;
  /** What the two call each other. */
  address: { to_role: readonly string[]; by_role: readonly string[] };
}

const list = (entries: readonly string[], none: string): string =>
  entries.length === 0 ? none : entries.map((entry) => `- ${entry}`).join('\n');

/** Makes the requests of all three steps for one role. */
export function createAsker(
  { profile, lines }: RoleMaterial,
  shared: Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>,
) {
  const { settings, model, prompts, room = UNLIMITED } = shared;
  const own = ownSettings(OWN, settings);
  const { role, language, script_name } = profile;
  const { none } = languageOf(language).phrases;
  const scenes = findPlotScenes(lines, profile, own, settings.seed);
  const talk = findTalk(lines, role);
  const about = { role_name: role, role_description_and_catchphrases: describeRole(profile) };

  function draftOf(id: string, slots: Record<string, string>, sample: number, origin: RequestOrigin): Draft {
    const template = prompts(id, language);
    return {
      messages: renderPrompt(template, slots),
      slots,
      sampling: room.forReply(own.sampling),
      sample,
      seed: settings.seed,
      prompt: template.reference,
      language,
      origin,
    };
  }

  /** What a scene is called in messages. */
  function originOf(scene: PlotScene | null, what: string): RequestOrigin {
    const first = scene?.lines[0];
    const where = first ? ` from the scene ${first.script}:${first.line}` : '';
    return { subject: `${what}${where} for ${role}`, lower: scene ? LONGEST_SCENE : 'plotQa.exchanges' };
  }

  const sizesOf = (scene: PlotScene | null) =>
    scene ? sizesDown(scene.lines.length, LEAST_LINES) : sizesDown(own.exchanges, 0);

  /** As many lines as a size says: of a scene its first ones, else exchanges of the script. */
  const linesFor = (
    scene: PlotScene | null,
    size: number,
    number: number,
    partner?: string,
  ): readonly DialogueLine[] => (scene ? scene.lines.slice(0, size) : chooseLines(talk, number, size, partner));

  const shownWith = (scene: PlotScene | null, shown: readonly DialogueLine[]): string =>
    renderLines([...(scene?.opening ?? []), ...shown]) || none;

  /** The request for the plot of a scene, or of none. */
  function askPlot(scene: PlotScene | null, number: number, sample: number): PlotAsk {
    let shown: readonly DialogueLine[] = [];
    const { draft } = fitPrompt(room, sizesOf(scene), (size) => {
      shown = linesFor(scene, size, number);
      const people = scene ? partnersIn(shown, role) : peopleFrom(talk, number);
      const slots = {
        ...about,
        script_name,
        people: list(people, none),
        [scene ? 'scene' : 'lines']: shownWith(scene, shown),
      };
      return {
        ...draftOf(scene ? PROMPTS.scene : PROMPTS.invented, slots, sample, originOf(scene, 'the prompt of a plot')),
        schema: plotSchema,
        bounds: PLOT_BOUNDS,
      };
    });
    return { request: makeRequest(model, draft), read: readPlot, scene, shown };
  }

  /** What both steps after the plot show of it. */
  const plotSlots = ({ plot }: SoundPlot) => ({
    ...about,
    supporting_character: plot.supporting_character,
    site: plot.site || none,
    outline: plot.outline,
  });

  return {
    hasScenes: scenes.length > 0,
    /** The n-th plot from a scene: each scene once, then again from the first with a new sample number. */
    scenePlot: (n: number): PlotAsk => {
      const scene = scenes[n % scenes.length] as PlotScene;
      return askPlot(scene, n, Math.floor(n / scenes.length));
    },
    inventedPlot: (n: number): PlotAsk => askPlot(null, n, n),
    questions(sound: SoundPlot): Ask<string[]> {
      const { scene, number, plot, address } = sound;
      const { draft } = fitPrompt(room, sizesOf(scene), (size) => ({
        ...draftOf(
          PROMPTS.question,
          {
            ...plotSlots(sound),
            lines: shownWith(scene, linesFor(scene, size, number, plot.supporting_character)),
            address: list(address.to_role, none),
            question_num: String(own.questionsPerPlot),
          },
          0,
          originOf(scene, 'the questions of a plot'),
        ),
        schema: questionSchema,
        bounds: { questions: own.questionsPerPlot, 'questions[]': LONGEST_QUESTION },
      }));
      return { request: makeRequest(model, draft), read: (content) => readQuestions(content, own.questionsPerPlot) };
    },
    answer(sound: SoundPlot, question: string): Ask<string> {
      const { scene, number, plot, address } = sound;
      const { draft } = fitPrompt(room, sizesOf(scene), (size) =>
        draftOf(
          PROMPTS.answer,
          {
            ...plotSlots(sound),
            lines: shownWith(scene, linesFor(scene, size, number, plot.supporting_character)),
            address: list(address.by_role, none),
            question,
          },
          0,
          originOf(scene, 'an answer in a plot'),
        ),
      );
      return { request: makeRequest(model, draft), read: readTextReply };
    },
  };
}

/** The requests of one role. */
export type Asker = ReturnType<typeof createAsker>;
