import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { bosak, tei } from '../../src/scripts/xml.js';

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
    { speaker: 'Hamlet, Prince', content: 'To be, or not to be.', act: 0, line: 4 },
    { speaker: null, content: 'sighs', act: 0, line: 4 },
    { speaker: 'Horatio and Hamlet, Prince', content: 'My lord!', act: 0, line: 5 },
    { speaker: 'Ghost', content: 'Swear.', act: 1, line: 6 },
  ]);
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
