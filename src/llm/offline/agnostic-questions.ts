import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText, squeeze } from '../../text/words.js';
import { asAnswer, asQuote, givesAway } from './quoting.js';
import type { OfflineTriplet } from './script-questions.js';
import { toFirstPerson } from './second-person.js';

/** Subjects that one may ask anybody about, with the words that show that a line is about it. */
const TOPICS: Record<Language, [words: RegExp, question: string][]> = {
  en: [
    [/\blove[sd]?\b/i, 'What do you think of love?'],
    [/\b(?:marry|marriage|married|wedding)\b/i, 'What are your views on marriage?'],
    [/\b(?:death|die|dead|dying)\b/i, 'How do you speak of death?'],
    [/\b(?:war|wars|battle)\b/i, 'What have you to say about war?'],
    [/\b(?:money|gold|debts?|bills?)\b/i, 'Does money matter to you?'],
    [/\bfriends?\b/i, 'What does a friend mean to you?'],
    [/\b(?:enemy|enemies|foe)\b/i, 'How do you speak of your enemies?'],
    [/\b(?:fear|afraid)\b/i, 'Is there anything that you fear?'],
    [/\b(?:proud|pride)\b/i, 'What would you tell somebody about pride?'],
    [/\b(?:honou?r)\b/i, 'What is honour to you?'],
    [/\b(?:mother)\b/i, 'How do you talk about your mother, or of mothers?'],
    [/\b(?:father)\b/i, 'What do you say of your father, or of fathers?'],
    [/\b(?:wife|wives|husband)\b/i, 'What have you said of husbands and wives?'],
    [/\b(?:truth|true|lie|lies)\b/i, 'How much does the truth weigh with you?'],
    [/\b(?:music|piano|song|sing)\b/i, 'Do you care for music?'],
    [/\b(?:eat|dinner|food|muffins?|sandwich(?:es)?|cake)\b/i, 'Do you take pleasure in eating?'],
    [/\b(?:drink|wine|brandy)\b/i, 'What do you say when there is something to drink?'],
    [/\b(?:sleep|dreams?)\b/i, 'What can you tell me about sleep and dreams?'],
    [/\b(?:god|heaven|gods)\b/i, 'Do you ever call on heaven?'],
    [/\b(?:people|citizens|commoners|multitude)\b/i, 'What is your opinion of the common people?'],
    [/\b(?:woman|women)\b/i, 'What have you observed about women?'],
    [/\b(?:man|men)\b/i, 'What is your opinion of men?'],
    [/\b(?:work|duty|business)\b/i, 'How do you look upon work and duty?'],
    [/\b(?:time|years?)\b/i, 'What does time mean to you?'],
    [/\b(?:world)\b/i, 'How does the world look to you?'],
    [/\b(?:town|London|Rome|country)\b/i, 'What do you say about the place you live in?'],
    [/\b(?:reason|facts?|evidence|theory)\b/i, 'How do you come to your conclusions?'],
    [/\b(?:mad|madness)\b/i, 'What would you say about madness?'],
    [/\b(?:sword|knife|pistol|gun)\b/i, 'Do you carry a weapon, or speak of one?'],
    [/\b(?:letters?|write|wrote|diary)\b/i, 'What do you have to do with letters and writing?'],
  ],
  zh: [
    [/酒/, '你爱喝酒吗？'],
    [/死/, '你怎么看待生死？'],
    [/天下/, '天下之事，你有什么见解？'],
    [/兄弟|哥哥|兄长/, '在你心里，兄弟是什么？'],
    [/师父/, '你师父是个怎样的人，你怎么说他？'],
    [/妖|怪|魔/, '遇着妖怪，你会怎么说？'],
    [/兵|军/, '说到用兵，你有什么话讲？'],
    [/贼/, '你怎么看那些贼人？'],
    [/棒|刀|枪|剑|兵器/, '你用什么兵器，怎么说起它？'],
    [/本事|手段|神通|变化/, '你有些什么本事？'],
    [/长生|不老/, '你想不想长生不老？'],
    [/家|家乡|故/, '你提起过自己的家吗？'],
    [/怕|惧/, '这世上可有你怕的？'],
    [/笑/, '什么事会让你发笑？'],
    [/吃|饭|斋/, '说到吃的，你有什么讲究？'],
    [/马/, '你怎么说起马来？'],
    [/玉帝|天宫|天子|皇帝|陛下/, '你怎么看那坐在最高处的人？'],
    [/英雄|豪杰/, '依你看，什么样的人算得英雄？'],
    [/计|谋/, '你会用什么计谋？'],
    [/名|姓/, '人家问起你的姓名来历，你怎么答？'],
    [/宝|袈裟|金/, '你见过什么宝贝，怎么说的？'],
    [/山|水|洞/, '你住的或走过的山水，你怎么说？'],
  ],
};

const STOP = new Set(
  (
    'about after again against also always another away back because been before being between both came come could does done down each even ever every from gave ' +
    'give goes gone good great have having here hers himself into itself just know known least less like little made make many might more most much must myself never ' +
    'nothing often once only other ours over part perhaps quite rather really said same says seem seems seen shall should since some something soon still such take taken tell ' +
    'than that thee their them then there these they thine thing things think this those thou though thought through thus till together told toward under until unto upon very want well were ' +
    "what when where which while whom whose will with within without would your yours yourself it's i'll don't i'm you'll can't won't didn't isn't doesn't haven't there's let's that's what's"
  ).split(' '),
);

/** Wordings of the question what the role says about two things of one line. */
const ABOUT: Record<Language, ((a: string, b: string) => string)[]> = {
  en: [
    (a, b) => `What comes to your lips at the words "${a}" and "${b}"?`,
    (a, b) => `If somebody brought up "${a}" and "${b}", what might you say?`,
    (a, b) => `Have you ever spoken of "${a}" together with "${b}"?`,
    (a, b) => `In what way would you talk about "${a}" or "${b}"?`,
    (a, b) => `Could you say something with "${a}" and "${b}" in it, as only you would?`,
  ],
  zh: [
    (a, b) => `说起“${a}”和“${b}”，你会讲什么？`,
    (a, b) => `你可曾说过带着“${a}”与“${b}”的话？`,
    (a, b) => `有人提到“${a}”“${b}”，你怎么接话？`,
  ],
};

/** Two words of a line that say what it is about: the two longest that are not common, in their order. */
function subjectsOf(line: string, language: Language): [string, string] | undefined {
  const pattern =
    language === 'zh' ? /\p{Script=Han}{2,4}(?=[，。！？、；：])/gu : /(?<![\p{L}'’-])[a-z]{4,}(?![\p{L}'’-])/gu;
  const words = [...new Set(line.match(pattern) ?? [])].filter((word) => !STOP.has(word));
  const longest = new Set([...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 2));
  const [first, second] = words.filter((word) => longest.has(word));
  return first && second ? [first, second] : undefined;
}

function topicQuestions(lines: readonly string[], language: Language): OfflineTriplet[] {
  return TOPICS[language].flatMap(([words, question]) => {
    const line = lines.find((one) => words.test(asAnswer(one, language) ?? ''));
    const answer = line && asAnswer(line, language);
    if (!answer) return [];
    const word = words.exec(answer)?.[0] ?? '';
    const rationale = language === 'zh' ? `角色自己的话里说到“${word}”。` : `The role's own line speaks of "${word}".`;
    return [{ question, confidence: 'High', rationale, answer }];
  });
}

function lineQuestions(lines: readonly string[], turn: number, language: Language): OfflineTriplet[] {
  const templates = ABOUT[language];
  return lines.flatMap((line, k): OfflineTriplet[] => {
    const answer = asAnswer(line, language);
    const subjects = answer && subjectsOf(answer, language);
    if (!answer || !subjects) return [];
    const question = (templates[(turn + k) % templates.length] as (a: string, b: string) => string)(...subjects);
    const rationale =
      language === 'zh'
        ? '答话是角色自己的一句话，其中有这两个词。'
        : "The answer is the role's own line, and both words stand in it.";
    return [{ question, confidence: 'High', rationale, answer }];
  });
}

const SELF_QUESTIONS: Record<Language, string[]> = {
  en: [
    'How would you describe your own way of speaking, and whom do you talk with most?',
    'What have you said about yourself?',
    'What do others say to you about yourself?',
  ],
  zh: ['你说话是什么样子，平日最常同谁说话？', '你怎么说你自己？', '别人当面怎么说你？'],
};

/** Questions about the role itself, answered by its description in the first person. */
function selfQuestions(description: string, language: Language): OfflineTriplet[] {
  const about = description.replace(/(?: ?Your catchphrases include:|你的口头禅有：)[\s\S]*$/, '');
  const sentences = splitSentences(about).map((sentence) => toFirstPerson(sentence, language));
  const parts = [sentences.slice(0, 2), sentences.slice(2, 4), sentences.slice(4)];
  return parts.flatMap((part, k): OfflineTriplet[] => {
    const answer = joinText(part, language);
    if (countWords(answer) < 3) return [];
    const rationale = language === 'zh' ? '答案见于角色的描述。' : "The answer is in the role's description.";
    return [{ question: SELF_QUESTIONS[language][k] as string, confidence: 'High', rationale, answer }];
  });
}

/** One question that nobody can answer from what is known: a real model gives such ones too, and they are to be marked Low. */
function unanswerable(lines: readonly string[], language: Language): OfflineTriplet[] {
  const line = lines.find((one) => countWords(one) > 8);
  const quote = line && asQuote(splitSentences(line)[0] ?? '', language);
  const answer = language === 'zh' ? '这话我答不上来。' : 'That I cannot tell you.';
  if (!quote || givesAway(quote, answer)) return [];
  const question =
    language === 'zh'
      ? `你说“${quote}”的那天，天气如何？`
      : `What was the weather like on the day when you said, "${quote}"?`;
  const rationale = language === 'zh' ? '无从得知。' : 'Nothing that is known tells it.';
  return [{ question, confidence: 'Low', rationale, answer }];
}

/** Questions that one would ask the role on meeting it, answered by its own lines or its description. */
export function agnosticQuestions(
  description: string,
  ownWords: readonly string[],
  count: number,
  language: Language,
): OfflineTriplet[] {
  const lines = ownWords.map(squeeze);
  const turn = lines.reduce((sum, line) => sum + line.length, 0);
  const topics = topicQuestions(lines, language);
  const about = lineQuestions(lines, turn, language);
  const taken = new Set(topics.map(({ answer }) => answer));
  const rest = about.filter(({ answer }) => !taken.has(answer));
  return [...selfQuestions(description, language), ...topics, ...rest]
    .slice(0, count - 1)
    .concat(unanswerable(lines, language));
}
