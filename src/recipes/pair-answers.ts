/**
 * For each good answer the text of a bad one, each used once: a preference pair; null where there is none. `isGood` gives null where an
 * answer is neither.
 */
export function pairAnswers<Answer>(
  answers: readonly (Answer | null)[],
  isGood: (answer: Answer) => boolean | null,
  textOf: (answer: Answer) => string,
): (string | null)[] {
  const verdicts = answers.map((answer) => (answer === null ? null : isGood(answer)));
  const worse = answers.flatMap((answer, k) => (answer !== null && verdicts[k] === false ? [textOf(answer)] : []));
  return verdicts.map((verdict) => (verdict ? (worse.shift() ?? null) : null));
}
