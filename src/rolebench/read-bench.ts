import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { EvalSettings } from '../config.js';
import { UserError } from '../errors.js';
import { type DialogueLine, NARRATION, QuestionType } from '../records.js';
import { readRows } from '../store/jsonl.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { parseFor, zodMessage } from '../store/zod-message.js';
import type { SetName } from './answers.js';
import {
  BENCH_LANGUAGES,
  type BenchLanguage,
  benchLanguage,
  type Generalization,
  instructionsFolder,
  linesFile,
  profilesFolder,
  splitFolder,
} from './layout.js';
import { InstructionRow, ProfileRow } from './rows.js';

/** A question of a test set, with everything that an answer may be compared with. */
export interface BenchQuestion {
  role: string;
  question: string;
  references: string[];
  types: string[];
}

/** A test set of RoleBench: one language, one kind of generalization. */
export interface Bench {
  name: string;
  language: BenchLanguage;
  generalization: Generalization;
  /** Role to its description with catchphrases (desc.json). */
  descriptions: ReadonlyMap<string, string>;
  general: BenchQuestion[];
  role_specific: BenchQuestion[];
  /** A general instruction's answers without a role: the RAW references. */
  raw: ReadonlyMap<string, string[]>;
  /** Folder of the roles' dialogue lines. */
  profiles: string;
}

const SETS: readonly SetName[] = ['general', 'role_specific'];
const Text = z.string().min(1);

/** A row of either set as any release writes it: `type` a string, a list or not there. */
export const AnyRow = z.object({
  role: Text,
  question: Text,
  generated: z.union([Text, z.array(Text).min(1)]).transform((one) => [one].flat()),
  type: z
    .union([QuestionType, z.array(QuestionType)])
    .optional()
    .transform((one) => (one === undefined ? [] : [one].flat())),
});

/** What joins a prediction with its references: the role and the question without the spaces around them. */
export const keyOf = ({ role, question }: { role: string; question: string }) => `${role}\n${question.trim()}`;

function needFile(file: string, what: string): void {
  if (kindOf(file) === 'file') return;
  throw new UserError(`this RoleBench folder does not have ${what}`, {
    file,
    advice: 'Name another folder with --bench, or only the language that it has with --lang.',
  });
}

/** Equal questions become one with all their references, as the released files hold some twice. */
function readQuestions(file: string): BenchQuestion[] {
  const questions = new Map<string, BenchQuestion>();
  for (const { role, question, generated, type } of readRows(file, AnyRow)) {
    const key = keyOf({ role, question });
    const known = questions.get(key);
    if (known) {
      known.references.push(...generated);
      known.types.push(...type);
    } else questions.set(key, { role, question: question.trim(), references: [...generated], types: [...type] });
  }
  return [...questions.values()];
}

function refuseEmpty(file: string): never {
  throw new UserError('this split is empty', {
    file,
    advice: 'Nothing can be scored against it: name another folder.',
  });
}

/** Reads a test file. Throws UserError where the file is not there, a row does not fit, or there is no row. */
export function readTestFile(file: string): BenchQuestion[] {
  const questions = readQuestions(file);
  return questions.length > 0 ? questions : refuseEmpty(file);
}

/** desc.json: role to description. Throws UserError where it is not there or does not fit. The YAML parser reads JSON and, unlike JSON.parse, sees a key that stands twice. */
export function readDescriptions(file: string): Map<string, string> {
  needFile(file, 'its descriptions');
  const document = parseDocument(readNamedFile(file).toString('utf8'));
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line;
    const what = problem.code === 'DUPLICATE_KEY' ? 'this role stands twice' : `this is not JSON: ${problem.message}`;
    throw new UserError(what, { file, ...(line === undefined ? {} : { line }), advice: 'Correct the file.' });
  }
  const parsed = parseFor(z.record(z.string(), Text), document.toJS());
  if (parsed.success) return new Map(Object.entries(parsed.data));
  throw new UserError(`this is not an object of descriptions: ${zodMessage(parsed.error)}`, {
    file,
    advice: 'It maps each role to its description.',
  });
}

function readRaw(file: string): Map<string, string[]> {
  const raw = new Map<string, string[]>();
  for (const { instruction, answer } of readRows(file, InstructionRow)) {
    if (answer.trim() === '') continue;
    const key = instruction.trim();
    raw.set(key, [...(raw.get(key) ?? []), answer]);
  }
  return raw;
}

function checkRoles(
  questions: readonly BenchQuestion[],
  descriptions: ReadonlyMap<string, string>,
  file: string,
): void {
  const without = questions.find(({ role }) => !descriptions.has(role));
  if (!without) return;
  throw new UserError(`the role "${without.role}" is tested and has no description`, {
    file,
    advice: 'Add it to desc.json of the profiles folder, or remove its rows.',
  });
}

const testFile = (
  root: string,
  { language, generalization }: Pick<Bench, 'language' | 'generalization'>,
  set: SetName,
) => join(root, splitFolder(language, generalization), set, 'test.jsonl');

/** The test files of a bench that hold no question, as those of a small export may. */
export const emptyFiles = (root: string, bench: Bench): string[] =>
  SETS.filter((set) => bench[set].length === 0).map((set) => testFile(root, bench, set));

/** The files that a test set is read from; those that are not there do not count. */
export const benchFiles = (root: string, bench: Bench): string[] => [
  join(bench.profiles, 'desc.json'),
  testFile(root, bench, 'general'),
  testFile(root, bench, 'role_specific'),
];

/** Reads one test set of a folder in the rolebench layout. Throws UserError where something is missing or does not fit. */
function readBench(root: string, language: BenchLanguage, generalization: Generalization): Bench {
  const profiles = join(root, profilesFolder(language));
  const descriptions = readDescriptions(join(profiles, 'desc.json'));
  const read = (set: SetName) => {
    const file = testFile(root, { language, generalization }, set);
    needFile(file, `the ${set} test set`);
    const questions = readQuestions(file);
    checkRoles(questions, descriptions, file);
    return questions;
  };
  return {
    name: language === 'zh' ? 'zh' : `en-${generalization}`,
    language,
    generalization,
    descriptions,
    general: read('general'),
    role_specific: read('role_specific'),
    raw: readRaw(join(root, instructionsFolder(language), 'general.jsonl')),
    profiles,
  };
}

/** The test sets that the settings ask for. Throws UserError where the folder has none of them, or no question in any. */
export function readBenches(root: string, { language, generalization }: EvalSettings): Bench[] {
  const present = BENCH_LANGUAGES.filter((one) => kindOf(join(root, splitFolder(one, generalization))) === 'folder');
  const wanted = language ? [benchLanguage(language)] : present;
  const benches = wanted.map((one) => readBench(root, one, generalization));
  const [first] = benches;
  if (first) {
    if (benches.some((bench) => SETS.some((set) => bench[set].length > 0))) return benches;
    refuseEmpty(testFile(root, first, 'general'));
  }
  if (generalization === 'role' && kindOf(join(root, splitFolder('en', 'instruction'))) === 'folder') {
    throw new UserError('this folder has no role generalization: no role was held out when it was exported', {
      file: root,
      advice: 'Run `rolellm export --held-out NAME` with the role to test on.',
    });
  }
  throw new UserError('this is not a RoleBench folder: it has neither rolebench-eng/ nor rolebench-zh/', {
    file: root,
    advice: 'Name one with --bench, or make one with `rolellm export`.',
  });
}

/** Who speaks in a line: narration where the name begins as the released files begin it (papers.md 1.3). */
const speakerOf = (speaker: string, role: string) => (speaker !== role && /^narr/i.test(speaker) ? NARRATION : speaker);

/** A role's dialogue lines, as prompts may show them; none where the folder has none for it. */
export function readBenchLines({ profiles }: Pick<Bench, 'profiles'>, role: string): DialogueLine[] {
  const script = join(profiles, linesFile(basename(profiles), role));
  return [...readRows(script, ProfileRow)].map((line, k) => ({
    ...line,
    role: speakerOf(line.role, role),
    script,
    line: k + 1,
  }));
}
