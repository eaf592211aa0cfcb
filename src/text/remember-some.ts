/** So many answers are remembered, then all are forgotten (our choice: the names of the longest play are a tenth of it). */
const MOST = 5_000;
/** Longer texts hardly come again (our choice). */
const LONGEST = 100;

/**
 * Remembers what a function says of short texts: a script asks about the same names again and again. What it says is one and the
 * same object each time. `longest`: of longer texts nothing is remembered.
 */
export function rememberSome<Result>(
  work: (text: string) => Result,
  longest: number = LONGEST,
): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    if (text.length > longest) return work(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(text);
    if (known.size >= MOST) known.clear();
    known.set(text, result);
    return result;
  };
}
