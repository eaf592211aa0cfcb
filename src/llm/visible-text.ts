/**
 * What a reply says aloud: without the thoughts that reasoning models write between think tags before it (the opening tag may
 * stand in the server's template, so that only the closing one comes back; thoughts without an end have no answer behind
 * them), and without a code fence that a server puts around a whole plain reply. The journal keeps the reply as it came.
 */
export function visibleText(content: string): string {
  const spoken = withoutThoughts(content).trim();
  const fenced = /^```(?:text|txt|plaintext|markdown|md)?[ \t]*\n([\s\S]*?)\n?[ \t]*```$/.exec(spoken);
  const inside = fenced?.[1];
  return inside === undefined || inside.includes('```') ? spoken : inside.trim();
}

const THOUGHTS_END = /<\/think(?:ing)?>/gi;

function withoutThoughts(content: string): string {
  const lastEnd = [...content.matchAll(THOUGHTS_END)].at(-1);
  if (lastEnd) return content.slice(lastEnd.index + lastEnd[0].length);
  return /^\s*<think(?:ing)?>/i.test(content) ? '' : content;
}

/** Whether a reply holds thoughts, so that an answer needs more room than its own length. */
export function holdsThoughts(content: string): boolean {
  return /^\s*<think(?:ing)?>|<\/think(?:ing)?>/i.test(content);
}

const THINK_TAGS = /<\/?think(?:ing)?>/gi;

/**
 * A reply with thoughts that came beside it, as reasoning models write them themselves: so the journal keeps them, and they are
 * taken off and counted in one way. An answer that has thoughts within it stays as it is. `isHidden`: there are thoughts, though
 * nobody sees them.
 */
export function withThoughts(content: string, thoughts: string, isHidden = false): string {
  if (holdsThoughts(content) || (thoughts.trim() === '' && !isHidden)) return content;
  const begun = `<think>\n${thoughts.replace(THINK_TAGS, '').trim()}`;
  return content.trim() === '' ? begun : `${begun}\n</think>\n\n${content}`;
}
