import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { countSpeakers, readScript, scriptFormats } from '../../src/readers/index.js';

/** A piece of each layout, public domain or written for this test, and who speaks how often in it. */
const EXCERPTS: Readonly<Record<string, { text: string; speakers: Record<string, number> }>> = {
  jsonl: {
    text: '{"role": "Ines", "content": "Is it on?"}\n{"role": "Otto", "content": "It is."}\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  'final-draft': {
    text: `<?xml version="1.0"?><FinalDraft DocumentType="Script"><Content>
      <Paragraph Type="Scene Heading"><Text>INT. KITCHEN - NIGHT</Text></Paragraph>
      <Paragraph Type="Character"><Text>INES</Text></Paragraph><Paragraph Type="Dialogue"><Text>Is it on?</Text></Paragraph>
      <Paragraph Type="Character"><Text>OTTO</Text></Paragraph><Paragraph Type="Dialogue"><Text>It is.</Text></Paragraph>
      </Content></FinalDraft>`,
    speakers: { Ines: 1, Otto: 1 },
  },
  json: {
    text: '[{"speaker": "Ines", "text": "Is it on?"}, {"speaker": "Otto", "text": "It is."}]',
    speakers: { Ines: 1, Otto: 1 },
  },
  subtitles: {
    text: '1\n00:00:01,000 --> 00:00:02,000\nINES: Is it on?\n\n2\n00:00:02,500 --> 00:00:04,000\nOTTO: It is.\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  ass: {
    text: '[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Ines,0,0,0,,Is it on?\nDialogue: 0,0:00:02.00,0:00:03.00,Default,Otto,0,0,0,,It is.\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  renpy: {
    text: 'define i = Character("Ines")\ndefine o = Character("Otto")\n\nlabel start:\n    scene kitchen\n    i "Is it on?"\n    o "It is."\n    return\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  yarn: {
    text: 'title: Kitchen\ntags:\n---\nInes: Is it on?\n-> It is.\n    Otto: It is.\n===\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  whatsapp: {
    text: '[12/03/2024, 09:14:02] Ines: Is it on?\n[12/03/2024, 09:14:40] Otto: It is.\n[12/03/2024, 09:15:01] Ines: Good.\n',
    speakers: { Ines: 2, Otto: 1 },
  },
  'discord-text': {
    text: '==============================================================\nGuild: Kitchen\nChannel: kettle\n==============================================================\n\n[12-Mar-24 09:14 AM] ines\nIs it on?\n\n[12-Mar-24 09:15 AM] otto\nIt is.\n',
    speakers: { ines: 1, otto: 1 },
  },
  cornell: {
    text: 'L1 +++$+++ u0 +++$+++ m0 +++$+++ INES +++$+++ It is.\nL0 +++$+++ u1 +++$+++ m0 +++$+++ OTTO +++$+++ Is it on?\n',
    speakers: { Ines: 1, Otto: 1 },
  },
  'timed-transcript': {
    text: 'Ines  00:01\nIs it on?\n\nOtto  00:04\nIt is.\n\nInes  00:09\nGood.\n',
    speakers: { Ines: 2, Otto: 1 },
  },
  // Shakespeare, Macbeth I.1.
  bosak: {
    text: '<?xml version="1.0"?><PLAY><ACT><SCENE><SPEECH><SPEAKER>First Witch</SPEAKER><LINE>When shall we three meet again</LINE><LINE>In thunder, lightning, or in rain?</LINE></SPEECH><SPEECH><SPEAKER>Second Witch</SPEAKER><LINE>When the hurlyburly\'s done,</LINE></SPEECH></SCENE></ACT></PLAY>',
    speakers: { 'First Witch': 1, 'Second Witch': 1 },
  },
  irc: {
    text: '[12:01] <ines> Is it on?\n[12:02] <otto> It is.\n[12:03] <ines> Good.\n',
    speakers: { ines: 2, otto: 1 },
  },
  labelled: {
    text: '[INES] Is it on?\n[OTTO] It is.\n[INES] Good.\n',
    speakers: { Ines: 2, Otto: 1 },
  },
  // Molière, L'Avare I.1.
  tei: {
    text: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div><sp><speaker>VALÈRE</speaker><p>Hé quoi, charmante Élise, vous devenez mélancolique.</p></sp><sp><speaker>ÉLISE</speaker><p>Non, Valère.</p></sp></div></body></text></TEI>',
    speakers: { Valère: 1, Élise: 1 },
  },
  csv: { text: 'speaker,text\nInes,"Is it on, Otto?"\nOtto,It is.\n', speakers: { Ines: 1, Otto: 1 } },
  fountain: {
    text: 'INT. KITCHEN - NIGHT\n\nINES\nIs it on?\n\nOTTO\n(yawning)\nIt is.\n\nINES\nGood.\n\nOTTO\nIt was on before.\n',
    speakers: { Ines: 2, Otto: 2 },
  },
  // Ibsen, A Doll's House, translated by William Archer.
  'markdown-play': {
    text: '**HELMER.** Is that my little lark twittering out there?\n\n**NORA.** Yes, it is!\n\n**HELMER.** Is it my little squirrel bustling about?\n\n**NORA.** Yes!\n',
    speakers: { Helmer: 2, Nora: 2 },
  },
  // Wilde, The Importance of Being Earnest.
  play: {
    text: 'ALGERNON. Did you hear what I was playing, Lane?\n\nLANE. I didn’t think it polite to listen, sir.\n\nALGERNON. I’m sorry for that, for your sake.\n\nLANE. Yes, sir.\n',
    speakers: { Algernon: 2, Lane: 2 },
  },
  // 《三國演義》第一回 and 《西遊記》.
  'chinese-prose': {
    text: '玄德曰：“我本汉室宗亲，姓刘，名备。”\n飞曰：“吾颇有资财，当招募乡勇，与公同举大事，如何？”\n玄德甚喜，遂与同入村店中饮酒。玄德曰：“好。”\n飞曰：“吾庄后有一桃园。”\n',
    speakers: { 玄德: 2, 飞: 2 },
  },
  'chinese-play': {
    text: '宝儿：船回来了么？\n小福：还没有呢。\n宝儿：那就等着吧。\n小福：我宁可站着。\n宝儿：站着吧。\n小福：是。\n',
    speakers: { 宝儿: 3, 小福: 3 },
  },
  // Austen, Pride and Prejudice, chapter 1, shortened.
  prose: {
    text: '“My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is let at last?”\n\nMr. Bennet replied that he had not.\n\n“But it is,” returned Mrs. Bennet; “for Mrs. Long has just been here.”\n\n“What is his name?” said Mr. Bennet.\n\n“Bingley,” said Mrs. Bennet.\n\n“Is he married or single?” said Mr. Bennet.\n',
    speakers: { 'Mr. Bennet': 2, 'Mrs. Bennet': 2 },
  },
};

const documented = () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^\| `([\w-]+)` \|/gm)].slice(1).map(([, name]) => name);
};

test('docs/formats.md has every layout, in the order in which they are tried', () => {
  expect(documented()).toEqual(scriptFormats.map(({ name }) => name));
});

describe('a piece of each layout is recognised, with its speakers', () => {
  test.each(scriptFormats.map(({ name }) => name))('%s', (name) => {
    const { text, speakers } = EXCERPTS[name]!;
    const read = readScript(Buffer.from(text), { file: 'script' });
    expect(read.format).toBe(name);
    const counts = Object.fromEntries(countSpeakers(read.lines).map(({ speaker, lines }) => [speaker, lines]));
    expect(counts).toMatchObject(speakers);
  });
});

describe('where no layout fits, the message says what was seen and how to try another', () => {
  const errorOf = (text: string, format?: string): UserError => {
    try {
      readScript(Buffer.from(text), { file: 'my "play" $1.txt', format });
    } catch (thrown) {
      if (thrown instanceof UserError) return thrown;
      throw thrown;
    }
    return expect.unreachable();
  };

  test.each([
    ['It rained.\nANNA: Who is there?\nBERT: Nobody.\n', /2 lines look like cues of a play \(ANNA, BERT\)/, 'play'],
    ['It rained.\n"Who is there?"\n"Is it you?"\nNobody.\n', /2 lines have quotation marks as in a novel/, 'prose'],
    [
      '天下雨。\n小梅：没有人来。\n雨一直下。\n船没有动。\n',
      /1 line looks like cues of a Chinese play/,
      'chinese-play',
    ],
    [
      'It rained.\n[ANNA] Who is there?\nNothing stirred.\nNobody came by.\n[ANNA] Nobody.\nThe end came.\nIt rained on.\n',
      /2 lines look like "\[NAME\] words"/,
      'labelled',
    ],
    ['—¿Quién vive?\n—Nadie.\n—Pues abre la puerta.\n', /3 lines begin with a dash as dialogue does/, 'prose'],
    ['天下雨。\n“谁在那儿？”\n没有人。\n', /1 line has quotation marks as in a Chinese novel/, 'chinese-prose'],
  ])('%j', (text, seen, likeliest) => {
    const { message, advice } = errorOf(text);
    expect(message).toMatch(seen);
    expect(message).not.toContain('no speakers found');
    // Can be pasted: the path is one word for a shell, and no full stop follows.
    expect(advice?.endsWith(`--list-characters "my \\"play\\" \\$1.txt" --format ${likeliest}`)).toBe(true);
  });

  test('where nothing looks like any layout, it says how a speech is written', () => {
    const { message, advice } = errorOf('It rained.\nNobody came.\n');
    expect(message).toMatch(/no line looks like a cue, and no quotation says who speaks$/);
    expect(advice).toMatch(
      /^Write each speech as "NAME: words", or name the layout with "format" in the role's file: /,
    );
  });

  test('also where the layout was named and nobody speaks in it', () => {
    expect(errorOf('It rained.\n', 'play').message).toMatch(
      /nobody speaks in this script when it is read as "play": no line looks like a cue/,
    );
  });
});
