import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText } from '../../text/words.js';
import { asAnswer, asQuote, givesAway, tidyQuotes, withoutDirection } from './quoting.js';
import type { OfflineTriplet } from './script-questions.js';
import { toFirstPerson } from './second-person.js';

/** A line that tells what something is: `A friend is a man who …`, `Marriage is …`, `英雄者，……也`. */
const DEFINITIONS: Record<Language, RegExp> = {
  en: /^(?<what>An? (?!man\b)\p{Ll}+|(?:\p{Lu}\p{Ll}+(?:ness|ity|age|ion|ment|ship|hood|ism|ance|ence|dom)|Love|Death|Life|Fear|Pride|Honou?r|Music|Money|War|Fate|Virtue|Grief|Beauty|Art|Wit|Hope|Faith|Sleep|Truth|Women|Men)) (?<verb>is|are) (?!it\b|he\b|she\b|you\b|this\b|that\b|here\b|there\b|come\b|gone\b|dead\b|to be\b|\w+ing\b)/u,
  zh: /^(?:夫|盖)?(?<what>(?![昔今向近古往前曩日顷某此吾汝其彼所不若能有来使言])\p{Script=Han}{1,2}?)者，[^？]*也[。！]/u,
};

/** Asks what the things are that the role's lines tell of, at most once for each. */
function definitionQuestions(lines: readonly string[], language: Language): OfflineTriplet[] {
  const asked = new Map<string, OfflineTriplet>();
  for (const line of lines) {
    const { what, verb } = DEFINITIONS[language].exec(line)?.groups ?? {};
    const answer = asAnswer(line, language);
    if (!what || !answer) continue;
    const [question, rationale] =
      language === 'zh'
        ? [`依你看，何为${what}？`, '角色自己说过这是什么。']
        : [`What, in your view, ${verb} ${what.toLowerCase()}?`, "The role's own line says what it is."];
    if (!asked.has(question)) asked.set(question, { question, confidence: 'High', rationale, answer });
  }
  return [...asked.values()];
}

const SELF_QUESTION: Record<Language, string> = {
  en: 'How would you describe yourself to somebody who has never met you?',
  zh: '若有人从未见过你，你怎么向他说你自己？',
};

/** Sentences of a description that go into one answer. */
const SELF_SENTENCES = 3;

/** The question what the role is like, answered by what its description says outside of quotations, in the first person. */
function selfQuestion(description: string, language: Language): OfflineTriplet[] {
  const about = description.replace(/(?: ?Your catchphrases include:|你的口头禅有：)[\s\S]*$/, '');
  const sentences = splitSentences(about)
    .filter((sentence) => !/["“”「」]/.test(sentence))
    .map((sentence) => toFirstPerson(sentence, language));
  const answer = joinText(sentences.slice(0, SELF_SENTENCES), language);
  if (countWords(answer) < 3) return [];
  const rationale = language === 'zh' ? '答案见于角色的描述。' : "The answer is in the role's description.";
  return [{ question: SELF_QUESTION[language], confidence: 'High', rationale, answer }];
}

/** A sentence of fewer words does not tell on which occasion it was said. */
const LEAST_QUOTED = 6;

/** One question that nobody can answer from what is known: a real model gives such ones too, and they are to be marked Low. */
function unanswerable(lines: readonly string[], sample: number, language: Language): OfflineTriplet[] {
  const sentences = lines.flatMap((line) => splitSentences(line).slice(0, 1));
  const sentence = sentences.filter((one) => countWords(one) >= LEAST_QUOTED)[sample];
  const quote = sentence && asQuote(sentence, language);
  const answer = language === 'zh' ? '这话我答不上来。' : 'That I cannot tell you.';
  if (!quote || givesAway(quote, answer)) return [];
  const question =
    language === 'zh'
      ? `你说“${quote}”的那天，天气如何？`
      : tidyQuotes(`What was the weather like on the day when you said, "${quote}"?`);
  const rationale = language === 'zh' ? '无从得知。' : 'Nothing that is known tells it.';
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
  language: Language,
): OfflineTriplet[] {
  const lines = ownWords.map(withoutDirection);
  const known = sample === 0 ? [...selfQuestion(description, language), ...definitionQuestions(lines, language)] : [];
  if (count < 2) return known.slice(0, Math.max(0, count));
  return known.slice(0, count - 1).concat(unanswerable(lines, sample, language));
}
