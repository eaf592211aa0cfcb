import type { LanguageCode } from '../../languages/index.js';
import { asAnswer, asQuote, givesAway, tidyQuotes, withoutDirection } from '../../offline/quoting.js';
import { speechOf, withoutCatchphrases } from '../../offline/speech.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText } from '../../text/words.js';
import type { Triplet } from './triplets.js';

/** Asks what the things are that the role's lines tell of, at most once for each. */
function definitionQuestions(lines: readonly string[], language: LanguageCode): Triplet[] {
  const speech = speechOf(language);
  const asked = new Map<string, Triplet>();
  for (const line of lines) {
    const { what, verb } = speech.definition.exec(line)?.groups ?? {};
    const answer = asAnswer(line, language);
    if (!what || !answer) continue;
    const question = speech.askDefinition(what, verb);
    const rationale = speech.definitionRationale;
    if (!asked.has(question)) asked.set(question, { question, confidence: 'High', rationale, answer });
  }
  return [...asked.values()];
}

/** Sentences of a description that go into one answer. */
const SELF_SENTENCES = 3;

/** The question what the role is like, answered by what its description says outside of quotations, in the first person. */
function selfQuestion(description: string, language: LanguageCode): Triplet[] {
  const speech = speechOf(language);
  const about = withoutCatchphrases(description, language);
  const sentences = splitSentences(about)
    .filter((sentence) => !/["“”«»「」]/.test(sentence))
    .map(speech.toFirstPerson);
  const answer = joinText(sentences.slice(0, SELF_SENTENCES), language);
  if (countWords(answer) < 3) return [];
  return [{ question: speech.selfQuestion, confidence: 'High', rationale: speech.selfRationale, answer }];
}

/** A sentence of fewer words does not tell on which occasion it was said. */
const LEAST_QUOTED = 6;

/** One question that nobody can answer from what is known: a real model gives such ones too, and they are to be marked Low. */
function unanswerable(lines: readonly string[], sample: number, language: LanguageCode): Triplet[] {
  const sentences = lines.flatMap((line) => splitSentences(line).slice(0, 1));
  const sentence = sentences.filter((one) => countWords(one) >= LEAST_QUOTED)[sample];
  const quote = sentence && asQuote(sentence, language);
  const speech = speechOf(language);
  const answer = speech.unknownAnswer;
  if (!quote || givesAway(quote, answer)) return [];
  const question = tidyQuotes(speech.askUnknown(quote));
  const rationale = speech.unknownRationale;
  return [{ question, confidence: 'Low', rationale, answer }];
}

/**
 * What the role is like, and what the things are that it has said what they are: no more is known of it outside of the scenes.
 * The first sample asks it all. Of several questions the last is one that cannot be answered.
 */
export function agnosticQuestions(
  description: string,
  ownWords: readonly string[],
  count: number,
  sample: number,
  language: LanguageCode,
): Triplet[] {
  const lines = ownWords.map(withoutDirection);
  const known = sample === 0 ? [...selfQuestion(description, language), ...definitionQuestions(lines, language)] : [];
  if (count < 2) return known.slice(0, Math.max(0, count));
  return known.slice(0, count - 1).concat(unanswerable(lines, sample, language));
}
