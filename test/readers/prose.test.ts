import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prose } from '../../src/readers/prose.js';
import { cpuTime } from '../harness/cpu-time.js';
import { refusalOf, spokenIn } from './read.js';

const read = (text: string, options: object = {}) => prose.read(text, { file: 'a.txt', ...options });
const spoken = (text: string, options: object = {}) =>
  read(text, options).flatMap(({ speaker, content }) => (speaker === null ? [] : [[speaker, content]]));

describe('attribution', () => {
  test.each([
    ['"Come at once," said Holmes.', 'Holmes', 'Come at once.'],
    ['"Come at once," Holmes remarked drily.', 'Holmes', 'Come at once.'],
    ['“It is,” said Holmes, “quite clear.”', 'Holmes', 'It is, quite clear.'],
    ['“It is,” said Holmes. “Come in. We wait.”', 'Holmes', 'It is. Come in. We wait.'],
    [
      '“Wedlock suits you,” said Holmes. “I think, Watson, that you have put on weight.”',
      'Holmes',
      'Wedlock suits you. I think, Watson, that you have put on weight.',
    ],
    ['"What is it?" asked Mrs. Hudson with a sigh.', 'Mrs. Hudson', 'What is it?'],
    ['"What is it?" asked the old woman with a sigh.', 'the old woman', 'What is it?'],
    ['"Seven!" I answered.', 'I', 'Seven!'],
  ])('%s', (text, speaker, content) => {
    expect(spoken(text)).toEqual([[speaker, content]]);
  });

  test('the narrator bears the name that the role file gives', () => {
    expect(spoken('"Seven!" I answered.', { narrator: 'Watson' })).toEqual([['Watson', 'Seven!']]);
  });

  test.each([
    'The case of "Old London" or the "Red House" is known to Holmes.',
    '"Somebody is there." The door opened.',
    '"Well?" said my companion.',
    '"Well?" he asked.',
    '"Brag and bounce!" thought I to myself.',
    'Gregson ran in. Holmes was there. "My dear fellow," he cried, "congratulate me!"',
  ])('nobody is guessed: %s', (text) => {
    const lines = read(text);
    expect(lines.map(({ speaker }) => speaker)).toEqual([null]);
    expect(lines[0]!.content).toBe(text);
  });

  test('he is the person with whom the paragraph begins, if the text calls that person he', () => {
    const before = '"One," said Holmes.\n\nHolmes rubbed his hands.\n\n';
    expect(spoken(`${before}Holmes rose. "Quite so," said he.`)).toEqual([
      ['Holmes', 'One.'],
      ['Holmes', 'Quite so.'],
    ]);
    expect(spoken(`${before}Holmes rose. "Quite so," said she.`)).toEqual([['Holmes', 'One.']]);
    expect(spoken(`${before}Holmes rose. The man bowed. "Quite so," said he.`)).toEqual([['Holmes', 'One.']]);
  });

  test('single quotation marks of British books are told from apostrophes', () => {
    expect(spoken("'It isn't the dogs' fault,' said Tom. 'It's mine.'\n\n'No,' said Ann.")).toEqual([
      ['Tom', "It isn't the dogs' fault. It's mine."],
      ['Ann', 'No.'],
    ]);
  });
});

test('spellings of one person are one speaker, and two persons of one surname stay two', () => {
  const said = (name: string) => `"So," said ${name}.`;
  expect(
    spoken([said('Holmes'), said('Mr. Sherlock Holmes'), said('Holmes')].join('\n\n')).map(([speaker]) => speaker),
  ).toEqual(['Holmes', 'Holmes', 'Holmes']);
  const two = ['Mr. Bennet', 'Mrs. Bennet', 'Mr. Bennet'];
  expect(spoken(two.map(said).join('\n\n')).map(([speaker]) => speaker)).toEqual(two);
});

test('in an exchange of two, unnamed turns go by turns; a wrong turn at its end leaves all of them open', () => {
  const turns = ['"One," said Ann.', '"Two," said Bob.', '"Three."', '"Four."', '"Five," said Ann.'];
  expect(spoken(turns.join('\n\n')).map(([speaker]) => speaker)).toEqual(['Ann', 'Bob', 'Ann', 'Bob', 'Ann']);
  const wrong = [...turns.slice(0, 4), '"Five," said Bob.'];
  expect(spoken(wrong.join('\n\n')).map(([, content]) => content)).toEqual(['One.', 'Two.', 'Five.']);
  const three = [...turns.slice(0, 2), 'The door opened and a man came in.', '"Three."'];
  expect(spoken(three.join('\n\n')).map(([, content]) => content)).toEqual(['One.', 'Two.']);
});

test('a quote that goes on over paragraphs is one speaker’s, narration stands by itself, and lines know where they begin', () => {
  const text =
    'Rain fell\nall day.\n\n"I shall tell\nyou," said Tom.\n"It was late.\n\n"Then it was dark."\n\nThe end.';
  expect(read(text)).toEqual([
    { speaker: null, content: 'Rain fell all day.', act: 0, line: 1 },
    { speaker: 'Tom', content: 'I shall tell you. It was late.', act: 0, line: 4 },
    { speaker: 'Tom', content: 'Then it was dark.', act: 0, line: 8 },
    { speaker: null, content: 'The end.', act: 0, line: 10 },
  ]);
});

test('where two speak in one paragraph, each quote belongs to the name beside it, and one that has none to nobody', () => {
  const text = '"What we dread," said Ann, "is the dark." "I know," said Bob, "and it comes." "So?"';
  expect(read(text).map(({ speaker, content }) => [speaker, content])).toEqual([
    ['Ann', 'What we dread, is the dark.'],
    ['Bob', 'I know, and it comes.'],
    [null, '"So?"'],
  ]);
});

test('what a speaker does beside speaking is narration after the speech', () => {
  expect(read('"Yes," said Tom, rubbing his hands.')).toEqual([
    { speaker: 'Tom', content: 'Yes.', act: 0, line: 1 },
    { speaker: null, content: 'said Tom, rubbing his hands.', act: 0, line: 1 },
  ]);
});

test('chapters are acts', () => {
  const text = '# A Tale\n\nCHAPTER I\n\n"One," said Ann.\n\nChapter II. The Road\n\n"Two," said Ann.';
  expect(read(text).flatMap(({ speaker, act }) => (speaker === null ? [] : [act]))).toEqual([0, 1]);
});

test('dialogues of named speakers read back word for word', () => {
  const name = fc.constantFrom('Ann', 'Bob', 'Mr. Smith', 'Father Brown');
  const words = fc
    .array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 1, maxLength: 6 })
    .map((all) => `So ${all.join(' ')}`);
  const shape = fc.constantFrom(
    (who: string, what: string) => `"${what}," said ${who}.`,
    (who: string, what: string) => `“${what}!” ${who} cried.`,
    (who: string, what: string) => `“${what},” ${who} replied quietly, “${what}.”`,
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, words, shape), { minLength: 1, maxLength: 12 }), (turns) => {
      const read = spoken(turns.map(([who, what, write]) => write(who, what)).join('\n\n'));
      expect(read.map(([speaker]) => speaker)).toEqual(turns.map(([who]) => who));
      for (const [index, [, content]] of read.entries()) expect(content).toContain(turns[index]![1]);
    }),
  );
});

test('any text is read without an error, and no word of it is lost', () => {
  const piece = fc.constantFrom(
    '"',
    '“',
    '”',
    "'",
    ' said Tom',
    'Tom',
    ', ',
    '. ',
    '\n',
    '\n\n',
    'he said',
    // Apart from names: what is part of one is no word that is told or said.
    ' word ',
    '    ',
    '—',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
      ),
      (text) => {
        const lines = read(text);
        for (const { content, line } of lines) {
          expect(content.trim()).not.toBe('');
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
        expect(
          lines
            .map(({ content }) => content)
            .join(' ')
            .split('word').length,
        ).toBe(text.split('word').length);
      },
    ),
    { numRuns: 300 },
  );
});

test('time grows with the length of the text', () => {
  for (const unit of [
    '"',
    '" ',
    '“a ',
    "'a",
    'A ',
    'said Tom ',
    'Tom said "a" ',
    '"a," said Tom.\n\n',
    '"a"\n\n',
    'A’s ',
    '"he said" ',
  ]) {
    const text = unit.repeat(200_000 / unit.length);
    expect(
      cpuTime(() => read(text)),
      unit,
    ).toBeLessThan(4000);
  }
});

describe('plain hyphens before speech', () => {
  const spoken = [
    ['Ann', 'Where is the half-moon key?'],
    ['Peter', 'Under the stairs. I put it there last night.'],
    ['Ann', 'Then who was there?'],
    ['Peter', 'Nobody.'],
  ];
  const named = (text: string) => spokenIn(text).filter(([speaker]) => speaker !== null);

  test('are read as long dashes, with or without a second one before who speaks', () => {
    const told =
      'The kitchen was dark.\n\n- Where is the half-moon key? - asked Ann.\n\n- Under the stairs, - said Peter. - I put it there last night.\n\nAnn looked down.\n\n- Then who was there? - asked Ann.\n\n- Nobody, - answered Peter.\n';
    expect(named(told)).toEqual(spoken);
    expect(named(told.replaceAll(/([,?]) - (asked|said|answered)/g, '$1 $2').replaceAll(' - I', ' I'))).toEqual(spoken);
  });

  test('in a short text without empty lines, what is told between is a paragraph of its own', () => {
    const told =
      'It was dark.\n- Where is it? asked Ann.\n- Under the stairs, said Peter.\nAnn looked down.\n- Who was there? asked Ann.\n';
    expect(spokenIn(told)).toEqual([
      [null, 'It was dark.'],
      ['Ann', 'Where is it?'],
      ['Peter', 'Under the stairs.'],
      [null, 'Ann looked down.'],
      ['Ann', 'Who was there?'],
    ]);
  });

  test('are the marks of a list where its items say nothing of speaking', () => {
    expect(refusalOf('For supper:\n\n- Bread, said Ann\n- Milk\n- Salt\n- Eggs, six of them\n- A lemon\n')).toMatch(
      /not recognised/,
    );
  });
});

test.each(['«', '»'])('a speech of several paragraphs, each begun with %s and only the last one closed', (mark) => {
  const text = `«I waited all night,» said Marie. «The lamp was out.\n\n${mark}Nobody came. The boats were away.\n\n${mark}Then I slept.»\n\n«I was on the quay,» said Paul.\n\n«So,» said Marie.\n`;
  expect(spokenIn(text)).toEqual([
    ['Marie', 'I waited all night. The lamp was out.'],
    ['Marie', 'Nobody came. The boats were away.'],
    ['Marie', 'Then I slept.'],
    ['Paul', 'I was on the quay.'],
    ['Marie', 'So.'],
  ]);
});

describe('guillemets', () => {
  test('words within them say who speaks, and are not said', () => {
    const text =
      '« Oui, said Marie. Let us go. »\n\n« Where? » asked Pierre.\n\n« To the sea! cried Marie. Where else? »\n\n« The sea is far », said Pierre.\n\n« Then we leave now, Marie answered, and we walk. »\n\n« My father said, I remember, that the sea is salt », said Pierre.\n';
    expect(spokenIn(text)).toEqual([
      ['Marie', 'Oui. Let us go.'],
      ['Pierre', 'Where?'],
      ['Marie', 'To the sea! Where else?'],
      ['Pierre', 'The sea is far.'],
      ['Marie', 'Then we leave now, and we walk.'],
      ['Pierre', 'My father said, I remember, that the sea is salt.'],
    ]);
  });

  test('the comma may stand behind the mark', () => {
    const text =
      '»It is cold«, said Paul. »Close the window.«\n\n»It is closed«, answered Anna. She looked at the »window«, as he called it.\n\n»Then it is the wall«, said Paul.\n';
    expect(spokenIn(text).filter(([speaker]) => speaker !== null)).toEqual([
      ['Paul', 'It is cold. Close the window.'],
      ['Anna', 'It is closed.'],
      ['Paul', 'Then it is the wall.'],
    ]);
  });
});
