import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { refusalOf, spokenIn } from './read.js';

const SPEECHES: readonly [name: string, words: string][] = [
  ['INES', 'Did you lock the gate?'],
  ['OLD OTTO', 'I thought you had. It was open.'],
  ['INES', 'Nobody listens: I said it twice.'],
  ['OLD OTTO', 'Yes. No. I do not know - perhaps.'],
  ['INES', 'Fine.'],
];
const SPOKEN = SPEECHES.map(([name, words]) => [name === 'INES' ? 'Ines' : 'Old Otto', words]);
const script = (each: (name: string, words: string) => string, between = '\n') =>
  `${SPEECHES.map(([name, words]) => each(name, words)).join(between)}\n`;
const mixed = (name: string) => (name === 'INES' ? 'Ines' : 'Old Otto');

describe('a name that is set off by another sign than those of plays', () => {
  test.each<[shown: string, each: (name: string, words: string) => string]>([
    ['[NAME] words', (name, words) => `[${name}] ${words}`],
    ['[Name]: words', (name, words) => `[${mixed(name)}]: ${words}`],
    ['[NAME] above the words', (name, words) => `[${name}]\n${words}\n`],
    ['{NAME} words', (name, words) => `{${name}} ${words}`],
    ['(NAME) words', (name, words) => `(${name}) ${words}`],
    ['Name> words', (name, words) => `${mixed(name)}> ${words}`],
    ['Name >> words', (name, words) => `${mixed(name)} >> ${words}`],
    ['NAME - words', (name, words) => `${name} - ${words}`],
    ['NAME – words', (name, words) => `${name} – ${words}`],
    ['Name — words', (name, words) => `${mixed(name)} — ${words}`],
    ['NAME—words', (name, words) => `${name}—${words}`],
    ['NAME -- words', (name, words) => `${name} -- ${words}`],
    ['NAME (aside) - words', (name, words) => `${name} (aside) - ${words}`],
    ['NAME......words', (name, words) => `${name}......${words}`],
    ['NAME … words', (name, words) => `${name} … ${words}`],
    ['Name said: words', (name, words) => `${mixed(name)} said: ${words}`],
    ['Name asked softly: words', (name, words) => `${mixed(name)} asked softly: ${words}`],
    ['Name | words', (name, words) => `${mixed(name)} | ${words}`],
    ['Name -> words', (name, words) => `${mixed(name)} -> ${words}`],
    ['"Name": words', (name, words) => `"${mixed(name)}": ${words}`],
    ['## Name above the words', (name, words) => `## ${mixed(name)}\n\n${words}\n`],
  ])('%s', (_, each) => {
    expect(spokenIn(script(each))).toEqual(SPOKEN);
    expect(spokenIn(script(each, '\n\n'))).toEqual(SPOKEN);
  });

  test('names in small letters, and of scripts that have no capitals', () => {
    expect(spokenIn('ines: is it on?\notto: it is now.\nines: good to hear.\notto: quite.\n')).toEqual([
      ['ines', 'is it on?'],
      ['otto', 'it is now.'],
      ['ines', 'good to hear.'],
      ['otto', 'quite.'],
    ]);
    expect(spokenIn('민수: 배가 왔어요?\n지영: 아직요.\n민수: 늦네요.\n지영: 네.\n')[1]).toEqual(['지영', '아직요.']);
    expect(spokenIn('ليلى: أين كنت؟\nسامي: على الرصيف.\nليلى: في الليل؟\nسامي: نعم.\n')[0]).toEqual([
      'ليلى',
      'أين كنت؟',
    ]);
  });

  test('chats with a model, whose answers have several paragraphs', () => {
    const answer = 'It gives light.\n\n- It is old.\n- It is bright.\n\nAsk me more.';
    const spoken = [
      ['User', 'What is it?'],
      ['Assistant', 'It gives light. - It is old. - It is bright. Ask me more.'],
      ['User', 'Is it on?'],
      ['Assistant', 'It is.'],
    ];
    const chat = (user: string, model: string) =>
      `${user}\n\nWhat is it?\n\n${model}\n\n${answer}\n\n${user}\n\nIs it on?\n\n${model}\n\nIt is.\n`;
    expect(spokenIn(chat('## User', '## Assistant'))).toEqual(spoken);
    expect(spokenIn(chat('You said:', 'ChatGPT said:')).map(([speaker]) => speaker)).toEqual([
      'You',
      'ChatGPT',
      'You',
      'ChatGPT',
    ]);
  });

  test('a list of who is in the play is no speech', () => {
    const text =
      'The Quay\n\nCharacters\n\nINES - a keeper\nOTTO - a sailor\n\nINES - Is it out?\nOTTO - It is.\nINES - Light it.\nOTTO - No.\n';
    for (const one of [text, text.replace('Characters\n\n', 'Characters\n')]) {
      expect(spokenIn(one).filter(([speaker]) => speaker !== null)).toHaveLength(4);
    }
  });

  test('speeches of another shape among them are not given to whoever speaks above', () => {
    const text =
      'Rosa said: Who is there?\nTom: Only me.\nRosa said: Come in.\nTom: It is locked.\nRosa asked: Since when?\n';
    expect(refusalOf(text)).toContain('not recognised');
  });

  test('words in corner brackets behind a name; what stands behind them is told', () => {
    const text =
      '太郎「おはよう。\n船は戻ったか？」\n花子「まだです。」と首を振る\n（沈黙）\nケン「（小声で）遅いな。」\n太郎「行こう。」\n花子「はい。」\nケン「うん。」\n';
    expect(spokenIn(text)).toEqual([
      ['太郎', 'おはよう。 船は戻ったか？'],
      ['花子', 'まだです。'],
      [null, 'と首を振る'],
      [null, '（沈黙）'],
      ['ケン', '遅いな。'],
      ['太郎', '行こう。'],
      ['花子', 'はい。'],
      ['ケン', 'うん。'],
    ]);
  });

  test('directions, headings and wrapped lines stand beside them', () => {
    const text =
      'ACT I\n\n[INES] Did you lock\nthe gate?\n[Pause]\n[OTTO] (quietly) I did.\n\nThe lamp goes out.\n\nACT II\n\n[INES, rising] Who is there?\n[OTTO] Nobody.\n';
    expect(spokenIn(text)).toEqual([
      [null, 'ACT I'],
      ['Ines', 'Did you lock the gate?'],
      [null, 'Pause'],
      ['Otto', 'I did.'],
      [null, 'The lamp goes out.'],
      [null, 'ACT II'],
      ['Ines', 'Who is there?'],
      ['Otto', 'Nobody.'],
    ]);
    expect(readScript(Buffer.from(text), { file: 'a.txt' }).lines.at(-1)).toMatchObject({ act: 1, line: 13 });
  });

  test.each<[what: string, text: string]>([
    [
      'a song',
      '[Verse 1]\nI walked along\n\n[Chorus]\nOh, the light\n\n[Verse 2]\nThe gulls slept\n\n[Chorus]\nOh, the light\n',
    ],
    ['a log', '[INFO] Server is up.\n[ERROR] The disk is full.\n[INFO] Trying again now.\n[ERROR] It is full.\n'],
    [
      'a log with dates',
      '2024-03-04 12:01:05 INFO It is up now.\n2024-03-04 12:01:06 WARN It is slow.\n2024-03-04 12:01:07 INFO It is up.\n',
    ],
    [
      'a glossary',
      'Lamp - a thing that gives light.\nQuay - where boats lie.\nGull - a bird of the sea.\nBoat - it swims.\n',
    ],
    [
      'a diary',
      'Monday - We went out to sea.\nTuesday - It rained.\nMonday - We went out again.\nTuesday - It rained again.\n',
    ],
    [
      'a diary with full stops',
      'Monday. We went out.\n\nTuesday. It rained.\n\nMonday. We went out again.\n\nTuesday. It rained.\n',
    ],
    ['settings', 'name: Ada is here\ntitle: The keeper of the light\nname: Tom is here\ntitle: The man of the sea\n'],
    [
      'a poem',
      'The lamp is lit - the night is long\nThe boat is out - the wind is strong\nThe lamp is lit - the night is long\n',
    ],
    [
      'a list of tasks',
      '[x] Buy oil for the lamp.\n[ ] Ask Otto about it.\n[x] Clean the glass now.\n[x] Sleep a little.\n',
    ],
    ['a table of numbers', 'Tom | 12\nSarah | 14\nTom | 15\nSarah | 11\n'],
    [
      'a Japanese novel',
      '太郎は言った「船は戻ったか」\n花子は答えた「まだです」\n太郎は言った「遅いな」\n花子は答えた「はい」\n',
    ],
  ])('%s names nobody so', (_, text) => {
    expect(refusalOf(text)).toMatch(/layout of this script is not recognised|nobody speaks/);
  });

  test('what was seen of such names is told where they are too few', () => {
    const told = 'The lamp burns low tonight.\n'.repeat(9);
    expect(refusalOf(`[INES] Is it on?\n${told}[OTTO] It is.\n${told}[INES] Good.\n`)).toContain(
      '3 lines look like "[NAME] words"',
    );
  });

  test('who speaks does not depend on what is said', () => {
    const words = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){2,6}[.?!]$/);
    const turns = fc.array(fc.tuple(fc.constantFrom('INES', 'OTTO', 'ADA'), words), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(turns, fc.constantFrom('[N] W', 'N> W', 'N - W', 'N......W', '{N} W'), (spoken, shape) => {
        const text = spoken.map(([name, said]) => shape.replace('N', name).replace('W', () => said)).join('\n');
        expect(spokenIn(text).map(([speaker, content]) => [speaker?.toUpperCase(), content])).toEqual(spoken);
      }),
    );
  });
});

describe('logs of IRC', () => {
  const messages: readonly [string, string][] = [
    ['ines', 'Anyone on the pier?'],
    ['otto_', 'Only me: <3'],
    ['ines', 'The lamp is out.'],
    ['otto_', '* no'],
  ];

  test.each<[shown: string, each: (nick: string, words: string, at: number) => string]>([
    ['<nick> words', (nick, words) => `<${nick}> ${words}`],
    ['[12:01] <nick> words', (nick, words, at) => `[12:0${at}] <${nick}> ${words}`],
    ['12:01 <@nick> words', (nick, words, at) => `12:0${at} <@${nick}> ${words}`],
    ['12:01 < nick> words', (nick, words, at) => `12:0${at} < ${nick}> ${words}`],
    ['[2024-03-04 12:01:05] <nick> words', (nick, words, at) => `[2024-03-04 12:0${at}:05] <${nick}> ${words}`],
    ['Mar 04 12:01:05 <nick>⇥words', (nick, words, at) => `Mar 04 12:0${at}:05 <${nick}>\t${words}`],
    ['WeeChat’s files', (nick, words, at) => `2024-03-04 12:0${at}:05\t${nick}\t${words}`],
    ['WeeChat’s screen', (nick, words, at) => `12:0${at}:05  ${nick} | ${words}`],
  ])('%s', (_, each) => {
    expect(spokenIn(messages.map(([nick, words], at) => each(nick, words, at)).join('\n'))).toEqual(messages);
  });

  test('what the program tells and what somebody does are nobody’s words', () => {
    const text =
      '--- Log opened Mon Mar 04 12:00:00 2024\n12:01 -!- otto [~o@host] has joined #quay\n12:02 < otto> Anyone?\n12:02 <@ines> Only me.\n12:02  * ines waves\n12:03 < otto> It is out.\n';
    expect(spokenIn(text)).toEqual([
      [null, '--- Log opened Mon Mar 04 12:00:00 2024'],
      [null, 'otto [~o@host] has joined #quay'],
      ['otto', 'Anyone?'],
      ['ines', 'Only me.'],
      [null, 'ines waves'],
      ['otto', 'It is out.'],
    ]);
  });

  test('markup is no log, broken or not', () => {
    expect(refusalOf('<speaker> Ines\n<line> Is it on?\n<speaker> Otto\n<line> It is.</line>\n')).toContain(
      'XML is broken',
    );
  });
});

describe('more signs that set a name off', () => {
  const speeches: [string, string][] = [
    ['Ines', 'Is it on?'],
    ['Otto', 'It is 1/2 on.'],
    ['Stationmaster', 'Mind the step.'],
    ['Ines', 'Which step?'],
  ];
  test.each<[string, (name: string, words: string) => string]>([
    ['Name/ words', (name, words) => `${name}/ ${words}`],
    ['NAME/words', (name, words) => `${name.toUpperCase()}/${words}`],
    ['**[Name]** words', (name, words) => `**[${name}]** ${words}`],
    ['**[Name]:** words', (name, words) => `**[${name}]:** ${words}`],
    ['*[Name]* words', (name, words) => `*[${name}]* ${words}`],
    ['# Name: words', (name, words) => `# ${name}: ${words}`],
    ['#Name: words', (name, words) => `#${name}: ${words}`],
  ])('%s', (_, each) => {
    for (const between of ['\n', '\n\n'])
      expect(spokenIn(speeches.map(([name, words]) => each(name, words)).join(between))).toEqual(speeches);
  });

  test('paths, dates and links in bold are no names', () => {
    for (const text of [
      'src/readers/index.ts\nsrc/readers/play.ts\nsrc/cli/main.ts\nsrc/cli/print.ts\n',
      '**[Harbour](https://quay.example/a)** The first page.\n**[Harbour](https://quay.example/b)** The second page.\n**[Lamp](https://quay.example/c)** The third.\n',
    ])
      expect(refusalOf(text)).toContain('not recognised');
  });
});
