/** Words of one text among those of many, rarest first, and what a similar text must share of them. */
interface Text {
  /** The words of all texts, as numbers. */
  words: Int32Array;
  /** Where those of this text begin and end. */
  start: number;
  end: number;
  /** The most that the word at a place can add to what the text shares with another. */
  bound(at: number): number;
  /** What any text as similar as the threshold shares with this one, at least. */
  needed: number;
}

/**
 * Where the rarest words of a text end, of which any similar text shares at least `shared`: were fewer of them shared, all the
 * other words together could not make up for it. Undefined where there is no such end.
 */
function prefixEnd({ start, end, bound, needed }: Text, shared: 1 | 2): number | undefined {
  let rest = 0;
  for (let at = start; at < end; at += 1) rest += bound(at);
  let largest = 0;
  for (let at = start; at < end; at += 1) {
    rest -= bound(at);
    largest = Math.max(largest, bound(at));
    if (rest + (shared - 1) * largest < needed) return at + 1;
  }
  return undefined;
}

/**
 * The words that two similar texts share begin, in order of rarity, inside the prefixes of both. So texts that share a pair
 * of words of their prefixes are compared, and no others. Where a single word decides a text, it may share no second one
 * with another such text: those share a word of their prefixes alone.
 */
export function putPrefix(text: Text, put: (first: number, second: number) => void): void {
  const { words, start } = text;
  const end = prefixEnd(text, 2);
  for (let a = start; a < (end ?? text.end); a += 1) {
    for (let b = a + 1; b < (end ?? text.end); b += 1) put(words[a] as number, words[b] as number);
  }
  if (end !== undefined) return;
  const single = prefixEnd(text, 1) ?? text.end;
  for (let a = start; a < single; a += 1) put(words[a] as number, words[a] as number);
}
