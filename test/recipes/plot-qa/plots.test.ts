import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesIn, formsOfAddress, keepsAddress } from '../../../src/recipes/plot-qa/address.js';
import { findPlotScenes } from '../../../src/recipes/plot-qa/passages.js';
import { faultOf, isSameName, readPlot } from '../../../src/recipes/plot-qa/plot.js';
import { inventedAmong, planPlots } from '../../../src/recipes/plot-qa/rounds.js';
import { PlotQaSettings } from '../../../src/recipes/plot-qa/settings.js';
import type { DialogueLine } from '../../../src/records.js';
import { profileOf } from '../../harness/profile.js';

/** Lines of one act: `Nora: words`, narration where nobody is named. */
const linesOf = (texts: readonly string[], act_id = 0): DialogueLine[] =>
  texts.map((text, diag_id) => {
    const [, role = 'narration', content = text] = /^([^:：]+)[:：] ?(.*)$/u.exec(text) ?? [];
    return { script: 'lamp.txt', role, content, act_id, diag_id, line: diag_id + 1 };
  });

describe('what code says of a plot', () => {
  const scene = linesOf([
    'The lamp room of the lighthouse.',
    'Nora Helm: Keeper, has old Tom come back from the reef?',
    'Keeper: Not yet, my girl.',
  ]);
  const keeper = profileOf('Keeper', { aliases: ['Old Jack'] });
  const plot = { site: 'the lamp room', main_character: 'Keeper', supporting_character: 'Nora', outline: 'Nora asks.' };
  test.each<[what: string, change: object, fault: RegExp | undefined]>([
    ['as it should be', {}, undefined],
    ['the role by another of its names', { main_character: 'Old Jack' }, undefined],
    ['somebody who is only named', { supporting_character: 'old Tom' }, undefined],
    ['no site', { site: '' }, undefined],
    ['a site with a word of the model’s', { site: 'the lighthouse, upstairs' }, undefined],
    ['another main character', { main_character: 'Nora' }, /main character is Nora, not Keeper/],
    ['the role on both sides', { supporting_character: 'Keeper' }, /is the role itself/],
    ['a stranger', { supporting_character: 'Ahab' }, /Ahab neither speaks nor is named/],
    ['a site from elsewhere', { site: 'the market of Cairo' }, /site is not of the scene/],
  ])('%s', (_what, change, fault) => {
    const found = faultOf({ ...plot, ...change }, keeper, scene);
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBeUndefined();
  });

  test('an invented one is free in its site and its supporting character, and not in its main one', () => {
    const free = { ...plot, site: 'Cairo', supporting_character: 'Ahab' };
    expect(faultOf(free, keeper, null)).toBeUndefined();
    expect(faultOf({ ...free, main_character: 'Ahab' }, keeper, null)).toMatch(/not Keeper/);
  });

  test('in Chinese a site is looked up by pairs of characters, and a name may be the end of a longer one', () => {
    const ferry = linesOf(['关云长: 船家，渡口的灯为何灭了？', '船家: 风大。']);
    const man = profileOf('船家', { language: 'zh' });
    const found = (site: string, supporting_character: string) =>
      faultOf({ site, main_character: '船家', supporting_character, outline: '问灯。' }, man, ferry);
    expect(found('渡口', '云长')).toBeUndefined();
    expect(found('皇宫大殿', '云长')).toMatch(/site/);
    expect(found('渡口', '张飞')).toMatch(/neither speaks nor is named/);
  });

  test('a part that is empty makes a reply unusable', () => {
    expect(() => readPlot(JSON.stringify({ ...plot, outline: ' ' }))).toThrow('the plot\'s "outline" is empty');
    expect(readPlot(JSON.stringify({ ...plot, site: '' })).site).toBe('');
  });
});

test('two names are one person’s whichever of them comes first', () => {
  const name = fc.constantFrom('Nora', 'Nora Helm', 'Mr. Helm', 'Tom', '云长', '关云长', '张飞', 'the Boy', '…');
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(isSameName(one, other)).toBe(isSameName(other, one));
    }),
  );
  expect(isSameName('NORA', 'Nora Helm')).toBe(true);
  expect(isSameName('Nora', 'Tom Helm')).toBe(false);
});

describe('forms of address', () => {
  const hamlet = { role: 'Hamlet', aliases: [] };
  test.each<[text: string, forms: string[]]>([
    ['Good my lord, how does your honour for this many a day?', ['Good my lord']],
    ['Hail to your lordship! I am glad, Hamlet.', ['Hamlet']],
    ['My dear Hamlet; come away.', ['My dear Hamlet']],
    ['No, no; the night is young, and so am I.', []],
    ['Your aunt, my father, and old Tom: they are spoken of. Your Majesty is not.', []],
    ['What says your honour? Your honour, speak.', ['Your honour']],
    ['Mr. Hamlet, come in. Mr. Tom is here.', ['Mr. Hamlet']],
  ])('%s', (text, forms) => {
    expect(addressesIn(text, hamlet, 'en')).toEqual(forms);
  });

  test('Chinese titles and words of kin are some, and names', () => {
    const found = addressesIn(
      '丞相，末将有一言。云长，关将军！今夜风大，不可行船。',
      { role: '云长', aliases: [] },
      'zh',
    );
    expect(found).toEqual(['丞相', '云长', '关将军']);
  });

  test('a Chinese honorific at the beginning calls, with no mark behind it', () => {
    const found = addressesIn('丞相何故发笑？我问师父去。', { role: '曹操', aliases: [] }, 'zh');
    expect(found).toEqual(['丞相']);
  });

  test('what is said oftener beside others is theirs', () => {
    const lines = linesOf([
      'Keeper: Mother, come.',
      'Ann: Aye.',
      'Keeper: Mother, go.',
      'Ann: Why?',
      'Tom: Late!',
      'Keeper: Mother!',
    ]);
    expect(formsOfAddress(lines, 'Keeper', { role: 'Tom', aliases: [] }, 'en')).toEqual([]);
    expect(formsOfAddress(lines, 'Keeper', { role: 'Ann', aliases: [] }, 'en')).toEqual(['Mother']);
  });

  test('those of a script are what one says beside the other, the commonest first, and of the same act', () => {
    const lines = [
      ...linesOf(['Nora: Old friend, is it late?', 'Keeper: Late, my girl.', 'Nora: Sir, why?', 'Tom: Captain, come!']),
      ...linesOf(['Nora: Sir, good night.', 'Keeper: Good night, my girl.', 'Tom: Uncle, look!'], 1),
    ];
    expect(formsOfAddress(lines, 'Nora', { role: 'Keeper', aliases: [] }, 'en')).toEqual(['Sir', 'Old friend']);
    expect(formsOfAddress(lines, 'Keeper', { role: 'Nora', aliases: [] }, 'en')).toEqual(['my girl']);
    expect(formsOfAddress(lines, 'Tom', { role: 'Keeper', aliases: [] }, 'en')).toEqual(['Uncle']);
  });

  test('one is kept where it stands word for word', () => {
    expect(keepsAddress('Aye, MY girl, it is late.', ['my girl'])).toBe(true);
    expect(keepsAddress('The girls are late, my dear.', ['my girl'])).toBe(false);
    expect(keepsAddress('', [])).toBe(false);
  });
});

test('scenes for plots are those in which the role speaks with somebody, each once, in an order that the seed decides', () => {
  const own = PlotQaSettings.parse({ sceneSpeeches: 4 });
  const lines = [
    ...linesOf(['ACT I', ...Array.from({ length: 16 }, (_, k) => `${k % 2 ? 'Keeper' : 'Nora'}: Line ${k}.`)]),
    ...linesOf(['ACT II', 'Nora: Alone.', 'Tom: With me.'], 1),
    ...linesOf(['ACT III', 'Keeper: Alone at last.'], 2),
  ];
  const find = (seed: number) => findPlotScenes(lines, { role: 'Keeper', language: 'en' }, own, seed);
  const starts = (seed: number) => find(seed).map((scene) => scene.lines[0]?.diag_id);
  expect(find(0).length).toBeGreaterThan(2);
  for (const scene of find(0)) expect(scene.act_id).toBe(0);
  expect(starts(0)).toEqual(starts(0));
  expect([...starts(1)].sort()).toEqual([...starts(0)].sort());
  expect([0, 1, 2, 3, 4].map((seed) => starts(seed).join()).filter((order) => order !== starts(0).join())).not.toEqual(
    [],
  );
});

describe('rounds', () => {
  const counts = fc.record({ plots: fc.nat(60), accepted: fc.nat(40), idle: fc.nat(3) });
  const settings = fc.record({
    questionsPerPlot: fc.integer({ min: 1, max: 6 }),
    candidateCap: fc.double({ min: 1, max: 5, noNaN: true }),
  });

  test('never ask for more than the cap, end where enough is there, and end for good after two that brought nothing', () => {
    fc.assert(
      fc.property(counts, fc.nat(40), settings, (so_far, wanted, own) => {
        const more = planPlots(so_far, wanted, own);
        expect(Number.isInteger(more) && more >= 0).toBe(true);
        if (so_far.accepted >= wanted || so_far.idle >= 2) expect(more).toBe(0);
        if (more > 0)
          expect(so_far.plots + more).toBeLessThanOrEqual(
            Math.ceil((wanted * own.candidateCap) / own.questionsPerPlot),
          );
      }),
    );
  });

  test('the first asks for as many as are needed if every answer is accepted', () => {
    expect(planPlots({ plots: 0, accepted: 0, idle: 0 }, 20, { questionsPerPlot: 3, candidateCap: 3 })).toBe(7);
    expect(planPlots({ plots: 7, accepted: 10, idle: 0 }, 20, { questionsPerPlot: 3, candidateCap: 3 })).toBe(7);
  });

  test('of any number of plots the share is invented, to within one', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const invented = inventedAmong(count, share);
        expect(Math.abs(invented - count * share)).toBeLessThan(1);
        expect(inventedAmong(count + 1, share) - invented).toBeLessThanOrEqual(1);
      }),
    );
  });
});
