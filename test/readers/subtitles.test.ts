import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { refusalOf, spokenIn } from './read.js';

const clock = (at: number) => `00:00:${String(at).padStart(2, '0')},000`;
const srt = (...titles: string[]) =>
  titles.map((title, k) => `${k + 1}\n${clock(k)} --> ${clock(k + 1)}\n${title}\n`).join('\n');

describe('SubRip', () => {
  test.each<[name: string, titles: string[], spoken: [string | null, string][]]>([
    [
      'labels in capitals, two speakers in one title',
      ['ADA: The lamp is out.', '- ADA: Who did it?\n- TOM: I did,\nma’am.'],
      [
        ['Ada', 'The lamp is out.'],
        ['Ada', 'Who did it?'],
        ['Tom', 'I did, ma’am.'],
      ],
    ],
    [
      'labels in title case where most titles have one, as meetings are transcribed',
      ['Ada Brook: Good morning.', 'Speaker 2: Morning.', 'SPEAKER_03: Hello.'],
      [
        ['Ada Brook', 'Good morning.'],
        ['Speaker 2', 'Morning.'],
        ['Speaker_03', 'Hello.'],
      ],
    ],
    [
      'markup, overrides, sounds and directions are not spoken',
      [
        '{\\an8}<i>ADA (quietly): The <b>lamp</b> [SIGHS] is out.</i>',
        '[THUNDER\nROLLS]',
        '♪ La la ♪',
        '>> TOM: Well?',
      ],
      [
        ['Ada', 'The lamp is out.'],
        [null, 'THUNDER ROLLS'],
        [null, '♪ La la ♪'],
        ['Tom', 'Well?'],
      ],
    ],
    [
      'a sentence goes on in the next title; what begins anew without a name is nobody’s',
      ['ADA: If the lamp', 'goes out again,', 'ADA: we are lost.', 'Certainly.', '- No!'],
      [
        ['Ada', 'If the lamp goes out again, we are lost.'],
        [null, 'Certainly.'],
        [null, 'No!'],
      ],
    ],
    [
      'a word before a colon is no name where titles have no names',
      ['ADA: Come.', 'Remember: never wait.', 'I think so.', 'NOTE: keep out', 'Well then.'],
      [
        ['Ada', 'Come.'],
        [null, 'Remember: never wait.'],
        [null, 'I think so.'],
        [null, 'NOTE: keep out'],
        [null, 'Well then.'],
      ],
    ],
    [
      'Chinese names and colons',
      ['玛莎：船回来了吗？', '男孩：还没有。'],
      [
        ['玛莎', '船回来了吗？'],
        ['男孩', '还没有。'],
      ],
    ],
  ])('%s', (_, titles, spoken) => {
    expect(spokenIn(srt(...titles), 'film.srt')).toEqual(spoken);
  });

  test('names in brackets before the words, or above them; sounds and manners are none', () => {
    const titles = [
      '(ADA) Is it you?',
      '(TOM)\nOnly me,\nand the dog.',
      '- (ADA) Close it.\n- (TOM) Why?',
      '(ADA ON PHONE) Hello?',
      '(WIND HOWLING)',
      '(PHONE RINGS) (ADA) It rings.',
      '(SCOFFS) Never.',
      '(SCOFFS) Well.',
    ];
    const spoken = [
      ['Ada', 'Is it you?'],
      ['Tom', 'Only me, and the dog.'],
      ['Ada', 'Close it.'],
      ['Tom', 'Why?'],
      ['Ada', 'Hello?'],
      [null, 'WIND HOWLING'],
      ['Ada', 'It rings.'],
      [null, 'Never.'],
      [null, 'Well.'],
    ];
    const square = titles.map((title) => title.replaceAll('(', '[').replaceAll(')', ']'));
    expect(spokenIn(srt(...titles))).toEqual(spoken);
    expect(spokenIn(srt(...square))).toEqual(spoken);
    const mixed = square.map((title) => title.replaceAll(/(?<=[A-Z])[A-Z]+/g, (word) => word.toLowerCase()));
    expect(spokenIn(srt(...mixed)).map(([speaker]) => speaker)).toEqual(spoken.map(([speaker]) => speaker));
    expect(
      spokenIn(srt('（罗莎）你好。', '（笑）好。', '（罗莎）走吧。', '（笑）好。')).map(([speaker]) => speaker),
    ).toEqual(['罗莎', null, '罗莎', null]);
  });

  test('sounds alone in brackets name nobody', () => {
    const heard = ['SIGHS', 'SIGHS', 'IN FRENCH', 'IN FRENCH', 'GUNSHOT', 'GUNSHOT', '2019', '2019'];
    expect(refusalOf(srt(...heard.map((sound) => `(${sound}) Well.`)))).toMatch(/do not say who speaks/);
  });

  test('subtitles without speakers are refused by their name, whatever their ending', () => {
    for (const file of ['film.srt', 'film.txt']) {
      expect(refusalOf(srt('Is the boat in?', 'Not yet.'), file)).toMatch(
        new RegExp(
          `^${file}: these SubRip subtitles do not say who speaks: 2 titles and no name\\. Take subtitles with`,
        ),
      );
    }
  });

  test('an empty line inside a title does not end it', () => {
    expect(
      spokenIn(
        '1\n00:00:01,000 --> 00:00:02,000\nADA: One\n\nand two.\n\n2\n00:00:03,000 --> 00:00:04,000\nTOM: Three.\n',
      ),
    ).toEqual([
      ['Ada', 'One and two.'],
      ['Tom', 'Three.'],
    ]);
  });
});

describe('WebVTT', () => {
  test('voice tags say who speaks, and then a word before a colon is only a word', () => {
    const text = [
      'WEBVTT - a meeting\nKind: captions',
      'NOTE Confidence: 0.9',
      'STYLE\n::cue(v) { color: red }',
      'intro\n00:01.000 --> 00:02.000 align:start position:0%\n<v Ada Brook>Is the <i>lamp</i></v>',
      '00:02.000 --> 00:03.000\n<v.loud Ada Brook>out? I ask: is it?</v>\n<v Tom>It &amp; <00:02.500>I are.',
      '00:03.000 --> 00:04.000\nNobody: knows.',
    ].join('\n\n');
    expect(spokenIn(text, 'meeting.vtt')).toEqual([
      ['Ada Brook', 'Is the lamp out? I ask: is it?'],
      ['Tom', 'It & I are.'],
      [null, 'Nobody: knows.'],
    ]);
  });

  test('names before the words, as Zoom writes them', () => {
    expect(
      spokenIn(
        'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAda Brook: So,\n\n2\n00:00:02.000 --> 00:00:03.000\nAda Brook: shall we?\n',
      ),
    ).toEqual([['Ada Brook', 'So, shall we?']]);
  });

  test('without names it is refused', () => {
    expect(refusalOf('WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n', 'a.vtt')).toMatch(
      /these WebVTT subtitles do not say who speaks/,
    );
  });
});

test('SBV and MicroDVD are subtitles too', () => {
  expect(spokenIn('0:00:01.000,0:00:02.000\nADA: Come.\n\n0:00:02.000,0:00:03.000\nTOM: No.\n')).toEqual([
    ['Ada', 'Come.'],
    ['Tom', 'No.'],
  ]);
  expect(spokenIn('{25}{75}ADA: Come.\n{76}{99}- TOM: No.|- ADA: Yes.\n')).toEqual([
    ['Ada', 'Come.'],
    ['Tom', 'No.'],
    ['Ada', 'Yes.'],
  ]);
});

describe('ASS and SSA', () => {
  const head = '[Script Info]\nTitle: A: b\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n';
  const format = 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n';
  const event = (name: string, text: string, kind = 'Dialogue') =>
    `${kind}: 0,0:00:01.00,0:00:02.00,Default,${name},0,0,0,,${text}\n`;

  test('the field Name says who speaks; overrides, drawings, signs and comments are nobody’s words', () => {
    const events = [
      event('Ada', '{\\i1}Is the lamp{\\i0}\\Nout, Tom?'),
      event('Tom', 'It is,\\hma’am: quite.'),
      event('Ada', 'Not said.', 'Comment'),
      event('', '{\\p1}m 0 0 l 10 10{\\p0}'),
      event('Sign', 'QUAY: CLOSED'),
      event('', 'Who says this?'),
    ];
    expect(spokenIn(head + format + events.join(''), 'film.ass')).toEqual([
      ['Ada', 'Is the lamp out, Tom?'],
      ['Tom', 'It is, ma’am: quite.'],
      [null, 'QUAY: CLOSED'],
      [null, 'Who says this?'],
    ]);
  });

  test('the order of the fields is as the file says', () => {
    const text = `${head}Format: Start, Name, Text\nDialogue: 0:00:01.00,Ada,Come, Tom.\n`;
    expect(spokenIn(text)).toEqual([['Ada', 'Come, Tom.']]);
  });

  test('where no field has a name, labels do; where there are none either, it is refused', () => {
    expect(spokenIn(head + format + event('', 'ADA: Come.'))).toEqual([['Ada', 'Come.']]);
    expect(refusalOf(head + format + event('', 'Come.'), 'film.ass')).toMatch(
      /these ASS subtitles do not say who speaks/,
    );
  });
});

test('titles written from speeches read back as they are, each with its line', () => {
  const speech = fc.record({
    name: fc.constantFrom('ADA', 'TOM', 'OLD MAN'),
    words: fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.array(speech, { minLength: 1, maxLength: 8 }), (speeches) => {
      const text = srt(...speeches.map(({ name, words }) => `${name}: ${words.join(' ')}.`));
      const { lines } = readScript(Buffer.from(text), { file: 'a.srt' });
      expect(lines.map(({ speaker, content, line }) => [speaker?.toUpperCase(), content, line])).toEqual(
        speeches.map(({ name, words }, k) => [name, `${words.join(' ')}.`, 3 + 4 * k]),
      );
    }),
  );
});

describe("Teams' transcripts", () => {
  const spoken = [
    ['Ada Brook', 'Is it out?'],
    ['Tom Ash', 'It is. Since ten.'],
    ['Ada Brook', 'Then light it.'],
  ];

  test('times of single figures, and the name alone above the words', () => {
    const text =
      '0:0:1.50 --> 0:0:3.0\nAda Brook\nIs it out?\n\n0:0:4.250 --> 0:0:7.9\nTom Ash\nIt is. (laughs)\nSince ten.\n\n0:1:2.0 --> 0:1:4.100\nAda Brook\nThen light it.\n';
    expect(spokenIn(text)).toEqual(spoken);
    expect(spokenIn(`Lamp watch\n\nApril 2, 2031, 9:00AM\n\n2m 11s\n\nNotes are below\n\n${text}`)).toEqual(spoken);
  });

  test('voices with times of single figures', () => {
    expect(spokenIn('WEBVTT\n\n0:0:1.5 --> 0:0:3.0\n<v Ada Brook>Is it out?</v>\n')).toEqual([spoken[0]]);
  });

  test('a film whose titles have two lines has no names above', () => {
    expect(refusalOf(srt('Good Morning\nto all of you.', 'Who was it\nthis time?', 'Good Morning\nto you.'))).toMatch(
      /do not say who speaks: 3 titles and no name/,
    );
  });
});
