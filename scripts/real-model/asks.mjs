// What each prompt asks about some roles, made by the built product: scripts/measure-prompts.mjs counts what comes back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNLIMITED } from '../../dist/llm/room/index.js';
import { readTextReply } from '../../dist/llm/text-reply.js';
import { chooseExcerpt, renderLines } from '../../dist/prompts/excerpts.js';
import { createExchangeFinder, findExchanges } from '../../dist/prompts/exchanges.js';
import { examplesOf } from '../../dist/prompts/load.js';
import { describeRole } from '../../dist/prompts/role-description.js';
import { checkAnswer } from '../../dist/quality/index.js';
import { createAsker } from '../../dist/recipes/context-instruct/asker.js';
import { contextInstructFacts } from '../../dist/recipes/context-instruct/prompt-facts.js';
import { OWN as CONTEXT_INSTRUCT } from '../../dist/recipes/context-instruct/settings.js';
import { requestSamples } from '../../dist/recipes/rolegpt/ask.js';
import { wholeInstruction } from '../../dist/recipes/rolegpt/index.js';
import { loadInstructions } from '../../dist/recipes/rolegpt/load-instructions.js';
import { OWN as ROLEGPT } from '../../dist/recipes/rolegpt/settings.js';
import { ownSettings } from '../../dist/recipes/settings.js';
import { DialogueLine, NARRATION, Profile } from '../../dist/records.js';
import { askRanking } from '../../dist/stages/eval/ask-ranking.js';
import { askReview } from '../../dist/stages/judge/ask-review.js';
import {
  askCatchphrases,
  askCategories,
  askDescription,
  askSecondPerson,
} from '../../dist/stages/profile-build/ask-profile.js';
import { dataFolder } from '../../dist/store/data-folder.js';
import { readRows } from '../../dist/store/jsonl.js';
import { distinctivePhrases } from '../../dist/text/distinctive.js';
import { askedAndAnswered } from '../../dist/turns.js';
import { run } from './run.mjs';

/** The profiles of a folder of roles that are written by hand, with the lines of their scripts. No model is asked. */
export function readMaterial(roles) {
  const root = mkdtempSync(join(tmpdir(), 'rolellm-prompts-'));
  try {
    run(['profile-build', '--roles', roles, '--data', root, '--provider', 'offline']);
    const data = dataFolder(root);
    const lines = [...readRows(data.dialogues, DialogueLine)].filter(({ held_out }) => held_out === undefined);
    return [...readRows(data.profiles, Profile)].map((profile) => ({
      profile,
      lines: lines.filter(({ script }) => profile.scripts.includes(script)),
    }));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Servers that give several samples in a call count the seed up for them. */
const seedOf = (k) => 1000 * k;

const ofProfile = { 'profile.description': askDescription, 'profile.categories': askCategories };

function askProfile(id, { profile, lines }, k, { settings, model, prompts }) {
  const { role, language, aliases, description, script_name } = profile;
  const questions = { language, model, prompts, settings: settings.profile, seed: seedOf(k) };
  const names = [role, ...aliases];
  if (id === 'profile.second-person') return askSecondPerson(questions, description, names);
  const excerptOf = (words) => renderLines(chooseExcerpt(lines, role, words));
  const slots = { role_name: role, script_name, excerptOf };
  if (id !== 'profile.catchphrases') return ofProfile[id](questions, slots, names);
  const speeches = (isOwn) => lines.filter((line) => line.role !== NARRATION && (line.role === role) === isOwn);
  const [own, others] = [true, false].map((isOwn) => speeches(isOwn).map(({ content }) => content));
  const phrases = distinctivePhrases(own, others, { language, max: 40 });
  const count = String(settings.profile.catchphrases);
  return askCatchphrases(questions, { ...slots, count, phrases: phrases.map((one) => `- ${one}`).join('\n') });
}

/** A turn as the row checks look at it. */
const turnOf = (profile, isRoleSpecific, rest) => ({
  ...{ id: '', role: profile.role, language: profile.language, segment: null, raw_answer: null, earlier: [] },
  ...{ confidence: null, isRoleSpecific, ...rest },
});

function askTriplets(id, material, k, shared) {
  const { profile, lines } = material;
  const { settings, ...rest } = shared;
  const own = ownSettings(CONTEXT_INSTRUCT, settings);
  const asker = createAsker(material, { ...rest, own, seed: settings.seed, room: UNLIMITED });
  const ask = id.endsWith('based') ? asker.script_based(k) : asker.script_agnostic(k);
  const promptExamples = examplesOf(shared.prompts, Object.keys(contextInstructFacts), profile.language);
  const passageOf = ({ from, to }) => {
    const passage = lines.filter(({ diag_id }) => diag_id >= from && diag_id <= to);
    const others = passage.filter(({ role }) => role !== profile.role);
    const text = passage.map(({ role, content }) => `${role}: ${content}`).join('\n');
    return { text, othersLines: others.map(({ content }) => content) };
  };
  const about = { profile, settings: settings.filter, promptExamples, passageOf };
  const refusals = (triplets) =>
    triplets.map(
      ({ question, answer, confidence }) =>
        checkAnswer(turnOf(profile, true, { question, answer, confidence, segment: ask.segment }), about)?.check,
    );
  // A request about nothing gives nothing that could be kept.
  return ask && { ...ask, refusals: (triplets) => (triplets.length === 0 ? ['nothing'] : refusals(triplets)) };
}

function askInCharacter(id, { profile, lines }, k, { settings, model, prompts }) {
  const own = {
    ...ownSettings(ROLEGPT, settings),
    method: id === 'rolegpt.system' ? 'few-shot-dialogue' : 'few-shot-prompt',
  };
  const instructions = loadInstructions(own, [profile.language], 0, undefined);
  const question = wholeInstruction(instructions[k % instructions.length]);
  const find = createExchangeFinder(findExchanges(lines, profile.role, own.demonstrationWords), own.bm25);
  const role = { name: profile.role, language: profile.language, description: describeRole(profile) };
  const asked = { role, question, demonstrations: find(question, own.demonstrations) };
  const {
    requests: [request],
  } = requestSamples(asked, 1, { settings: own, model, prompts, seed: seedOf(k) });
  const about = { profile, settings: settings.filter, promptExamples: [] };
  const refusals = (answer) => [checkAnswer(turnOf(profile, false, { question, answer }), about)?.check];
  return { request, read: readTextReply, refusals };
}

/** An exchange of the script: what the role is asked and answers there, and what another role said elsewhere. */
function exchangeOf({ profile, lines }, k, others) {
  const own = findExchanges(lines, profile.role, 60);
  const { cue, reply } = own[(k * 7) % own.length];
  const other = others.find((one) => one.profile.role !== profile.role);
  const elsewhere = findExchanges(other.lines, other.profile.role, 60);
  return {
    question: cue.content,
    right: reply.content,
    wrong: elsewhere[(k * 11) % elsewhere.length].reply.content,
    passage: { text: `${cue.role}: ${cue.content}\n${reply.role}: ${reply.content}`, othersLines: [] },
  };
}

/** Half of the reviewed answers are another role's: their verdict should be another one. */
function askVerdicts(id, material, k, shared, others) {
  const { profile } = material;
  const { question, right, wrong, passage } = exchangeOf(material, k, others);
  const isRight = k % 2 === 0;
  const sample = { recipe: 'context-instruct', language: profile.language, raw_answer: null };
  const turns = askedAndAnswered(question, right);
  const reviewed = { sample: { ...sample, turns }, answer: isRight ? right : wrong };
  const order = id === 'judge.review' ? 'forward' : 'reversed';
  const ask = askReview(reviewed, order, { profile, passage }, { ...shared, recipes: [] });
  return { ...ask, refusals: ({ answers }) => [answers === isRight ? undefined : 'wrong verdict'] };
}

function askRanks(_, material, k, shared, others) {
  const { profile } = material;
  const { question, right, wrong } = exchangeOf(material, k, others);
  const bench = { language: profile.language, descriptions: new Map([[profile.role, describeRole(profile)]]) };
  const asked = { role: profile.role, question, references: [right] };
  const answers = new Map([
    ['right', right],
    ['wrong', wrong],
  ]);
  const shown = k % 2 === 0 ? ['right', 'wrong'] : ['wrong', 'right'];
  const ask = askRanking(bench, asked, { shown, answers, set: 'role_specific' }, shared);
  return { ...ask, refusals: (ranks) => [ranks.right < ranks.wrong ? undefined : 'wrong order'] };
}

/** Who asks a prompt, in the order in which a run meets them. */
const ASKED = {
  'profile.description': askProfile,
  'profile.second-person': askProfile,
  'profile.catchphrases': askProfile,
  'profile.categories': askProfile,
  'context-instruct.script-based': askTriplets,
  'context-instruct.script-agnostic': askTriplets,
  'rolegpt.system': askInCharacter,
  'rolegpt.few-shot-prompt': askInCharacter,
  'judge.review': askVerdicts,
  'judge.review-reversed': askVerdicts,
  'eval.rank': askRanks,
};

export const PROMPT_IDS = Object.keys(ASKED);

/**
 * Questions of one prompt, `count` of them about each role. Each has its request, how its reply is read, and `refusals`: for each piece of
 * what was read the check that refuses it, or undefined.
 */
export function asksOf(id, materials, count, shared) {
  const asks = materials.flatMap((material) =>
    Array.from({ length: count }, (_, k) => ASKED[id](id, material, k, shared, materials)),
  );
  return asks.filter(Boolean).map((ask) => ({ refusals: () => [undefined], ...ask }));
}
