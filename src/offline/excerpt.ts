/** A line of an excerpt as the prompts show it. */
export interface ExcerptLine {
  number: string;
  /** Null for narration. */
  speaker: string | null;
  content: string;
}

const LINE = /^\[(\d+)\] (.*)$/;
const SPOKEN = /^([^:：]{1,60}): (.*)$/;

/** Lines of an excerpt; a null stands where lines are left out. */
export function readExcerpt(text: string): (ExcerptLine | null)[] {
  return text.split('\n').flatMap((line): (ExcerptLine | null)[] => {
    if (line.trim() === '---') return [null];
    const [, number, rest] = LINE.exec(line) ?? [];
    if (number === undefined || rest === undefined) return [];
    if (/^\(.*\)$/.test(rest)) return [{ number, speaker: null, content: rest.slice(1, -1) }];
    const [, speaker, content] = SPOKEN.exec(rest) ?? [];
    return speaker === undefined || content === undefined ? [] : [{ number, speaker, content }];
  });
}

/** An exchange of an excerpt: what another said, and what the role said then. */
export interface ExcerptExchange {
  cue: ExcerptLine & { speaker: string };
  reply: ExcerptLine & { speaker: string };
}

/** The role's replies to others, in order, with at most one line of narration between. */
export function findReplies(lines: readonly (ExcerptLine | null)[], role: string): ExcerptExchange[] {
  const found: ExcerptExchange[] = [];
  let cue: ExcerptExchange['cue'] | undefined;
  let between = 0;
  for (const line of lines) {
    if (line === null) cue = undefined;
    else if (line.speaker === null) between += 1;
    else if (line.speaker === role) {
      if (cue && between <= 1) found.push({ cue, reply: { ...line, speaker: role } });
      cue = undefined;
    } else {
      cue = { ...line, speaker: line.speaker };
      between = 0;
    }
  }
  return found;
}

/** The role's own lines of an excerpt. */
export function ownLines(lines: readonly (ExcerptLine | null)[], role: string): ExcerptLine[] {
  return lines.filter((line): line is ExcerptLine => line !== null && line.speaker === role);
}

/** Items of a list as the prompts show it, `- item` a line. */
export function readList(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2).trim()] : []));
}
