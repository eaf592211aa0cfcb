import { type DialogueLine, NARRATION, type Turn } from '../../records.js';

/** A line as it stands in a dialogue: what is said, or a direction. */
interface Part {
  /** Who speaks; null for a direction. */
  speaker: string | null;
  text: string;
  line: number;
}

/** What a dialogue is made from. */
export interface Speeches {
  lines: readonly DialogueLine[];
  /** What was said just before, where the role itself speaks first: a dialogue begins with somebody else. */
  cue: DialogueLine | undefined;
  /** The words of a line as they are to stand in a dialogue; empty where nothing is left of it. */
  sayLine(line: DialogueLine): string;
  /** Whether directions stand in it. */
  keepsDirections: boolean;
}

/** The lines as parts; of narration only what is kept. */
function partsOf({ lines, cue, sayLine, keepsDirections }: Speeches, role: string): Part[] {
  const first = lines.find((line) => line.role !== NARRATION);
  const all = cue && first?.role === role ? [cue, ...lines] : lines;
  return all.flatMap((line): Part[] => {
    const isDirection = line.role === NARRATION;
    if (isDirection && !keepsDirections) return [];
    const text = sayLine(line);
    if (text === '') return [];
    if (!isDirection) return [{ speaker: line.role, text, line: line.line }];
    return [{ speaker: null, text: `(${text.replace(/^\((.*)\)$/s, '$1')})`, line: line.line }];
  });
}

/** What comes between two turns of the role is one turn of the user's. */
function inTurns(parts: readonly Part[], role: string): Part[][] {
  const turns: Part[][] = [];
  let isRole: boolean | undefined;
  for (const part of parts) {
    const isOwn = part.speaker === role;
    if (isRole === isOwn) (turns.at(-1) as Part[]).push(part);
    else turns.push([part]);
    isRole = isOwn;
  }
  return turns;
}

/** Where a turn's first and last part begin in the script's file. */
const linesOf = (parts: readonly Part[]): [number, number] => [(parts[0] as Part).line, (parts.at(-1) as Part).line];

/**
 * A dialogue of the role with all others (papers.md 8): their lines between two of its own are one turn of the user's, with
 * `Name: ` before each where there is more than one partner. It begins with somebody else and ends with the role; what the role says before
 * anybody else is left out. Empty where the role does not answer anybody.
 */
export function toTurns(speeches: Speeches, role: string, joiner: string): Turn[] {
  const turns = inTurns(partsOf(speeches, role), role);
  const isOwn = (parts: readonly Part[]) => parts[0]?.speaker === role;
  if (turns[0] && isOwn(turns[0])) turns.shift();
  if (turns.length > 0 && !isOwn(turns.at(-1) as Part[])) turns.pop();
  const others = new Set(
    turns.filter((parts) => !isOwn(parts)).flatMap((parts) => parts.flatMap((p) => p.speaker ?? [])),
  );
  const say = ({ speaker, text }: Part) => (speaker !== null && others.size > 1 ? `${speaker}: ${text}` : text);
  return turns.map((parts): Turn => {
    const lines = linesOf(parts);
    if (isOwn(parts)) return { by: 'role', speaker: null, text: joinParts(parts, joiner), trained: true, lines };
    const speakers = new Set(parts.flatMap(({ speaker }) => speaker ?? []));
    const [only = null] = speakers.size === 1 ? speakers : [];
    const text = others.size > 1 ? parts.map(say).join('\n') : joinParts(parts, joiner);
    return { by: 'user', speaker: only, text, trained: false, lines };
  });
}

/** One speaker's speeches, one after the other. */
const joinParts = (parts: readonly Part[], joiner: string): string => parts.map(({ text }) => text).join(joiner);
