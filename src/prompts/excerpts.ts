import { guessLanguage } from '../languages/index.js';
import { type DialogueLine, NARRATION } from '../records.js';
import { countWords, squeeze } from '../text/words.js';

/** A longer line is cut in an excerpt, so that one speech cannot fill it. Our choice. */
const LONGEST_LINE_WORDS = 160;

/** What stands before and after a line of the role to make it understandable. Our choice. */
const LINES_BEFORE = 3;
const LINES_AFTER = 1;

function clip(content: string): string {
  const text = squeeze(content);
  if (countWords(text) <= LONGEST_LINE_WORDS) return text;
  const words = guessLanguage(text).unit === 'character' ? [...text] : text.split(/(?<= )/);
  return `${words.slice(0, LONGEST_LINE_WORDS).join('').trimEnd()} …`;
}

/** Lines as the prompts show them: `[diag_id] Speaker: content`, narration in parentheses, `---` where lines are left out. */
export function renderLines(lines: readonly DialogueLine[]): string {
  const rendered: string[] = [];
  let before: DialogueLine | undefined;
  for (const line of lines) {
    const follows =
      before && before.script === line.script && before.act_id === line.act_id && before.diag_id + 1 === line.diag_id;
    if (before && !follows) rendered.push('---');
    const content = clip(line.content);
    rendered.push(
      line.role === NARRATION ? `[${line.diag_id}] (${content})` : `[${line.diag_id}] ${line.role}: ${content}`,
    );
    before = line;
  }
  return rendered.join('\n');
}

/** 0, 1/2, 1/4, 3/4, 1/8 …: the first k of them are spread evenly, whatever k is (van der Corput's sequence in base 2). */
function spread(index: number): number {
  let value = 0;
  let half = 0.5;
  for (let rest = index; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) value += half;
    half /= 2;
  }
  return value;
}

/**
 * Lines around the role's own, from all parts of its scripts, until `maxWords` are reached: what a profile prompt shows.
 * Input and output are in the scripts' order; the same input gives the same lines.
 */
export function chooseExcerpt(lines: readonly DialogueLine[], role: string, maxWords: number): DialogueLine[] {
  const own = lines.flatMap((line, at) => (line.role === role ? [at] : []));
  const chosen = new Set<number>();
  let words = 0;
  for (let k = 0; k < 2 * own.length && words < maxWords; k += 1) {
    const center = own[Math.floor(spread(k) * own.length)] as number;
    for (let at = center - LINES_BEFORE; at <= center + LINES_AFTER; at += 1) {
      const line = lines[at];
      if (!line || chosen.has(at) || line.script !== lines[center]?.script || line.act_id !== lines[center]?.act_id)
        continue;
      const length = Math.min(countWords(line.content), LONGEST_LINE_WORDS);
      if (words > 0 && words + length > maxWords) return inOrder(lines, chosen);
      chosen.add(at);
      words += length;
    }
  }
  return inOrder(lines, chosen);
}

function inOrder(lines: readonly DialogueLine[], chosen: ReadonlySet<number>): DialogueLine[] {
  return lines.filter((_, at) => chosen.has(at));
}
