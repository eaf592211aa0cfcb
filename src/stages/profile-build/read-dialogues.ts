import { type CardData, isCard, parseCard } from '../../cards/card.js';
import { exampleLines } from '../../cards/example-lines.js';
import { UserError } from '../../errors.js';
import {
  isSameSpeaker,
  nearestSpeakers,
  type OpenedScript,
  openScript,
  type ScriptFormat,
  type ScriptLine,
} from '../../readers/index.js';
import { type DialogueLine, NARRATION } from '../../records.js';
import { markHeldOut } from '../../scene/hold-out.js';
import { withoutHeldOut } from '../../store/dialogues.js';
import { readNamedFile } from '../../store/read-file.js';
import { withoutBrokenCharacters } from '../../text/broken-characters.js';
import { quotePath } from '../../text/quote-path.js';
import type { Role } from './read-roles.js';

/** How a role's file says that its scripts are to be read. */
function readingOf({ language, format, encoding, speaker_column, text_column, narrator }: Role) {
  return { language, format, encoding, speakerColumn: speaker_column, textColumn: text_column, narrator };
}

/** Which of the roles a speaker is. */
function roleOf(speaker: string, roles: readonly Role[]): Role | undefined {
  return roles.find(({ name, aliases }) => [name, ...aliases].some((one) => isSameSpeaker(speaker, one)));
}

function toDialogue(lines: readonly ScriptLine[], script: string, roles: readonly Role[]): DialogueLine[] {
  const names = new Map<string, string>();
  return lines.map(({ speaker, content, act, line, verse }, diag_id) => {
    let role = NARRATION;
    if (speaker !== null) {
      role = names.get(speaker) ?? roleOf(speaker, roles)?.name ?? speaker;
      names.set(speaker, role);
    }
    return { script, role, content, act_id: act, diag_id, line, ...(verse && { verse }) };
  });
}

function neverSpeaks(role: Role, speakers: ReadonlySet<string>): UserError {
  const near = nearestSpeakers(role.name, [...speakers]);
  const suggestion = near.length > 0 ? `Did you mean ${near.map((name) => `"${name}"`).join(', ')}? ` : '';
  return new UserError(`"${role.name}" never speaks in ${role.scripts.join(' ')}`, {
    file: role.file,
    advice: `${suggestion}Add the name that the script uses to "aliases"; list all with: rolellm profile-build --list-characters ${role.scripts.map(quotePath).join(' ')}`,
  });
}

/** Roles that share a script must agree on how it is read. */
function checkSameReading(roles: readonly Role[], script: string): Role {
  const [first] = roles as [Role];
  const other = roles.find((role) => JSON.stringify(readingOf(role)) !== JSON.stringify(readingOf(first)));
  if (!other) return first;
  throw new UserError(`${script} is read differently by ${first.file}`, {
    file: other.file,
    advice: 'Use the same language, format, encoding, columns and narrator in both.',
  });
}

/** Lines without what no reader of the dataset could show or store, such as the page breaks of a converted PDF. */
function withoutBroken(lines: readonly ScriptLine[]): ScriptLine[] {
  return lines.flatMap((line) => {
    const content = withoutBrokenCharacters(line.content);
    const speaker = line.speaker && withoutBrokenCharacters(line.speaker).trim();
    if (content.trim() === '') return [];
    const { verse, ...rest } = line;
    // Where lines of verse begin is known of the content as it was read.
    const kept = content === line.content ? verse : undefined;
    return [{ ...rest, speaker: speaker || null, content, ...(kept && { verse: kept }) }];
  });
}

/** A card's example dialogues as lines of a script; where they stand in the file is not known. */
function cardLines(card: CardData): ScriptLine[] {
  return exampleLines(card).map(({ speaker, text, act }) => ({ speaker, content: text, act, line: 1 }));
}

/** A script that was read, and how. */
export interface ReadScript extends OpenedScript {
  file: string;
}

async function readScriptFile(
  file: string,
  role: Role,
  ownFormats: readonly ScriptFormat[] | undefined,
): Promise<ReadScript> {
  const bytes = readNamedFile(file);
  if (!isCard(bytes, file)) return { file, ...(await openScript(bytes, { file, ownFormats, ...readingOf(role) })) };
  const lines = cardLines(parseCard(bytes, file));
  return { file, format: 'card', lines, encoding: 'UTF-8', isGuess: false, container: null };
}

/** What is done beside reading. */
export interface ReadingScripts {
  /** Told how each script was read. */
  onScript?(script: ReadScript): void;
  /** Lines of a script that are known already: it is not read again. */
  kept?(script: string): readonly DialogueLine[];
  /** Layouts that are asked before the program's own. */
  ownFormats?: readonly ScriptFormat[] | undefined;
  /** Share of each script's scenes that is held out, the last ones: see `holdOut`. */
  heldOutScenes?: number;
}

/** The lines of one script, with the names of the roles that share it, and who speaks in it. */
async function readOneScript(
  script: string,
  sharing: readonly Role[],
  { onScript, ownFormats, heldOutScenes = 0 }: ReadingScripts,
) {
  const read = await readScriptFile(script, checkSameReading(sharing, script), ownFormats);
  onScript?.(read);
  const lines = withoutBroken(read.lines);
  const speakers = new Set(lines.flatMap(({ speaker }) => speaker ?? []));
  const dialogue = toDialogue(lines, script, sharing);
  return { dialogue: holdOut(dialogue, sharing, heldOutScenes), speakers };
}

const namesIn = (lines: readonly DialogueLine[]): Set<string> => new Set(lines.map(({ role }) => role));

/** Marks the last scenes as held out; none where a role speaks in no other: there would be nothing to make its profile from. */
function holdOut(lines: readonly DialogueLine[], sharing: readonly Role[], share: number): readonly DialogueLine[] {
  const marked = markHeldOut(lines, (sharing[0] as Role).language, share);
  const [all, left] = [namesIn(lines), namesIn(withoutHeldOut(marked))];
  return sharing.some(({ name }) => all.has(name) && !left.has(name)) ? lines : marked;
}

/**
 * Lines of all scripts of these roles, script by script, with the roles' own names where the scripts use an alias. Throws UserError
 * where a script cannot be read or a role never speaks in any of its scripts.
 */
export async function* readDialogues(
  roles: readonly Role[],
  reading: ReadingScripts = {},
): AsyncGenerator<DialogueLine> {
  const speaking = new Set<Role>();
  const speakersOf = new Map<Role, string[]>();
  for (const script of new Set(roles.flatMap(({ scripts }) => scripts))) {
    const sharing = roles.filter(({ scripts }) => scripts.includes(script));
    const known = reading.kept?.(script) ?? [];
    if (known.length > 0) {
      for (const role of sharing) speaking.add(role);
      yield* known;
      continue;
    }
    const { dialogue, speakers } = await readOneScript(script, sharing, reading);
    const named = namesIn(dialogue);
    for (const role of sharing) {
      speakersOf.set(role, [...(speakersOf.get(role) ?? []), ...speakers]);
      if (named.has(role.name)) speaking.add(role);
    }
    yield* dialogue;
  }
  for (const role of roles) {
    if (role.scripts.length > 0 && !speaking.has(role)) throw neverSpeaks(role, new Set(speakersOf.get(role)));
  }
}
