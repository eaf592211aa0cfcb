import { type DialogueLine, NARRATION } from '../records.js';
import { type Bm25Index, type Bm25Settings, buildBm25Index, topMatches } from '../text/bm25.js';
import { countWords } from '../text/words.js';

/** Somebody's line and the role's reply to it. */
export interface Exchange {
  cue: DialogueLine;
  reply: DialogueLine;
}

/** Narration between a cue and its reply that still counts as an answer, in lines. Our choice. */
const NARRATION_BETWEEN = 1;

/** All exchanges of a role: its line and the line of another before it, in one act, at most `maxWords` together. */
export function findExchanges(lines: readonly DialogueLine[], role: string, maxWords: number): Exchange[] {
  const exchanges: Exchange[] = [];
  let cue: DialogueLine | undefined;
  for (const line of lines) {
    const near =
      cue &&
      cue.script === line.script &&
      cue.act_id === line.act_id &&
      line.diag_id - cue.diag_id <= NARRATION_BETWEEN + 1;
    if (line.role === role && near && cue && countWords(cue.content) + countWords(line.content) <= maxWords) {
      exchanges.push({ cue, reply: line });
    }
    if (line.role === role) cue = undefined;
    else if (line.role !== NARRATION) cue = line;
  }
  return exchanges;
}

/** Finds the exchanges that are most like an instruction. */
export type ExchangeFinder = (instruction: string, count: number) => Exchange[];

/**
 * BM25 over a role's exchanges, cue and reply together, with the instruction as the query (papers.md 1.6). Where fewer than
 * `count` share a word with it, the first others fill up. The best match stands last, next to the instruction: our choice,
 * the paper gives no order.
 */
export function createExchangeFinder(exchanges: readonly Exchange[], bm25?: Bm25Settings): ExchangeFinder {
  let index: Bm25Index | undefined;
  return (instruction, count) => {
    index ??= buildBm25Index(
      exchanges.map(({ cue, reply }) => `${cue.content} ${reply.content}`),
      bm25,
    );
    const best = topMatches(index, instruction, count).map(({ document }) => document);
    for (let document = 0; best.length < Math.min(count, exchanges.length); document += 1) {
      if (!best.includes(document)) best.push(document);
    }
    return best.reverse().map((document) => exchanges[document] as Exchange);
  };
}
