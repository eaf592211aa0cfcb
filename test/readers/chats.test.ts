import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { refusalOf, spokenIn } from './read.js';

type Spoken = [speaker: string | null, content: string][];
const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const lineNumbers = (text: string, file: string) =>
  readScript(Buffer.from(text), { file }).lines.map(({ line }) => line);

describe('rows of chats and data sets', () => {
  const header = { user_name: 'Ann', character_name: 'Ada', create_date: 'x', chat_metadata: {} };
  const conversation = [
    { from: 'human', value: 'Is it out?' },
    { from: 'gpt', value: 'It is.' },
  ];
  const messages = [
    { role: 'system', content: 'You are Ada.' },
    { role: 'user', content: 'Is it out?' },
    { role: 'assistant', content: [{ type: 'text', text: 'It is.' }] },
    { role: 'tool', content: '42' },
    { role: 'assistant', content: null, tool_calls: [] },
    { role: 'assistant', name: 'Ada', content: 'Quite.' },
  ];
  const model: Spoken = [
    [null, 'You are Ada.'],
    ['user', 'Is it out?'],
    ['assistant', 'It is.'],
    [null, '42'],
    ['Ada', 'Quite.'],
  ];
  const rows = [
    { speaker: 'Ada', text: 'Out?' },
    { speaker: 'Tom', text: 'Yes.' },
  ];
  const shareGpt: Spoken = [
    ['human', 'Is it out?'],
    ['gpt', 'It is.'],
  ];
  const lines: Spoken = [
    ['Ada', 'Out?'],
    ['Tom', 'Yes.'],
  ];

  test.each<[name: string, text: string, spoken: Spoken]>([
    [
      'a SillyTavern chat: its header is no message, what the program says is nobody’s',
      jsonl(
        header,
        { name: 'Ada', is_user: false, is_system: false, mes: '*nods* Is it out, {{user}}?', swipes: ['no'] },
        { name: 'SillyTavern System', is_system: true, mes: 'Welcome.' },
        { name: 'Ann', is_user: true, mes: 'It is.' },
      ),
      [
        ['Ada', '*nods* Is it out, Ann?'],
        [null, 'Welcome.'],
        ['Ann', 'It is.'],
      ],
    ],
    ['messages, a row a conversation', jsonl({ messages }), model],
    ['messages as one list', JSON.stringify([{ messages }], null, 1), model],
    ['messages of one conversation', JSON.stringify({ messages }, null, 1), model],
    ['messages, each a row', jsonl(...messages), model],
    ['ShareGPT', jsonl({ id: 'a', conversations: conversation }), shareGpt],
    ['ShareGPT as one list', JSON.stringify([{ conversations: conversation }]), shareGpt],
    [
      'ShareGPT with a system text beside it',
      JSON.stringify([{ system: 'You are Ada.', conversations: conversation }]),
      [[null, 'You are Ada.'], ...shareGpt],
    ],
    ['lines as one list', JSON.stringify(rows, null, 2), lines],
    ['lines under a key', JSON.stringify({ title: 'x', lines: rows }), lines],
    ['scenes under their names', JSON.stringify({ 'Scene 1': rows.slice(0, 1), 'Scene 2': rows.slice(1) }), lines],
    [
      'keys in capitals',
      JSON.stringify([
        { Speaker: 'Ada', Text: 'Out?' },
        { Speaker: 'Tom', Text: 'Yes.' },
      ]),
      lines,
    ],
    [
      'a transcript with segments',
      JSON.stringify({
        language: 'en',
        segments: rows.map((row, k) => ({ start: k, end: k + 1, words: [{ word: 'x' }], ...row })),
      }),
      lines,
    ],
  ])('%s', (_, text, spoken) => {
    expect(spokenIn(text)).toEqual(spoken);
  });

  test('a row that holds a conversation is a scene, and a list tells the lines of its rows', () => {
    const text = jsonl({ conversations: conversation }, { conversations: conversation });
    expect(readScript(Buffer.from(text), { file: 'a.jsonl' }).lines.map(({ act }) => act)).toEqual([0, 0, 1, 1]);
    expect(lineNumbers(JSON.stringify(rows, null, 2), 'a.json')).toEqual([2, 6]);
  });

  test.each([
    [
      'a comma is missing',
      '[{"speaker":"Ada","text":"x"}\n{"speaker":"Tom","text":"y"}]',
      /^a\.json:2: the JSON is broken/,
    ],
    [
      'it is cut off between rows',
      '[{"speaker":"Ada","text":"x"},\n',
      /^a\.json:2: the JSON is cut off\. Get the whole file again/,
    ],
    ['it is cut off in a row', '[{"speaker":"Ada","text":"x"},\n{"speaker":"T', /^a\.json:2: the JSON is broken/],
    ['it holds no rows', '{"a":1}', /holds no list of messages or lines/],
    [
      'it is a card',
      '{"spec":"chara_card_v2","data":{"name":"Ada"}}',
      /this is a character card and no script\. Name it as a role: rolellm profile-build --roles "a\.json"$/,
    ],
  ])('where %s, it says so', (_, text, says) => {
    expect(refusalOf(text, 'a.json')).toMatch(says);
  });

  test('speaker_column is advised only where there are keys to name', () => {
    expect(refusalOf(jsonl({ wer: 'Ada', was: 'x' }), 'a.jsonl')).toContain('Name the keys with "speaker_column"');
    for (const row of [
      { id: 1 },
      { instruction: 'x', output: 'y' },
      { prompt: 'x', response: 'y' },
      { text: 'x' },
      { role: 'Ada', question: 'x', generated: ['y'] },
    ]) {
      expect(refusalOf(jsonl(row), 'a.jsonl')).not.toContain('speaker_column');
    }
  });

  test('any rows in any layout of JSON read back as they are', () => {
    const said = fc.record({
      speaker: fc.constantFrom('Ada', 'Tom [x]', '宝儿'),
      text: fc.stringMatching(/^[\p{L}"\\{}[\],:']{1,12}$/u),
    });
    fc.assert(
      fc.property(fc.array(said, { minLength: 1 }), fc.constantFrom(0, 1, 2), (all, indent) => {
        expect(spokenIn(JSON.stringify(all, null, indent))).toEqual(all.map(({ speaker, text }) => [speaker, text]));
      }),
    );
  });
});

describe('exports of chat programs in JSON', () => {
  const author = (id: string, name: string, nickname: string | null = null) => ({ id, name, nickname, isBot: false });
  const discord = (...messages: object[]) =>
    JSON.stringify(
      { guild: { id: '1', name: 'Quay' }, channel: { id: '2', name: 'lamp' }, messages, messageCount: 3 },
      null,
      2,
    );

  test('Discord: nicknames speak, events do not; two who bear one nickname are told apart', () => {
    const text = discord(
      { id: '1', type: 'Default', content: 'Out?', author: author('5', 'ada1', 'Ada'), attachments: [] },
      {
        id: '2',
        type: 'Reply',
        content: 'Yes: it is.',
        author: author('6', 'tom'),
        mentions: [{ id: '5', name: 'ada1' }],
      },
      { id: '3', type: 'GuildMemberJoin', content: 'Joined the server.', author: author('6', 'tom') },
      { id: '4', type: 'Default', content: '', author: author('6', 'tom'), attachments: [{ url: 'x' }] },
    );
    expect(spokenIn(text, 'a.json')).toEqual([
      ['Ada', 'Out?'],
      ['tom', 'Yes: it is.'],
      [null, 'Joined the server.'],
    ]);
    const two = discord(
      { type: 'Default', content: 'Out?', author: author('5', 'ada1', 'Ada') },
      { type: 'Default', content: 'No.', author: author('7', 'ada2', 'Ada') },
    );
    expect(spokenIn(two).map(([speaker]) => speaker)).toEqual(['Ada (ada1)', 'Ada (ada2)']);
  });

  test('Telegram: one chat or all of them; service messages and forwarded ones are nobody’s words', () => {
    const chat = (...messages: object[]) => ({ name: 'Tom', type: 'personal_chat', id: 1, messages });
    const one = chat(
      { id: 1, type: 'service', date: '2024', actor: 'Ada', action: 'phone_call', text: '' },
      { id: 2, type: 'message', date: '2024', from: 'Ada', text: ['Is ', { type: 'bold', text: 'it' }, ' out?'] },
      { id: 3, type: 'message', date: '2024', from: 'Tom', forwarded_from: 'Nan', text: 'I am Nan.' },
      { id: 4, type: 'message', date: '2024', from: null, text: 'Gone.' },
    );
    const spoken: Spoken = [
      ['Ada', 'Is it out?'],
      [null, 'I am Nan.'],
      [null, 'Gone.'],
    ];
    expect(spokenIn(JSON.stringify(one))).toEqual(spoken);
    const all = {
      about: 'x',
      chats: { about: 'y', list: [one, chat({ id: 5, type: 'message', date: '2024', from: 'Tom', text: 'Hm.' })] },
    };
    expect(spokenIn(JSON.stringify(all, null, 1))).toEqual([...spoken, ['Tom', 'Hm.']]);
  });
});

describe('WhatsApp', () => {
  test.each([
    ['12/31/23, 9:15 PM - '],
    ['12/31/23, 9:15\u202fPM - '],
    ['31/12/2023, 21:15 - '],
    ['31/12/2023 21:15 - '],
    ['31.12.23, 21:15 - '],
    ['2023-12-31, 21:15 - '],
    ['31-12-2023 21:15 - '],
    ['31/12/23 a las 9:15 p. m. - '],
    ['31/12/23 à 21:15 - '],
    ['31.12.23, 21:15 Uhr - '],
    ['2023/12/31 下午9:15 - '],
    ['2023年12月31日 下午9:15 - '],
    ['2023. 12. 31. 오후 9:15 - '],
    ['[31.12.23, 21:15:03] '],
    ['[12/31/23, 9:15:03 PM] '],
    ['[31/12/2023, 9:15:03\u202fp.\u00a0m.] '],
    ['\u200e[2023/12/31 21:15:03] '],
    ['[2023-12-31, 21:15:03] '],
  ])('the stamp %j', (stamp) => {
    const text = `${stamp}Ada Brook: Is it out?\n${stamp}~\u202fTom: It is.\nQuite: so.\n${stamp}Ada Brook: Hm: 10:30?\n`;
    expect(spokenIn(text)).toEqual([
      ['Ada Brook', 'Is it out?'],
      ['Tom', 'It is. Quite: so.'],
      ['Ada Brook', 'Hm: 10:30?'],
    ]);
  });

  test('what the program writes is nobody’s words, and what stands for pictures is no words at all', () => {
    const at = '31/12/23, 21:15 - ';
    const text = [
      'Messages and calls are end-to-end encrypted. Tap to learn more.',
      'Ada changed the subject to “Quay: night”',
      'Tom created group "Quay: day"',
      'Ada: <Media omitted>',
      'Tom: This message was deleted',
      'Ada: IMG-2023.jpg (file attached)',
      'Tom: Come. <This message was edited>',
      '+49 170 1234567: Who?',
    ].map((line) => at + line);
    expect(spokenIn(text.join('\n'))).toEqual([
      [null, 'Messages and calls are end-to-end encrypted. Tap to learn more.'],
      [null, 'Ada changed the subject to “Quay: night”'],
      [null, 'Tom created group "Quay: day"'],
      ['Tom', 'Come.'],
      ['+49 170 1234567', 'Who?'],
    ]);
    const ios =
      '[31.12.23, 21:15:03] Quay: \u200eYou created this group\n[31.12.23, 21:15:09] Ada: \u200eimage omitted\n[31.12.23, 21:16:00] Ada: Out?\n';
    expect(spokenIn(ios)).toEqual([
      [null, 'You created this group'],
      ['Ada', 'Out?'],
    ]);
  });
});

describe("Discord's text", () => {
  const rule = '='.repeat(62);
  const head = `${rule}\nGuild: Quay\nChannel: Text / lamp\nTopic: a: b\n${rule}\n\n`;

  test.each(['[31-Dec-23 09:15 PM]', '[12/31/2023 9:15 PM]', '[31.12.2023 21:15]', '[2023/12/31 21:15]'])(
    'heads such as %s',
    (at) => {
      const text = `${head}${at} ada#1234\nIs it out?\n[not: a head]\n\n${at} tom (pinned)\nIt is.\n\nQuite: so.\n\n{Attachments}\nhttps://x/y.png\n\n{Reactions}\n👍 (2)\n\n\n${at} tom\nJoined the server.\n\n\n${rule}\nExported 3 message(s)\n${rule}\n`;
      expect(spokenIn(text)).toEqual([
        ['ada', 'Is it out? [not: a head]'],
        ['tom', 'It is. Quite: so.'],
        [null, 'Joined the server.'],
      ]);
    },
  );

  test('accounts of one name keep their numbers', () => {
    const text = `${head}[1/2/2024 9:15 AM] ada#0001\nOne.\n\n[1/2/2024 9:16 AM] ada#0002\nTwo.\n`;
    expect(spokenIn(text).map(([speaker]) => speaker)).toEqual(['ada#0001', 'ada#0002']);
  });
});

describe('transcripts with times', () => {
  const spoken: Spoken = [
    ['Ada Brook', 'Is it out?'],
    ['Tom', 'It is: at 10:30. Quite.'],
    ['Ada Brook', 'Hm.'],
  ];
  test.each([
    ['Otter', 'Ada Brook  0:01  \nIs it out?\n\nTom  0:04  \nIt is: at 10:30.\nQuite.\n\nAda Brook  1:00:09  \nHm.\n'],
    [
      'name and time in brackets',
      'Ada Brook (00:01):\nIs it out?\n\nTom (00:04): It is: at 10:30.\nQuite.\n\nAda Brook (00:09):\nHm.\n',
    ],
    [
      'time in square brackets first',
      '[00:01] Ada Brook: Is it out?\n[00:04] Tom: It is: at 10:30.\n  Quite.\n[00:09] Ada Brook: Hm.\n',
    ],
    [
      'bare time first',
      '00:00:01 Ada Brook: Is it out?\n00:00:04 Tom: It is: at 10:30.\nQuite.\n00:00:09 Ada Brook: Hm.\n',
    ],
    [
      'from one time to another',
      '[00:00:01.000 --> 00:00:03.000] Ada Brook: Is it out?\n[00:00:03.000 --> 00:00:05.000] Tom: It is: at 10:30. Quite.\n[00:00:05.000 --> 00:00:06.000] Ada Brook: Hm.\n',
    ],
    [
      "Zoom's chat",
      '10:02:13 From Ada Brook to Everyone: Is it out?\n10:02:15\t From Tom : It is: at 10:30. Quite.\n10:02:20 From Ada Brook To Everyone:\n\tHm.\n',
    ],
    [
      "Zoom's captions",
      '[Ada Brook] 10:02:13\nIs it out?\n\n[Tom] 10:02:20\nIt is: at 10:30. Quite.\n\n[Ada Brook] 10:02:29\nHm.\n',
    ],
    [
      'time, then name, then words',
      '0:01 Ada Brook\nIs it out?\n0:04 Tom\nIt is: at 10:30. Quite.\n0:09 Ada Brook\nHm.\n0:12 Tom\n',
    ],
    ['dash between', 'Ada Brook - 00:01\nIs it out?\nTom - 00:04\nIt is: at 10:30. Quite.\nAda Brook - 00:09\nHm.\n'],
  ])('%s', (_, text) => {
    expect(spokenIn(text)).toEqual(spoken);
  });

  test('a line without a name among lines with one is nobody’s, and its time is no word', () => {
    const text =
      '[00:01] Ada: Out?\n[00:03] Tom: Yes.\n[00:05] and more\n[00:06] Ada: Hm.\nTranscribed by https://otter.ai\n';
    expect(spokenIn(text)).toEqual([
      ['Ada', 'Out?'],
      ['Tom', 'Yes.'],
      [null, 'and more'],
      ['Ada', 'Hm.'],
      [null, 'Transcribed by https://otter.ai'],
    ]);
  });

  test('who starts and stops the recording says nothing', () => {
    const text =
      'Ada Brook started transcription\n\nAda Brook   0:03\nIs it out?\n\nTom   0:06\nIt is.\n\nAda Brook   0:09\nHm.\n\nAda Brook stopped transcription\n';
    expect(spokenIn(text)).toEqual([
      [null, 'Ada Brook started transcription'],
      ['Ada Brook', 'Is it out?'],
      ['Tom', 'It is.'],
      ['Ada Brook', 'Hm.'],
      [null, 'Ada Brook stopped transcription'],
    ]);
  });

  test('directions and times within a speech are not spoken, other words in brackets are', () => {
    const text =
      '[00:01] Ada: (laughs) Is it [00:00:03] out?\n[00:04] Tom: It is (or was). [inaudible]\n[00:09] Ada: (sighs)\n';
    expect(spokenIn(text)).toEqual([
      ['Ada', 'Is it out?'],
      ['Tom', 'It is (or was).'],
      [null, '(sighs)'],
    ]);
  });

  test.each([
    [
      'a header above',
      'Lamp watch (2031-04-02 09:00 GMT) - Transcript\nAttendees\nAda Brook, Tom\nTranscript\n00:00:00\nAda Brook: Is it out?\nTom: It is.\n',
    ],
    [
      'the end told below',
      '00:00:00\n \nAda Brook: Is it out?\nTom: It is.\n\nTranscription ended after 00:00:20\nThis editable transcript was computer generated and might contain errors.\n',
    ],
    ['nothing but a time', '00:00:00\n\nAda Brook: Is it out?\n\nTom: It is.\n'],
  ])("a very short transcript of Google Meet is read by its times' own lines: %s", (_, text) => {
    expect(spokenIn(text).filter(([speaker]) => speaker !== null)).toEqual([
      ['Ada Brook', 'Is it out?'],
      ['Tom', 'It is.'],
    ]);
  });

  test('times without speakers are refused with words that say why', () => {
    expect(refusalOf('[00:01] Is it out?\n[00:04] It is out now\n[00:09] Then we wait\n')).toMatch(
      /these lines have times and no speakers/,
    );
  });
});

describe("Cornell's movie lines", () => {
  const line = (number: number, person: string, film: string, name: string, words: string) =>
    `L${number} +++$+++ ${person} +++$+++ ${film} +++$+++ ${name} +++$+++ ${words}`;

  test('they are read in the order of their numbers; a gap is another conversation; one name in two films is two persons', () => {
    const text = [
      line(12, 'u0', 'm0', 'ADA', 'Later.'),
      line(3, 'u1', 'm0', 'TOM', 'It is: yes.'),
      line(2, 'u0', 'm0', 'ADA', 'Out?'),
      line(20, 'u5', 'm1', 'TOM', 'Another film.'),
      line(21, 'u6', 'm1', 'NAN', ''),
    ].join('\n');
    const { lines } = readScript(Buffer.from(text), { file: 'movie_lines.txt' });
    expect(lines.map(({ speaker, content, act, line: at }) => [speaker, content, act, at])).toEqual([
      ['Ada', 'Out?', 0, 3],
      ['Tom (m0)', 'It is: yes.', 0, 2],
      ['Ada', 'Later.', 1, 1],
      ['Tom (m1)', 'Another film.', 2, 4],
    ]);
  });

  test('the other files of the corpus are refused with the name of the right one', () => {
    for (const text of ["u0 +++$+++ u2 +++$+++ m0 +++$+++ ['L194', 'L195']", 'm0 +++$+++ a film +++$+++ 1999']) {
      expect(refusalOf(text)).toMatch(/movie_lines\.txt/);
    }
  });
});

test('messages of Telegram need no date', () => {
  const messages = [
    { id: 1, type: 'service', actor: 'Ines', action: 'create_group' },
    { id: 2, type: 'message', from: 'Ines', text: 'Is it on?' },
    { id: 3, type: 'message', from: 'Otto', text: ['It ', { type: 'bold', text: 'is' }, '.'] },
  ];
  expect(spokenIn(JSON.stringify({ name: 'Quay', type: 'personal_chat', id: 7, messages }))).toEqual([
    ['Ines', 'Is it on?'],
    ['Otto', 'It is.'],
  ]);
});
