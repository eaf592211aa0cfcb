import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { finalDraft } from '../../src/readers/final-draft.js';
import type { ScriptFormat, ScriptLine } from '../../src/readers/script.js';
import { tei } from '../../src/readers/tei.js';
import { bosak } from '../../src/readers/xml.js';

const file = { file: 'a.xml' };
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const teiText = `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><sp><p>no</p></sp></teiHeader><text>
<front><castList><castItem><role xml:id="ham">Hamlet, Prince</role></castItem><castItem><role xml:id="hor">Horatio</role></castItem></castList></front>
<body><div type="act"><div type="scene"><stage>Enter Hamlet.</stage>
<sp who="#ham"><speaker>Ham.</speaker><l>To be,</l><l>or not <stage>sighs</stage>to be<note>a note</note>.</l></sp>
<sp who="#hor #ham"><speaker>Both.</speaker><p>My lord!</p></sp></div>
<div type="scene"><sp><speaker>GHOST.</speaker><ab>Swear.</ab></sp></div></div></body></text></TEI>`;

test('TEI speeches bear the names of the cast list, stage directions are narration, divisions are acts', () => {
  expect(tei.recognise(teiText, file)).toBe(1);
  expect(tei.read(teiText, file)).toEqual([
    { speaker: null, content: 'Enter Hamlet.', act: 0, line: 3 },
    { speaker: 'Hamlet, Prince', content: 'To be, or not to be.', act: 0, line: 4, verse: [7] },
    { speaker: null, content: 'sighs', act: 0, line: 4 },
    { speaker: 'Horatio and Hamlet, Prince', content: 'My lord!', act: 0, line: 5 },
    { speaker: 'Ghost', content: 'Swear.', act: 1, line: 6 },
  ]);
});

/** A TEI file with this body; `persons` names who is who. */
const teiFile = (body: string, persons = '') =>
  `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><particDesc><listPerson>${persons}</listPerson></particDesc></profileDesc></teiHeader><text><body>${body}</body></text></TEI>`;
const ines = '<person xml:id="ines"><persName>Ines Marsh</persName></person>';
const saidIn = (text: string) =>
  tei
    .read(text, file)
    .filter(({ speaker }) => speaker !== null)
    .map(({ speaker, content }) => [speaker, content]);

const spellings: [title: string, markup: string, text: string][] = [
  ['an old spelling and its regular one', '<choice><orig>breade</orig><reg>bread</reg></choice>', 'bread'],
  ['in the other order', '<choice><reg>bread</reg><orig>breade</orig></choice>', 'bread'],
  ['an error and its correction', '<choice><sic>braed</sic><corr>bread</corr></choice>', 'bread'],
  ['an abbreviation', '<choice><abbr>brd.</abbr><expan>bread</expan></choice>', 'bread'],
  [
    'nested choices',
    '<choice><abbr>x</abbr><expan><choice><sic>y</sic><corr>bread</corr></choice></expan></choice>',
    'bread',
  ],
  ['readings of several editions', '<app><lem>bread</lem><rdg wit="#q1">meat</rdg></app>', 'bread'],
  ['readings without a first one', '<app><rdg wit="#f1">bread</rdg><rdg wit="#q1">meat</rdg></app>', 'bread'],
  ['what the author struck out', '<subst><del>meat</del><add>bread</add></subst>', 'bread'],
  ['a word broken over two lines', 'bre<lb break="no"/>ad', 'bread'],
  ['words with their regular spelling', '<w reg="bread">breade</w>', 'bread'],
  ['a footnote', 'bread<note>white</note>', 'bread'],
];
test.each(spellings)('TEI: of %s one is read', (_title, markup, text) => {
  expect(saidIn(teiFile(`<sp who="#ines"><speaker>INES.</speaker><p>Is there ${markup}?</p></sp>`))).toEqual([
    ['Ines', `Is there ${text}?`],
  ]);
});

test('TEI: words and signs of a tokenised edition stand as in print', () => {
  const tokens = '<w>Is</w>\n<w>it</w>\n<w>late</w>\n<pc>,</pc>\n<w>mother</w>\n<pc>?</pc>';
  expect(saidIn(teiFile(`<sp><speaker>INES.</speaker><p>${tokens}</p></sp>`))).toEqual([
    ['Ines', 'Is it late, mother?'],
  ]);
});

test('TEI: whom `who` names is in the cast, or beside the speech, or in the identifier', () => {
  const speeches = ['#ines', '#mrs_gale', '#OldMarsh', '#ines #mrs_gale', ''].map(
    (who) => `<sp who="${who}"><p>Aye.</p></sp>`,
  );
  expect(saidIn(teiFile(speeches.join(''), ines)).map(([speaker]) => speaker)).toEqual([
    'Ines Marsh',
    'Mrs Gale',
    'Old Marsh',
    'Ines Marsh and Mrs Gale',
  ]);
});

describe('TEI stories with marked speech', () => {
  const told = (who: string, words: string) => `<said who="${who}">${words}</said>`;
  test.each([
    ['said', told('#ines', '“Is it late?”')],
    ['q', '<q who="#ines">Is it late?</q>'],
    ['said around a quotation', told('#ines', '<q>Is it late?</q>')],
  ])('%s', (_title, speech) => {
    const lines = tei.read(teiFile(`<div><head>One</head><p>${speech} asked Ines, and yawned.</p></div>`, ines), file);
    expect(lines.map(({ speaker, content }) => [speaker, content])).toEqual([
      [null, 'One'],
      [null, 'asked Ines, and yawned.'],
      ['Ines Marsh', 'Is it late?'],
    ]);
  });

  test('what is thought, or said by nobody knows whom, has no speaker', () => {
    const thought = '<p>Late, <said who="#ines" aloud="false">she thought</said>.</p><p><said>Who?</said></p>';
    const lines = tei.read(teiFile(`${thought}<p>${told('#ines', 'I.')}</p>`, ines), file);
    expect(lines.map(({ speaker }) => speaker)).toEqual([null, null, 'Ines Marsh']);
  });
});

test('a play written in Bosak markup reads back as its speeches', () => {
  const speech = fc.record({
    speaker: fc.constantFrom('Brutus', 'First Witch'),
    verse: fc.array(fc.stringMatching(/^[a-z<&'é]{1,9}$/), { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(speech, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (scenes) => {
      const body = scenes.map((scene) => {
        const speeches = scene.map(
          ({ speaker, verse }) =>
            `<SPEECH><SPEAKER>${speaker}</SPEAKER>\n${verse.map((line) => `<LINE>${escapeXml(line)}</LINE>`).join('\n')}</SPEECH>`,
        );
        return `<SCENE><TITLE>S</TITLE>${speeches.join('\n')}</SCENE>`;
      });
      const lines = bosak.read(
        `<PLAY><PERSONAE><PERSONA>X</PERSONA></PERSONAE><ACT>${body.join('')}</ACT></PLAY>`,
        file,
      );
      expect(lines.map(({ speaker, content, act }) => [speaker, content, act])).toEqual(
        scenes.flatMap((scene, act) => scene.map(({ speaker, verse }) => [speaker, verse.join(' '), act])),
      );
    }),
  );
});

test('broken XML is an error with its line', () => {
  try {
    bosak.read('<PLAY>\n<SPEECH>\n<SPEAKER>A</LINE>\n</PLAY>', file);
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).line).toBe(3);
  }
});

test('entities are neither fetched nor expanded', () => {
  const bomb = `<!DOCTYPE PLAY [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<PLAY><SPEECH><SPEAKER>A</SPEAKER><LINE>&b;&x;</LINE></SPEECH></PLAY>`;
  const told = (() => {
    try {
      return JSON.stringify(bosak.read(bomb, file));
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
      return '';
    }
  })();
  expect(told).not.toMatch(/aaaaaaaaaa|root:/);
});

test('elements nested twenty thousand deep are read without overflowing the stack', () => {
  const deep = `<PLAY>${'<DIV>'.repeat(20_000)}<SPEECH><SPEAKER>A</SPEAKER><LINE>Hi</LINE></SPEECH>${'</DIV>'.repeat(20_000)}</PLAY>`;
  expect(bosak.read(deep, file)).toEqual([{ speaker: 'A', content: 'Hi', act: 0, line: 1 }]);
});

test('an element with more children than a call can have arguments is read whole', () => {
  const many = '<lb/>'.repeat(200_000);
  const play = `<div>${many}<sp><speaker>A</speaker><p>Hi${many}there</p></sp></div>`;
  expect(tei.read(teiFile(play), file)).toEqual([{ speaker: 'A', content: 'Hi there', act: 0, line: 1 }]);
  expect(saidIn(teiFile(`<div>${many}<p>${many}<said who="#ines">Hi</said></p></div>`, ines))).toEqual([
    ['Ines Marsh', 'Hi'],
  ]);
});

/** So many tags in a part that is passed over that a document is read piece by piece. */
const padded = (text: string, part: string) =>
  text.replace(`<${part}>`, `<${part}><note>${'<lb/>\n'.repeat(200_001)}</note>`);
const withoutLines = (lines: readonly ScriptLine[]) => lines.map(({ line: _, ...rest }) => rest);

describe('a document of many tags is read piece by piece, as a small one is', () => {
  const play =
    '<?xml version="1.0"?>\n<!DOCTYPE PLAY SYSTEM "play.dtd">\n<PLAY><FM></FM><ACT><SCENE><STAGEDIR>Thunder</STAGEDIR>\n<SPEECH><SPEAKER>INES</SPEAKER><LINE>Salt &amp; bread,</LINE><LINE>now.</LINE><STAGEDIR>Exit</STAGEDIR></SPEECH></SCENE><SCENE><SPEECH><SPEAKER>OTTO</SPEAKER><LINE><![CDATA[Why <?]]></LINE></SPEECH></SCENE></ACT></PLAY>';
  const story =
    '<TEI><teiHeader></teiHeader><text><body><div><p>She rose. <said who="#ines">“Is it on?”</said></p></div><div><p><said who="#otto">Yes.</said></p></div></body></text></TEI>';
  const draft =
    '<FinalDraft><TitlePage></TitlePage><Content><Paragraph Type="Character"><Text>INES</Text></Paragraph><Paragraph Type="Dialogue"><Text>Is it </Text><Text>on?</Text></Paragraph></Content></FinalDraft>';

  test.each<[string, ScriptFormat, text: string, part: string]>([
    ['TEI', tei, teiText, 'teiHeader'],
    ['a story in TEI', tei, story, 'teiHeader'],
    ["Bosak's markup", bosak, play, 'FM'],
    ['Final Draft', finalDraft, draft, 'TitlePage'],
  ])('%s', (_, format, text, part) => {
    const small = format.read(text, file);
    const large = format.read(padded(text, part), file);
    expect(withoutLines(large)).toEqual(withoutLines(small));
    expect(large.map(({ line }) => line - 200_001)).toEqual(small.map(({ line }) => line));
  });

  test('where it is broken it is refused with its line', () => {
    const broken = padded(play, 'FM').replace('</LINE><LINE>now.', '<LINE>now.');
    expect(() => bosak.read(broken, file)).toThrow(
      expect.objectContaining({ name: 'UserError', file: 'a.xml', line: 200_005 }),
    );
  });

  test('a speech that would fill the memory is refused', () => {
    const endless = play.replace('<LINE>now.', () => `${'<a/>'.repeat(1_500_001)}<LINE>now.`);
    expect(() => bosak.read(endless, file)).toThrow(/more than 1500000 tags/);
  });
});

test("Bosak's markup in small letters", () => {
  const text =
    '<play><act><scene><speech><speaker>INES</speaker><line>Is it on,</line><line>Otto?</line></speech></scene></act></play>';
  for (const one of [text, text.replaceAll(/<(\/?)(\w)/g, (_, end, sign) => `<${end}${sign.toUpperCase()}`)]) {
    expect(bosak.recognise(one, file)).toBe(1);
    expect(bosak.read(one, file)).toEqual([
      { speaker: 'Ines', content: 'Is it on, Otto?', act: 0, line: 1, verse: [10] },
    ]);
  }
});

test('any text between the tags of a play is lines or a UserError', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const source of [text, `<PLAY><SPEECH><SPEAKER>${text}</SPEAKER></SPEECH></PLAY>`]) {
        try {
          bosak.read(source, file);
          tei.read(source, file);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }
    }),
  );
});
