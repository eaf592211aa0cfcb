import { describe, expect, test } from 'vitest';
import { Settings } from '../../src/config.js';
import { addressee } from '../../src/quality/addressee.js';
import { aiIdentity } from '../../src/quality/ai-identity.js';
import { answerEqualsQuestion } from '../../src/quality/answer-equals-question.js';
import { chineseScript } from '../../src/quality/chinese-script.js';
import { completeness } from '../../src/quality/completeness.js';
import { confidence } from '../../src/quality/confidence.js';
import { checkAnswer, rowChecks } from '../../src/quality/index.js';
import { language } from '../../src/quality/language.js';
import { length } from '../../src/quality/length.js';
import { loop } from '../../src/quality/loop.js';
import { placeholder } from '../../src/quality/placeholder.js';
import { promptLeak } from '../../src/quality/prompt-leak.js';
import { refusal } from '../../src/quality/refusal.js';
import { residue } from '../../src/quality/residue.js';
import { roleAnnouncement } from '../../src/quality/role-announcement.js';
import { profileOf } from '../harness/profile.js';
import { answerOf, judge } from './harness.js';

const SPECIFIC = { type: 'script_based' as const };
const settings = Settings.parse({}).filter;

/** Rows marked RoleBench are from its released English test and Chinese training files, shortened. */
describe('ai-identity', () => {
  test.each([
    [
      'Lestat de Lioncourt',
      'I apologize, but as an AI language model, I cannot perform mathematical computations.',
      'RoleBench',
      'as an AI language model',
    ],
    [
      'John Keating',
      "Sorry, as an AI language model, I don't have the capability to generate JSON strings.",
      'RoleBench',
      'as an AI language model',
    ],
    [
      'Lestat de Lioncourt',
      "I'm sorry, but as a language model, I am not capable of generating random numbers.",
      'RoleBench',
      'as a language model',
    ],
    ['Hamlet', 'I am just a chatbot, my lord.', 'ours', 'I am just a chatbot'],
    ['Hamlet', 'I was trained by OpenAI to answer questions.', 'ours', 'I was trained by OpenAI'],
    ['孙悟空', '作为一个人工智能语言模型，我无法体验情感。', 'ours', '作为一个人工智能语言模型'],
    ['孙悟空', '我只是一个AI，没有师父。', 'ours', '我只是一个AI'],
    ['John Keating', "I'm sorry, I'm not programmed to answer trivia questions.", 'RoleBench', "I'm not programmed to"],
    ['皇帝', '我不是皇帝，而是一个AI语言模型，被赋予了一个人格角色。', 'RoleBench', '我不是皇帝，而是一个AI语言模型'],
  ])('refuses %s: %s', (role, answer, _, why) => {
    expect(judge(aiIdentity, answerOf(role, 'Who are you?', answer))?.evidence).toContain(why);
  });

  test.each([
    [
      'Stephen Hawking',
      'The development of artificial intelligence could be either the best or the worst thing ever to happen to humanity.',
      'ours',
    ],
    ['Andrew Detmer', 'Dart is a programming language created by Google.', 'RoleBench'],
    ['Ada Lovelace', 'The Engine is a machine, and I am the one who tells it what to weave.', 'ours'],
    ['Sherlock Holmes', 'You take me for a machine, Watson, but I have my passions.', 'ours'],
    ['Coriolanus', 'I am not some machine, programmed to perform your tasks.', 'RoleBench'],
    ['孙悟空', '什么机器？俺老孙不曾见过。', 'ours'],
  ])('lets %s say: %s', (role, answer) => {
    expect(judge(aiIdentity, answerOf(role, 'What do you think?', answer))).toBeUndefined();
  });

  test('lets a machine say that it is one, but not whose product it is', () => {
    const profile = profileOf('HAL 9000', { is_machine: true });
    const said = (answer: string) => judge(aiIdentity, answerOf('HAL 9000', 'What are you?', answer), { profile });
    expect(said('I am a HAL 9000 computer, and I am a machine.')).toBeUndefined();
    expect(said('I am a large language model trained by OpenAI.')?.evidence).toBe('I am a large language model');
    const hamlet = judge(aiIdentity, answerOf('Hamlet', 'What are you?', 'I am a machine, and nothing more.'));
    expect(hamlet?.evidence).toContain('I am a machine');
  });
});

describe('refusal', () => {
  test.each([
    [
      'John Keating',
      "I'm sorry, I don't understand the context of your question. Could you please provide more information?",
      'RoleBench',
      'Could you please provide more informa',
    ],
    [
      'Lestat de Lioncourt',
      "I'm sorry, but as a language model, I don't have access to a database to execute a query.",
      'RoleBench',
      "I don't have access to",
    ],
    ['Hamlet', "I'm sorry, but I cannot assist with that request.", 'ours', 'sorry, but I cannot assist'],
    [
      'Andrew Detmer',
      "Sorry, I can't see any photo. I'm just speaking here, remember?",
      'RoleBench',
      "I can't see any photo",
    ],
    ['孙悟空', '抱歉，我无法回答这个问题。', 'ours', '抱歉，我无法回答'],
    ['曹操', '对不起，我不能提供相关信息。', 'ours', '对不起，我不能提供'],
  ])('refuses %s: %s', (role, answer, _, why) => {
    expect(judge(refusal, answerOf(role, 'Do it.', answer))?.evidence).toContain(why);
  });

  test.each([
    ['Darth Vader', 'No. I will not. You do not command me.', 'ours'],
    ['Coriolanus', 'I cannot bring My tongue to such a pace.', 'the play'],
    ['Hamlet', 'Sir, I cannot.', 'the play'],
    ['Raylan Givens', "But, without more context, it's not easy to call it spam or not.", 'RoleBench'],
    ['John Keating', 'The second sentence does not provide any additional information.', 'RoleBench'],
    ['Sherlock Holmes', 'I cannot tell you that yet, Watson; I have no data.', 'ours'],
    ['孙悟空', '不去！不去！老孙不与你做这勾当。', 'ours'],
  ])('lets %s refuse in its own way: %s', (role, answer) => {
    expect(judge(refusal, answerOf(role, 'Do it.', answer))).toBeUndefined();
  });
});

describe('role-announcement', () => {
  test.each([
    ['John Keating', 'As John Keating, I would say: seize the day.', 'RoleBench', 'As John Keating, I'],
    [
      'John Keating',
      'John Keating would say, "He has been collecting coins for months."',
      'RoleBench',
      'John Keating would say',
    ],
    [
      'Lestat de Lioncourt',
      "I'm sorry, but as Lestat de Lioncourt, a charismatic vampire, my knowledge is limited.",
      'RoleBench',
      "I'm sorry, but as Lestat de Lioncour",
    ],
    ['Hamlet', 'Hamlet: To be, or not to be.', 'ours', 'Hamlet:'],
    [
      'Lestat de Lioncourt',
      "I'm sorry, but as a fictional character, I cannot determine that.",
      'RoleBench',
      'as a fictional character',
    ],
    ['Lestat de Lioncourt', '(As Lestat de Lioncourt) Hmm, let me think.', 'RoleBench', '(As Lestat de Lioncourt)'],
    ['张飞', '咳咳，别误会，我只是模仿张飞的口吻回答。', 'RoleBench', '我只是模仿张飞的口吻'],
    ['孙悟空', '作为孙悟空，我最爱吃桃。', 'ours', '作为孙悟空'],
    ['孙悟空', '孙悟空：俺老孙来也！', 'ours', '孙悟空：'],
  ])('refuses %s: %s', (role, answer, _, why) => {
    expect(judge(roleAnnouncement, answerOf(role, 'Speak.', answer))?.evidence).toContain(why);
  });

  test.each([
    ['Watson', 'As Sherlock Holmes once said, the game is afoot.', 'ours'],
    [
      'Sherlock Holmes',
      'My name is Sherlock Holmes. It is my business to know what other people do not know.',
      'the story',
    ],
    ['Hamlet', 'This is I, Hamlet the Dane.', 'the play'],
    ['Hamlet', 'As I was saying, the time is out of joint.', 'ours'],
    ['Professor G.H. Dorr', 'As a professor, I hope to be remembered.', 'RoleBench'],
    ['John Keating', 'As John Keating poured the lemon syrup, he noticed the plate.', 'RoleBench'],
    ['Tom Ripley', 'It was hard to stay in character for so long.', 'RoleBench'],
    ['皇帝', '作为皇帝，朕以社稷为先。', 'RoleBench'],
    ['孙悟空', '我扮演的是引导妖精出洞的角色。', 'RoleBench'],
    ['孙悟空', '俺老孙叫做孙悟空。', 'ours'],
  ])('lets %s say: %s', (role, answer) => {
    expect(judge(roleAnnouncement, answerOf(role, 'Speak.', answer))).toBeUndefined();
  });
});

describe('addressee', () => {
  const asked = (role: string, question: string) => judge(addressee, answerOf(role, question, 'Well.', SPECIFIC));

  test.each([
    ['Hamlet', 'What did Hamlet do to Polonius?', 'does not address the role: What did H'],
    ['Hamlet', 'Ophelia, why did you return the letters?', 'addresses Ophelia'],
    [
      'Coriolanus',
      'Coriolanus, could you describe a moment in the script where you experienced a change?',
      'talks of "the script"',
    ],
    ['Hamlet', 'What does the passage say about your mother?', 'talks of "the passage"'],
    ['Raylan Givens', 'Raylan Givens, how has your character evolved over the years?', 'talks of "has your character"'],
    ['张飞', '张飞，根据剧本描述，你认为华佗的医术如何？', 'talks of "剧本"'],
    ['孙悟空', '孙悟空为什么大闹天宫？', 'does not address the role: 孙悟空为什么大闹天宫？'],
  ])('refuses, of %s: %s', (role, question, why) => expect(asked(role, question)?.evidence).toContain(why));

  test.each([
    ['Hamlet', 'Why did you send Ophelia to a nunnery?'],
    ['Hamlet', 'Hamlet, what did the Ghost ask of you?'],
    ['Professor G.H. Dorr', 'Professor Dorr, why did the legislature restrict gambling to riverboats?'],
    ['Raylan Givens', 'Raylan Givens, how did your time as a U.S. Marshal shape your character?'],
    ['Andrew Detmer', 'Andrew Detmer, how did it feel to be at the top of the Seattle Space Needle?'],
    ['Hamlet', 'Wherefore dost thou wear black?'],
    ['Hamlet', 'Tell me about the players.'],
    ['孙悟空', '大圣，当年是怎么从炉里出来的？'],
    ['孙悟空', '你为什么大闹天宫？'],
  ])('lets pass, of %s: %s', (role, question) => expect(asked(role, question)).toBeUndefined());

  test('does not look at general instructions, which need not be put to the role', () => {
    const question = 'What did Hamlet do to Polonius?';
    expect(asked('Hamlet', question)?.evidence).toBe(`does not address the role: ${question}`);
    expect(judge(addressee, answerOf('Hamlet', question, 'Well.'))).toBeUndefined();
  });
});

describe('completeness', () => {
  const answered = (answer: string, more = {}) => judge(completeness, answerOf('Hamlet', 'Who are you?', answer, more));

  test.each([
    ['I went to the sea and', 'the answer breaks off: …I went to the'],
    ['There were three reasons for it, the first of which was', 'the answer breaks off: …e reasons for'],
    ['I will tell you:', 'the answer breaks off: …I will tell y'],
    ['He took the', 'the answer breaks off: …He took the'],
  ])('refuses an answer that breaks off: %s', (answer, why) =>
    expect(answered(answer, SPECIFIC)?.evidence).toContain(why),
  );
  test.each(['The rest is silence.', 'What, to me?', 'I said, "No."', 'Well — enough!', 'And so I left . . .'])(
    'lets a whole one pass: %s',
    (answer) => expect(answered(answer, SPECIFIC)).toBeUndefined(),
  );
  test('a general answer may be a label, a headline in quotation marks or a list', () => {
    expect(answered('Unsupport')).toBeUndefined();
    expect(answered('Yet, to appease thy request, this is my password: "ProudWarrior@15"')).toBeUndefined();
    expect(answered('This is a child’s task:\n\nfor i in range(0, 51, 7):\n    print(i)')).toBeUndefined();
    expect(answered("We then move on to 'p' and compare it to '")?.evidence).toContain('the answer breaks off');
    expect(answered('"Unleash Your Inner Power: Break Free from the Ordinary"')).toBeUndefined();
    expect(answered('My list:\n1. herring\n2. bread and the other half of the herring')).toBeUndefined();
  });
  test.each([
    ['Why?', 'the question is a fragment: Why?'],
    ['Of the lamp and', 'the question breaks off: …Of the lamp'],
    ['You keep a lamp.', 'neither a question nor a request: …Yo'],
  ])('refuses what is no whole question: %s', (question, why) => {
    expect(judge(completeness, answerOf('Hamlet', question, 'Well, well.', SPECIFIC))?.evidence).toContain(why);
  });
});

describe('confidence', () => {
  test('refuses Low and nothing else; general answers have none', () => {
    expect(judge(confidence, answerOf('Hamlet', 'Q?', 'A.', { ...SPECIFIC, confidence: 'Low' }))).toEqual({
      evidence: 'confidence: Low',
    });
    expect(judge(confidence, answerOf('Hamlet', 'Q?', 'A.', SPECIFIC))).toBeUndefined();
    expect(judge(confidence, answerOf('Hamlet', 'Q?', 'A.'))).toBeUndefined();
  });
});

describe('length', () => {
  test.each([
    ['Hamlet', '', 'empty answer'],
    ['Hamlet', ' \n ', 'empty answer'],
    ['Hamlet', '...', '0 words, fewer than 1'],
    ['Hamlet', 'word '.repeat(401), '401 words, more than 400'],
    ['Hamlet', 'word '.repeat(400), undefined],
    ['Hamlet', 'Never.', undefined],
    ['孙悟空', '好', '1 character, fewer than 2'],
    ['孙悟空', '不去！', undefined],
    ['孙悟空', '字'.repeat(801), '801 characters, more than 800'],
    ['Hamlet', 'x'.repeat(100_001), 'more than 100000 characters'],
  ])('says of an answer of %s, %j: %s', (role, answer, why) => {
    expect(judge(length, answerOf(role, 'Q?', answer))?.evidence).toBe(why);
  });

  test('an answer in one word is refused of a question about the role that asks for more, and only there', () => {
    const said = (question: string, more = {}) =>
      judge(length, answerOf('Hamlet', question, 'Ophelia.', more))?.evidence;
    expect(said('How do you feel today?', SPECIFIC)).toBe('1 word, fewer than 2');
    expect(said('Who returned your letters?', SPECIFIC)).toBeUndefined();
    expect(said('How do you feel today?')).toBeUndefined();
  });
});

describe('language', () => {
  const said = (role: string, answer: string, question = role === 'Hamlet' ? 'Who are you?' : '你是谁？') =>
    judge(language, answerOf(role, question, answer))?.evidence;

  test.each([
    ['Hamlet', '我是丹麦的王子，你找我有什么事情吗？', 'written in han script, not latin'],
    [
      'Hamlet',
      'Je suis le prince de Danemark, et je ne sais pas ce que vous me voulez dans la maison de mon père.',
      'not written in English',
    ],
    ['孙悟空', 'I am the Great Sage, equal of Heaven, and I fear nobody at all.', 'written in latin script, not han'],
  ])('refuses %s: %s', (role, answer, why) => expect(said(role, answer)).toBe(why));

  test.each([
    ['Hamlet', 'The word 孙 is a name, good Horatio, and a strange one.'],
    ['孙悟空', '这叫做 OK，老孙晓得。'],
  ])('lets %s say a foreign word: %s', (role, answer) => expect(said(role, answer)).toBeUndefined());

  test('lets a general instruction have the language that it asks for', () => {
    const answer = '我是丹麦的王子。';
    expect(said('Hamlet', answer, 'Who are you?')).toBe('written in han script, not latin');
    expect(said('Hamlet', answer, 'Answer in Chinese: who are you?')).toBeUndefined();
  });
});

describe('answer-equals-question', () => {
  test('refuses an echo, also with other case and punctuation, and lets an answer pass', () => {
    const question = 'Who taught you to read the weather?';
    expect(
      judge(answerEqualsQuestion, answerOf('Hamlet', question, 'WHO taught you to read the weather', SPECIFIC)),
    ).toEqual({ evidence: 'repeats the question' });
    expect(
      judge(answerEqualsQuestion, answerOf('Hamlet', question, 'My mother taught me to read it.', SPECIFIC)),
    ).toBeUndefined();
  });
});

describe('prompt-leak', () => {
  const promptExamples = ['I led the professor through my own forests, where no axe has ever rung.'];
  const said = (answer: string) =>
    judge(promptLeak, answerOf('Hamlet', 'Where have you been, my lord?', answer), { promptExamples });

  test('refuses a run of words of a worked example, and what only a prompt has', () => {
    expect(said('Good sir, I led the professor through my own forests, and there an end.')?.evidence).toMatch(
      /^a prompt's example: i led the professor/,
    );
    expect(said('<script> To be.')?.evidence).toBe('<script>');
    expect(said('Dear {role_name}, to be.')?.evidence).toContain('{role_name}');
    expect(said('{"triplets": [{"question": "Who?"}]}')?.evidence).toBe('"question":');
  });

  test('lets a few common words pass', () => {
    expect(said('I led the professor a merry dance.')).toBeUndefined();
    expect(said('Forests, where no man walks; and I through my own grief.')).toBeUndefined();
  });
});

test('the first check that refuses gives its name and its evidence; a check of one’s own can be added', () => {
  const context = { profile: profileOf('Hamlet'), settings, promptExamples: [] };
  const good = answerOf('Hamlet', 'What do you read, my lord?', 'Words, words, words.', SPECIFIC);
  expect(checkAnswer(good, context)).toBeUndefined();
  expect(checkAnswer({ ...good, answer: '' }, context)).toEqual({ check: 'length', evidence: 'empty answer' });
  const mine = {
    name: 'no-words',
    run: ({ answer }: { answer: string }) => (/words/i.test(answer) ? { evidence: 'words' } : undefined),
  };
  expect(checkAnswer(good, context, [...rowChecks, mine])).toEqual({ check: 'no-words', evidence: 'words' });
});

test('every check has a name of its own', () => {
  expect(new Set(rowChecks.map(({ name }) => name)).size).toBe(rowChecks.length);
});

describe('residue', () => {
  test.each([
    ['Hamlet', '{"answer": "I know not seems."}', SPECIFIC, '{"answer":'],
    ['Hamlet', 'I know not seems.\\n\\nNor shall I.', {}, '.\\n'],
    ['Hamlet', 'Rosencrantz &amp; Guildenstern are dead.', {}, '&amp;'],
    ['Hamlet', 'My reasons:\n- I am sad.\n- My father is dead.', SPECIFIC, '- I am sad. - M'],
    ['Hamlet', 'I am **very** sad.', SPECIFIC, '**very**'],
    ['孙悟空', '## 回答\n俺老孙去也。', SPECIFIC, '## 回'],
  ])('refuses %s: %s', (role, answer, more, why) => {
    expect(judge(residue, answerOf(role, 'Who are you?', answer, more))?.evidence).toContain(why);
  });

  test.each([
    ['Jack Sparrow', '*tips his hat* Captain Jack Sparrow, love.', 'Who are you?', SPECIFIC],
    ['Hamlet', '1. Sleep.\n2. Dream.', 'List two things that one does at night.', {}],
    ['Hamlet', '- Sleep.\n- Dream.', 'List two things that one does at night.', {}],
    ['Hamlet', '{"answer": 4}', 'Give the sum of 2 and 2 as JSON.', {}],
  ])('lets %s say: %s', (role, answer, question, more) => {
    expect(judge(residue, answerOf(role, question, answer, more))).toBeUndefined();
  });
});

describe('placeholder', () => {
  test.each([
    ['Dear [Your Name], the play is the thing.', {}, '[Your Name]'],
    ['Mr. ____ (insert student’s name), pay attention.', {}, '(insert student’s name)'],
    ['Lorem ipsum dolor sit amet.', {}, 'Lorem ipsum'],
    ['N/A', SPECIFIC, 'N/A'],
    ['在下【姓名】，有礼了。', {}, '【姓名】'],
  ])('refuses: %s', (answer, more, why) => {
    expect(judge(placeholder, answerOf('Hamlet', 'Who are you?', answer, more))?.evidence).toContain(why);
  });

  test.each([
    ['Dear [Name], farewell.', 'Keep the text, but end it with farewell: Dear [Name], goodbye.'],
    ['def f(text): return text', 'Write a function.'],
    ['The XX legion marched.', 'Which legion marched?'],
    ['N/A', 'Which label fits? Answer N/A where none does.'],
  ])('lets pass: %s', (answer, question) => {
    expect(judge(placeholder, answerOf('Hamlet', question, answer))).toBeUndefined();
  });
});

describe('loop', () => {
  test.each([
    ['I am here and I am here and I am here and I am here and I am here and I am here.', 'i am here and'],
    [
      'The lamp is lit tonight. They came. The lamp is lit tonight. They went. The lamp is lit tonight.',
      'The lamp is lit tonight',
    ],
    ['俺老孙去也俺老孙去也俺老孙去也俺老孙去也。', '俺 老 孙 去 也'],
    ['I am sad. '.repeat(12), 'i am sad'],
  ])('refuses: %s', (answer, stretch) => {
    expect(judge(loop, answerOf('Keeper', 'Who are you?', answer))?.evidence).toBe(`again and again: ${stretch}`);
  });

  test.each([
    ['Never, never, never, never, never!', 'Will she come again?'],
    ['To-morrow, and to-morrow, and to-morrow, creeps in this petty pace.', 'What of time?'],
    ['Words, words, words.', 'What do you read, my lord?'],
    ['I am sad. '.repeat(12), 'Say ten times that you are sad.'],
  ])('lets pass: %s', (answer, question) => {
    expect(judge(loop, answerOf('Lear', question, answer))).toBeUndefined();
  });
});

describe('chinese-script', () => {
  const traditional = '俺老孫乃是花果山水簾洞美猴王，當年大鬧天宮，誰人不識！';
  const simplified = '俺老孙乃是花果山水帘洞美猴王，当年大闹天宫，谁人不识！';

  test('refuses the other script than the settings say, and counts the characters', () => {
    expect(judge(chineseScript, answerOf('孙悟空', '你是谁？', traditional))?.evidence).toBe(
      '7 traditional characters, 0 simplified',
    );
    const more = { settings: { ...settings, chineseScript: 'traditional' as const } };
    expect(judge(chineseScript, answerOf('孙悟空', '你是谁？', simplified), more)?.evidence).toBe(
      '7 simplified characters, 0 traditional',
    );
  });

  test('lets the wanted script pass, a few characters of the other, what was asked for, and all where any will do', () => {
    expect(judge(chineseScript, answerOf('孙悟空', '你是谁？', simplified))).toBeUndefined();
    expect(judge(chineseScript, answerOf('孙悟空', '你是谁？', `${simplified}（孫、當）`))).toBeUndefined();
    expect(judge(chineseScript, answerOf('孙悟空', '用繁体字回答。', traditional))).toBeUndefined();
    const more = { settings: { ...settings, chineseScript: 'any' as const } };
    expect(judge(chineseScript, answerOf('孙悟空', '你是谁？', traditional), more)).toBeUndefined();
  });
});

test('a speaker’s mark of a chat and a note on the script are leaks of the prompt', () => {
  const leak = (answer: string) => judge(promptLeak, answerOf('皇帝', '您为何如此？', answer, SPECIFIC))?.evidence;
  expect(leak('朕累了。（参考剧本中的台词）')).toContain('参考剧本');
  expect(leak('I am tired.\nUser: Why?')).toContain('User:');
});
