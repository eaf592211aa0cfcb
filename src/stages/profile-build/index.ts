import { basename, extname } from 'node:path';
import { withWholeName } from '../../cards/names.js';
import type { Settings } from '../../config.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { type Ask, askAll, type Reading, type Work } from '../../llm/work.js';
import { chooseExcerpt, renderLines } from '../../prompts/excerpts.js';
import { guessOf } from '../../readers/index.js';
import {
  type Catchphrase,
  type DialogueLine,
  DialogueLine as DialogueLineSchema,
  NARRATION,
  Profile,
} from '../../records.js';
import { openDialogues, withoutHeldOut } from '../../store/dialogues.js';
import { openRowWriter } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import type { RowGroups } from '../../store/row-groups.js';
import { spokenPart } from '../../text/actions.js';
import { distinctivePhrases } from '../../text/distinctive.js';
import { countWords, squeeze } from '../../text/words.js';
import { type Basis, type BasisOf, type Grounds, promptTexts, windowBasis } from '../basis.js';
import type { RunContext } from '../context.js';
import { isNamed, keptUnit, openByRole } from '../kept-roles.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import {
  askCatchphrases,
  askCategories,
  askDescription,
  askSecondPerson,
  type ProfileQuestions,
  withoutName,
} from './ask-profile.js';
import { findEvidence, judgeCatchphrases } from './catchphrases.js';
import { shareHeldOut } from './held-out-scenes.js';
import { tellMissingPart } from './missing-parts.js';
import { PROFILE_PROMPTS } from './prompts.js';
import { type ReadScript, readDialogues } from './read-dialogues.js';
import { type Role, readRoles } from './read-roles.js';

/** Phrases that statistics offer to the catchphrase prompt. Our choice. */
const OFFERED_PHRASES = 40;

type ByHand = Profile['by_hand'];

/** What a value is where the user wrote it: no question, the value itself. */
function givenOr<Value>(given: Value | undefined, ask: () => Ask<Value>): Ask<Value>[] {
  return given === undefined ? [ask()] : [];
}

/** Which fields of a profile the user wrote. */
function writtenByHand(role: Role): ByHand {
  const fields: ByHand = ['description', 'description_second_person', 'catchphrases', 'categories'];
  return fields.filter((field) => role[field] !== undefined);
}

/**
 * Builds one role's profile (papers.md 1.3): description, its second-person rewrite, catchphrases with evidence, categories.
 * What the user wrote is kept and not asked for. Catchphrases and categories that cannot be had are left empty; a role without a
 * description has no profile. `lines` are all lines of the role's scripts.
 */
function* buildProfile(
  role: Role,
  lines: readonly DialogueLine[],
  questions: ProfileQuestions,
  onRefused: (text: string) => void,
): Work<Profile> {
  const { settings } = questions;
  const own = lines.filter((line) => line.role === role.name);
  const script_name =
    role.script_name ?? (role.scripts.map((path) => basename(path, extname(path))).join(', ') || role.name);
  // A role without a script is known by what the user wrote of it.
  const excerptOf = (words: number) =>
    lines.length > 0 ? renderLines(chooseExcerpt(lines, role.name, words)) : (role.description ?? '');
  const about = { role_name: role.name, script_name, excerptOf };

  const names = [role.name, ...role.aliases];
  const asks = {
    description: givenOr(role.description, () => askDescription(questions, about, names)),
    categories: givenOr(role.categories, () => askCategories(questions, about)),
    catchphrases: role.catchphrases
      ? []
      : [
          askCatchphrases(questions, {
            ...about,
            count: String(settings.catchphrases),
            phrases: offeredPhrases(role, lines, own),
          }),
        ],
  };
  const all: readonly Ask[] = [...asks.description, ...asks.categories, ...asks.catchphrases];
  const readings = all.length === 0 ? [] : yield* askAll(all);
  const answerTo = <Value>(asked: Ask<Value>[]) => readings[all.indexOf(asked[0] as Ask)] as Reading<Value> | undefined;

  const description = role.description ?? valueIn(answerTo(asks.description));
  const categories = role.categories ?? valueIn(answerTo(asks.categories));
  const proposed = valueIn(answerTo(asks.catchphrases));
  const judged = judgeCatchphrases(proposed ?? [], own);
  for (const text of judged.refused) onRefused(text);
  const rewritten = yield* rewrite(role, description, questions, names);
  if (rewritten.text === undefined) return [];
  const asked = [...all, ...rewritten.asks];
  const answered = [...readings, ...rewritten.readings];

  const by_hand = writtenByHand(role);
  return [
    {
      role: role.name,
      language: role.language,
      aliases: role.aliases,
      script_name,
      scripts: role.scripts,
      source: role.source ?? null,
      licence: role.licence ?? null,
      is_machine: role.is_machine,
      description: description ?? rewritten.text,
      description_second_person: rewritten.text,
      catchphrases: role.catchphrases ? byUser(role.catchphrases, own) : judged.accepted,
      categories: categories ?? [],
      by_hand,
      counts: {
        lines: own.length,
        words: own.reduce((sum, { content }) => sum + countWords(content), 0),
        script_lines: lines.length,
      },
      model: by_hand.length === 4 ? null : questions.model.name,
      card: role.card,
      requests: asked.filter((_, k) => answered[k]?.ok).map(({ request }) => request.id),
      ...(role.knowledge === undefined ? {} : { knowledge: role.knowledge }),
    },
  ];
}

/** A role's description in the second person; without a text where there is none. */
interface Rewritten {
  text: string | undefined;
  asks: Ask<string>[];
  readings: Reading<string>[];
}

/**
 * Asks for the second person where the user did not write it. A description that the user wrote stands for one that cannot be had; one
 * that a model wrote does not, because every row of the role would be made with it.
 */
function* rewrite(
  role: Role,
  description: string | undefined,
  questions: ProfileQuestions,
  names: readonly string[],
): Generator<readonly Ask[], Rewritten, readonly Reading[]> {
  const text = role.description_second_person;
  if (text !== undefined || description === undefined) return { text, asks: [], readings: [] };
  const told = role.card ? withoutOwnName(description, role, names) : description;
  const asks = [askSecondPerson(questions, told, names)];
  const readings = yield* askAll(asks);
  return { text: valueIn(readings[0]) ?? (role.description && told), asks, readings };
}

/**
 * What a card tells of its character without the name, which would stay in place when it is rewritten to the second person.
 * Quotations stay as they are.
 */
function withoutOwnName(description: string, { name, language }: Role, names: readonly string[]): string {
  const parts = squeeze(description).split(/("[^"]*"|“[^“”]*”|«[^«»]*»|「[^「」]*」)/);
  const outside = (part: string) => withoutName(withWholeName(part, name), names, language);
  return parts.map((part, k) => (k % 2 === 1 ? part : outside(part))).join('');
}

function valueIn<Value>(reading: Reading<Value> | undefined): Value | undefined {
  return reading?.ok ? reading.value : undefined;
}

function byUser(texts: readonly string[], own: readonly DialogueLine[]): Catchphrase[] {
  return texts.map((text) => ({ text, evidence: findEvidence(text, own), origin: 'user' }));
}

function offeredPhrases(role: Role, lines: readonly DialogueLine[], own: readonly DialogueLine[]): string {
  const others = lines.filter((line) => line.role !== role.name && line.role !== NARRATION);
  const phrases = distinctivePhrases(
    own.map(({ content }) => spokenPart(content)),
    others.map(({ content }) => content),
    { language: role.language, max: OFFERED_PHRASES },
  );
  return phrases.map((phrase) => `- ${phrase}`).join('\n');
}

/** The roles that a data folder has after a run. */
interface Present {
  /** Those of the role files, in their order: made now, or kept from an earlier run where `--only` does not name them. */
  roles: Role[];
  isMade(role: Role): boolean;
  /** Kept roles that no role file describes any more, and their scripts that no other role has. */
  unfiled: string[];
  strays: string[];
}

function findPresent(settings: Settings, earlier: RowGroups<Profile>): Present {
  const { roles: paths, only } = settings;
  const named = readRoles(paths, only);
  const isMade = ({ name }: Role) => isNamed(name, settings);
  if (!only) return { roles: named, isMade, unfiled: [], strays: [] };
  const roles = readRoles(paths).filter((role) => isMade(role) || earlier.has(role.name));
  const unfiled = [...earlier.keys()].filter((name) => !roles.some((role) => role.name === name));
  const filed = new Set(roles.flatMap(({ scripts }) => scripts));
  const scripts = unfiled.flatMap((name) => [...earlier.read(name)].flatMap((profile) => profile.scripts));
  return { roles, isMade, unfiled, strays: [...new Set(scripts)].filter((script) => !filed.has(script)) };
}

type ReadingContext = Pick<RunContext, 'log' | 'formats'> & { heldOutScenes: number };

/**
 * Writes the lines of all scripts, all or nothing, and tells which encodings were guessed. Only the scripts of roles that
 * `isMade` are read again; `strays` are scripts of kept profiles that no role file names any more.
 */
async function writeDialogues(
  file: string,
  { roles, strays, isMade }: Present,
  context: ReadingContext,
): Promise<void> {
  const earlier = openDialogues(file);
  const readAgain = new Set(roles.filter(isMade).flatMap(({ scripts }) => scripts));
  const kept = (script: string) => (readAgain.has(script) ? [] : earlier([script]));
  const writer = openRowWriter(file, DialogueLineSchema);
  const onScript = (script: ReadScript) => {
    const guess = guessOf(script.file, script);
    if (guess) context.log.warn(guess);
  };
  try {
    const reading = { onScript, kept, ownFormats: context.formats, heldOutScenes: context.heldOutScenes };
    for await (const row of readDialogues(roles, reading)) writer.write(row);
    for (const script of strays) for (const row of earlier([script])) writer.write(row);
  } catch (thrown) {
    writer.discard();
    throw thrown;
  }
  writer.commit();
}

const filesOf = (roles: readonly Role[]) => [...new Set(roles.flatMap(({ file, scripts }) => [file, ...scripts]))];

/** Files of the roles that are made which no kept role has too. */
function filesOfMade({ roles, isMade }: Present): string[] {
  const others = new Set(filesOf(roles.filter((role) => !isMade(role))));
  return filesOf(roles.filter(isMade)).filter((file) => !others.has(file));
}

function profileBasis({ settings, data, prompts }: Grounds, { roles }: Present): Basis {
  const heldOutScenes = shareHeldOut(settings, data);
  return {
    settings: {
      ...settings.profile,
      seed: settings.seed,
      ...(heldOutScenes > 0 ? { heldOutScenes } : {}),
      ...windowBasis(settings),
    },
    inputs: filesOf(roles),
    texts: promptTexts(prompts, PROFILE_PROMPTS),
  };
}

/** What profile-build makes its rows from: role files, scripts and prompts. Throws UserError where a role file does not fit. */
export const profileBuildBasis: BasisOf = (grounds) =>
  profileBasis(grounds, findPresent(grounds.settings, openByRole(grounds.data.profiles, Profile)));

/**
 * profile-build: reads the roles' scripts into dialogues.jsonl and writes profiles.jsonl. Catchphrases that claim to stand in
 * the script and do not are refused and counted.
 */
export async function profileBuild(context: RunContext): Promise<StageRecord> {
  const { settings, data, model, prompts, room = UNLIMITED, log } = context;
  const earlier = openByRole(data.profiles, Profile);
  const present = findPresent(settings, earlier);
  const { roles } = present;
  await writeDialogues(data.dialogues, present, { ...context, heldOutScenes: shareHeldOut(settings, data) });
  const linesOf = openDialogues(data.dialogues);
  const judged = { accepted: 0, refused: 0 };
  let refusedNow = new Set<string>();

  function* units(): Generator<StageUnit<Profile>> {
    refusedNow = new Set();
    judged.accepted = 0;
    for (const role of roles) {
      if (!present.isMade(role)) {
        yield keptUnit(role.name, earlier);
        continue;
      }
      const questions: ProfileQuestions = {
        language: role.language,
        model,
        prompts,
        settings: settings.profile,
        room,
        seed: settings.seed,
        isMachine: role.is_machine,
      };
      const onRefused = (text: string) => refusedNow.add(`${role.name}: "${text}"`);
      yield {
        name: role.name,
        *work() {
          const lines = withoutHeldOut(linesOf(role.scripts));
          const rows = yield* buildProfile(role, lines, questions, onRefused);
          for (const { catchphrases } of rows) {
            judged.accepted += catchphrases.filter(({ origin }) => origin !== 'user').length;
          }
          return rows;
        },
        tellFailures: (failures) => failures.map((failure) => tellMissingPart(role, failure, failures)),
      };
    }
    for (const name of present.unfiled) yield keptUnit(name, earlier);
  }

  const record = await runModelStage(
    {
      name: 'profile-build',
      basis: profileBasis(context, present),
      kept: { roles: [...earlier.keys()].filter((role) => !isNamed(role, settings)), named: filesOfMade(present) },
      output: data.profiles,
      beside: [data.dialogues],
      schema: Profile,
      units,
      unitCount: roles.filter(present.isMade).length,
      judged: () => ({ accepted: judged.accepted, refused: refusedNow.size }),
    },
    context,
  );
  for (const text of refusedNow) log.warn(`profile-build: a catchphrase is not in the script and was refused: ${text}`);
  return record;
}
