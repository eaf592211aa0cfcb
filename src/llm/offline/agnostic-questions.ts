import nlp from 'compromise';
import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText } from '../../text/words.js';
import { asAnswer, asQuote, givesAway, tidyQuotes, withoutDirection } from './quoting.js';
import type { OfflineTriplet } from './script-questions.js';
import { toFirstPerson } from './second-person.js';
import { ABOUT_SUBJECT, ABOUT_WORDS, COMMON_WORDS, TOPICS } from './topics.js';

/** What a line is about: words that are not common (English), clauses of a few characters (Chinese, where no words are marked). */
const SUBJECTS: Record<Language, RegExp> = {
  en: /(?<![\p{L}'’-])(?!\p{L}*ly(?!\p{L}))\p{Ll}{4,}(?![\p{L}'’-])/gu,
  zh: /(?<=^|[，。！？、；：‘])\p{Script=Han}{2,6}(?=[，。！？、；：’])/gu,
};

/** Nouns of an English line, as a tagger finds them: a verb or an adverb is nothing that one can speak of. */
function nounsOf(line: string): Set<string> {
  const found = nlp(line).match('#Noun').out('array') as string[];
  return new Set(found.flatMap((words) => words.match(/\p{Ll}+/gu) ?? []));
}

/** The two longest subjects of a line, in their order. */
function subjectsOf(line: string, language: Language): [string, string] | undefined {
  const nouns = language === 'en' ? nounsOf(line) : undefined;
  const words = [...new Set(line.match(SUBJECTS[language]) ?? [])].filter(
    (word) => !COMMON_WORDS.has(word) && (nouns?.has(word) ?? true),
  );
  const longest = new Set([...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 2));
  const [first, second] = words.filter((word) => longest.has(word));
  return first && second ? [first, second] : undefined;
}

/** Samples after which a subject may be asked about again. */
const TOPIC_TURNS = 3;

function topicQuestions(lines: readonly string[], sample: number, language: Language): OfflineTriplet[] {
  const wordings = ABOUT_SUBJECT[language];
  return TOPICS[language].flatMap(([subject, words], k): OfflineTriplet[] => {
    if (k % TOPIC_TURNS !== sample % TOPIC_TURNS || sample >= TOPIC_TURNS) return [];
    const answer = lines.map((line) => asAnswer(line, language)).find((one) => one !== undefined && words.test(one));
    if (!answer) return [];
    const question = (wordings[(sample + k) % wordings.length] as (subject: string) => string)(subject);
    const word = words.exec(answer)?.[0] ?? subject;
    const rationale = language === 'zh' ? `角色自己的话里说到“${word}”。` : `The role's own line speaks of "${word}".`;
    return [{ question, confidence: 'High', rationale, answer }];
  });
}

/** At most `count` questions about lines that no other answer has taken, in the order of the lines. */
function lineQuestions(
  lines: readonly string[],
  turn: number,
  count: number,
  taken: ReadonlySet<string>,
  language: Language,
): OfflineTriplet[] {
  const templates = ABOUT_WORDS[language];
  const rationale =
    language === 'zh'
      ? '答话是角色自己的一句话，其中有这两个词。'
      : "The answer is the role's own line, and both words stand in it.";
  const asked: OfflineTriplet[] = [];
  for (const [k, line] of lines.entries()) {
    if (asked.length >= count) break;
    const answer = asAnswer(line, language);
    if (!answer || taken.has(answer)) continue;
    const subjects = subjectsOf(answer, language);
    if (!subjects) continue;
    const question = (templates[(turn + k) % templates.length] as (a: string, b: string) => string)(...subjects);
    if (!givesAway(question, answer, 0.4)) asked.push({ question, confidence: 'High', rationale, answer });
  }
  return asked;
}

const SELF_QUESTIONS: Record<Language, string[]> = {
  en: ['How would you describe yourself to somebody who has never met you?', 'What else should one know about you?'],
  zh: ['若有人从未见过你，你怎么向他说你自己？', '关于你，还有什么该让人知道的？'],
};

/** Sentences of a description that go into one answer. */
const SELF_SENTENCES = 3;

/** Questions about the role itself, answered by what its description says outside of quotations, in the first person. */
function selfQuestions(description: string, language: Language): OfflineTriplet[] {
  const about = description.replace(/(?: ?Your catchphrases include:|你的口头禅有：)[\s\S]*$/, '');
  const sentences = splitSentences(about)
    .filter((sentence) => !/["“”「」]/.test(sentence))
    .map((sentence) => toFirstPerson(sentence, language));
  return SELF_QUESTIONS[language].flatMap((question, k): OfflineTriplet[] => {
    const answer = joinText(sentences.slice(k * SELF_SENTENCES, (k + 1) * SELF_SENTENCES), language);
    if (countWords(answer) < 3) return [];
    const rationale = language === 'zh' ? '答案见于角色的描述。' : "The answer is in the role's description.";
    return [{ question, confidence: 'High', rationale, answer }];
  });
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
 * Questions that one would ask the role on meeting it, answered by its own lines or its description. Every sample asks about
 * other things; what the role is like is asked by the first. Of several, the last is one that cannot be answered.
 */
export function agnosticQuestions(
  description: string,
  ownWords: readonly string[],
  count: number,
  sample: number,
  language: Language,
): OfflineTriplet[] {
  const lines = ownWords.map(withoutDirection);
  const self = sample === 0 ? selfQuestions(description, language) : [];
  const topics = topicQuestions(lines, sample, language);
  const taken = new Set(topics.map(({ answer }) => answer));
  const rest = lineQuestions(lines, sample, count, taken, language);
  const known = [...self, ...topics, ...rest];
  if (count < 2) return known.slice(0, Math.max(0, count));
  return known.slice(0, count - 1).concat(unanswerable(lines, sample, language));
}
