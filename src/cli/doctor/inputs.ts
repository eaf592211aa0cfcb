import type { Settings } from '../../config.js';
import { countSpeakers, describeReading, quoteCoverage } from '../../readers/index.js';
import { DEFAULT_CONFIG } from '../../settings-file.js';
import { type ReadScript, readDialogues } from '../../stages/profile-build/read-dialogues.js';
import { type Role, readRoles } from '../../stages/profile-build/read-roles.js';
import { countLines, kindOf, sizeOf } from '../../store/read-file.js';
import type { Flags } from '../flags.js';
import { type Environment, readSettings } from '../settings.js';
import type { Toolbox } from '../toolbox.js';
import { type Finding, ok, problemOf } from './finding.js';

/** The settings of a run, where they can be read. */
export function checkSettings(
  flags: Flags,
  environment: Environment,
  toolbox: Toolbox,
): { finding: Finding; settings?: Settings } {
  const check = 'settings';
  try {
    const settings = readSettings(flags, environment, toolbox);
    const file = flags.config ?? (kindOf(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
    return { settings, finding: ok(check, file ?? `no ${DEFAULT_CONFIG} here: all settings are at their defaults`) };
  } catch (thrown) {
    return { finding: problemOf(check, thrown) };
  }
}

/** Names that are shown; the rest are counted. */
const SHOWN = 5;

/** The role files of a run. */
export function checkRoles({ roles: paths, only }: Settings): { finding: Finding; roles: Role[] } {
  const check = 'roles';
  try {
    if (paths.every((path) => kindOf(path) === undefined && !/[*?[{]/.test(path))) {
      const advice = 'Make an example with `rolellm init`, or name role files with --roles.';
      const says = `there are no role files yet: ${paths.join(' or ')} does not exist`;
      return { roles: [], finding: { check, state: 'problem', says, advice } };
    }
    const roles = readRoles(paths, only);
    const names = roles.slice(0, SHOWN).map(({ name }) => name);
    const more = roles.length > SHOWN ? ` and ${roles.length - SHOWN} more` : '';
    const count = `${roles.length} role${roles.length === 1 ? '' : 's'}`;
    return { roles, finding: ok(check, `${count} in ${paths.join(', ')}: ${names.join(', ')}${more}`) };
  } catch (thrown) {
    return { roles: [], finding: problemOf(check, thrown) };
  }
}

/** Whether the scripts can be read and every role speaks in them, and how each is read; nothing where there is no role. */
export async function checkScripts(
  roles: readonly Role[],
  { formats: ownFormats }: Pick<Toolbox, 'formats'>,
): Promise<Finding[]> {
  if (roles.length === 0) return [];
  const check = 'scripts';
  const read: Finding[] = [];
  try {
    let lines = 0;
    for await (const _ of readDialogues(roles, { onScript: (script) => read.push(describeScript(script)), ownFormats }))
      lines += 1;
    return [ok(check, `${lines.toLocaleString('en-US')} lines; every role speaks in them`), ...read];
  } catch (thrown) {
    return [...read, problemOf(check, thrown)];
  }
}

/** Layout, encoding, speakers and how many quotes have one; an encoding that was guessed is a warning. */
function describeScript(script: ReadScript): Finding {
  const { file, format, container, encoding, isGuess, lines } = script;
  const speakers = countSpeakers(lines);
  const often = speakers.slice(0, SHOWN).map((one) => `${one.speaker} ${one.lines}`);
  const says = `${file}: ${describeReading(script)}; ${speakers.length} speakers: ${often.join(', ')}${speakers.length > SHOWN ? ' …' : ''}`;
  const details = {
    file,
    format,
    container,
    encoding,
    encoding_guessed: isGuess,
    quotes: quoteCoverage(script.format, script.lines) ?? null,
  };
  const finding = { check: 'script', says, details: { ...details, speakers: speakers.length } };
  if (!isGuess) return { ...finding, state: 'ok' };
  return { ...finding, state: 'warning', advice: 'If letters are wrong, name the right `encoding` in the role file.' };
}

/** The user's own files that recipes read. */
export function checkOwnFiles(settings: Settings, { recipes }: Toolbox): Finding[] {
  return recipes.flatMap((recipe) =>
    (recipe.ownFiles?.(settings) ?? []).map(({ file, setting }): Finding => {
      const check = setting.split('.').at(-1) as string;
      if (kindOf(file) === 'file') return ok(check, `${file}, ${countLines(file)} lines`);
      const advice = `Correct ${setting} in the settings, or leave it out.`;
      return { check, state: 'problem', says: `${file}: there is no such file`, advice };
    }),
  );
}

/**
 * Bytes that a whole run writes, measured on the sample roles with all formats: of a script four times its own (its lines, and
 * once more in the export), and of an answer 6.5 to 7.6 KB with the short ones of `offline` (the journal, its stage, the filter
 * and nine files of the export, most with the role's description) and 2.6 KB for its share of the prompts. A model's answers are
 * longer: ours reckons with 14 KB.
 */
const SCRIPT_COPIES = 4;
const BYTES_OF_ANSWER = 14_000;

/** Bytes that a run over these roles is expected to write; undefined where there is none. */
export function expectBytes(settings: Settings, roles: readonly Role[], { recipes }: Toolbox): number | undefined {
  if (roles.length === 0) return undefined;
  const scripts = new Set(roles.flatMap((role) => role.scripts));
  const scriptBytes = [...scripts].reduce((sum, file) => sum + sizeOf(file), 0);
  const expected = roles.flatMap(({ language }) => recipes.map((one) => one.expectAnswers?.(settings, language) ?? 0));
  const answers = expected.reduce((sum, count) => sum + count, 0);
  return scriptBytes * SCRIPT_COPIES + answers * BYTES_OF_ANSWER;
}
