import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renpy } from '../../src/readers/renpy.js';
import { refusalOf, spokenIn } from './read.js';

const start = (...lines: string[]) => ['label start:', ...lines.map((line) => `    ${line}`)].join('\n');

describe("Ren'Py", () => {
  test.each<[name: string, text: string, spoken: [string | null, string][]]>([
    [
      'characters by their definitions, with attributes, transitions and arguments behind the text',
      `define a = Character("Ada", color="#fff")\ndefine t = Character(_('Tom'))\ndefine nv = Character(name="Nan", kind=nvl)\n${start(
        'a "One."',
        'a happy -wet "Two." with vpunch',
        "t @ sad 'Three.' (what_size=20)",
        'nv "Four." nointeract',
      )}`,
      [
        ['Ada', 'One.'],
        ['Ada', 'Two.'],
        ['Tom', 'Three.'],
        ['Nan', 'Four.'],
      ],
    ],
    [
      'narration, names in quotes, a line that is extended',
      start('"It was dusk."', '"Stranger" "Good evening."', 'extend " To all."', 'centered "The end"'),
      [
        [null, 'It was dusk.'],
        ['Stranger', 'Good evening. To all.'],
        [null, 'The end'],
      ],
    ],
    [
      'choices of a menu are nobody’s words; what is said below them is',
      `define a = Character("Ada")\n${start('menu:', '    "What now?"', '    "Go" if ready:', '        a "We go."', '    "Stay" (1):', '        pass')}`,
      [
        [null, 'What now?'],
        ['Ada', 'We go.'],
      ],
    ],
    [
      'code, screens and other statements say nothing',
      `init python:\n    a = "no"\nscreen s():\n    text "no"\nimage x = "no.png"\n# a "no"\n${start(
        'play music "no.ogg"',
        'voice "no.ogg"',
        'show bg "no"',
        '$ x = "no"',
        'python:',
        '    y = "no"',
        'a "Yes." # "no"',
      )}`,
      [['a', 'Yes.']],
    ],
    [
      'text tags are taken out, escapes and known variables resolved',
      `default who = "Ada"\ndefine p = Character("[who]")\n${start('p "I am {b}[who]{/b}{w=1.0}, \\"100%%\\" [[sure] {{so}."', 'p "[other!t]"')}`,
      [
        ['Ada', 'I am Ada , "100%" [sure] {so}.'],
        ['Ada', '[other!t]'],
      ],
    ],
    [
      'a long text of several paragraphs, and who is defined by another character',
      `define a = Character("Ada")\ndefine a2 = Character(kind=a, what_italic=True)\n${start('a2 """', '    One', '    line.', '', '    Two.', '    """', 'a "Three."')}`,
      [
        ['Ada', 'One line.'],
        ['Ada', 'Two.'],
        ['Ada', 'Three.'],
      ],
    ],
    [
      'characters that other statements make, without a name, of another module',
      `define narrator = Character(None)\ninit:\n    $ b = Character('Ben')\ndefine e = DynamicCharacter("player")\ndefault player = "Eve"\n${start('narrator "Dusk."', 'b "Hm."', 'e "Ah."')}`,
      [
        [null, 'Dusk.'],
        ['Ben', 'Hm.'],
        ['Eve', 'Ah.'],
      ],
    ],
  ])('%s', (_, text, spoken) => {
    expect(spokenIn(text, 'script.rpy')).toEqual(spoken);
  });

  test('it is recognised without its ending, and labels are scenes', () => {
    const text = 'define a = Character("Ada")\nlabel one:\n    a "One."\nlabel two:\n    a "Two."\n';
    expect(renpy.recognise(text, { file: 'a.txt' })).toBe(1);
    expect(renpy.read(text, { file: 'a.txt' }).map(({ act, line }) => [act, line])).toEqual([
      [0, 3],
      [1, 5],
    ]);
  });

  test('any words in quotes read back as they were', () => {
    const words = fc
      .stringMatching(/^[a-zé"\\ ']{1,30}$/)
      .filter((text) => text.trim() !== '' && !/\s{2}|^\s|\s$/.test(text));
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 5 }), (all) => {
        const text = start(...all.map((one) => `a "${one.replace(/["\\]/g, '\\$&')}"`));
        expect(spokenIn(text, 'a.rpy')).toEqual(all.map((one) => ['a', one]));
      }),
    );
  });
});

describe('Yarn Spinner', () => {
  const node = (title: string, ...lines: string[]) => `title: ${title}\ntags: x\n---\n${lines.join('\n')}\n===\n`;

  test.each<[name: string, lines: string[], spoken: [string | null, string][]]>([
    [
      'a name before the colon speaks; commands, comments, hashtags and markup do not',
      [
        'Ada: Is the [wave]lamp[/wave] out? #line:0a1 #sad',
        '<<wait 2>>',
        '// Tom: no',
        'Tom: It is. <<if $x>>',
        'It rains.',
      ],
      [
        ['Ada', 'Is the lamp out?'],
        ['Tom', 'It is.'],
        [null, 'It rains.'],
      ],
    ],
    [
      'choices are nobody’s words; what is said below them is',
      ['-> Ada: Go', '    Tom: We go.', '-> Stay <<if $x>>', '[[Link|Node]]', '=> Tom: Or not.'],
      [
        ['Tom', 'We go.'],
        ['Tom', 'Or not.'],
      ],
    ],
    [
      'escaped colons are words, variables that are set are filled in, sentences are no names',
      ['<<declare $who = "Ada">>', 'Tom: Hello, {$who} {$what}.', 'I say\\: no.', 'Wait! I know: it is he.'],
      [
        ['Tom', 'Hello, Ada {$what}.'],
        [null, 'I say: no.'],
        [null, 'Wait! I know: it is he.'],
      ],
    ],
  ])('%s', (_, lines, spoken) => {
    expect(spokenIn(node('Start', ...lines))).toEqual(spoken);
  });

  test('nodes are scenes and their headers are nobody’s words', () => {
    expect(spokenIn(node('One', 'Ada: Hm.') + node('Two', 'Narrator: Night.', 'Ada: Ah.'), 'a.yarn')).toEqual([
      ['Ada', 'Hm.'],
      [null, 'Night.'],
      ['Ada', 'Ah.'],
    ]);
  });
});

test.each([
  ['Ink', 'a.ink', 'Hello.\n-> END\n'],
  ['Ink', 'a.txt', '-> quay\n\n=== quay ===\nMartha: Is it in?\n* [Wait] You wait.\n-> END\n'],
  ['Ink', 'a.json', '{"inkVersion":21,"root":[]}'],
  ['Twee', 'a.twee', ':: One\nHello.\n'],
  ['Twee', 'a.txt', ':: StoryTitle\nQuay\n\n:: Start\nMartha: Is it in? [[No->Two]]\n'],
  ['Twee', 'a.html', '<html><tw-storydata name="Quay"></tw-storydata></html>'],
])('%s is refused by its name with what to do (%s)', (name, file, text) => {
  expect(refusalOf(text, file)).toMatch(
    new RegExp(`^${file}: this is a story in ${name}.*which rolellm cannot read\\. Write what`),
  );
});

test('choices of Yarn Spinner that jump are no Ink', () => {
  const text =
    'title: Quay\ntags:\n---\nInes: Is it on?\n-> Look\n    Otto: It is.\n-> END\n    -> END\n===\ntitle: Leave\n---\nOtto: Good night.\n===\n';
  expect(spokenIn(text)).toEqual([
    ['Ines', 'Is it on?'],
    ['Otto', 'It is.'],
    ['Otto', 'Good night.'],
  ]);
});
