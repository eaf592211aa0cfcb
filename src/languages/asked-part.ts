const QUOTED = /“[^”]*”?|«[^»]*»?|"[^"]*"?|「[^」]*」?|‘[^’]{12,}’|《[^》]*》/g;

/** An instruction that ends before the first line does: what stands under it is what it is about. */
const FIRST_LINE = /^\s*\S[^\n]*[.?!:。？！：]\s*(?=\n)/;

/** What a question asks by itself: without what it quotes and without the text under it, whose verbs are not its own. */
export function askedPart(question: string): string {
  return (FIRST_LINE.exec(question)?.[0] ?? question).replace(QUOTED, ' , ');
}
