import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutListMarks } from '../../src/readers/list-marks.js';
import { refusalOf, spokenIn } from './read.js';

const spoken = [
  ['Clara', 'Is there soup?'],
  ['the second guest', 'None.'],
  ['Clara', 'And bread?'],
  ['Jonas', 'A little.'],
];

describe('speeches that are the items of a list', () => {
  test.each<[what: string, item: (name: string, speech: string, at: number) => string]>([
    ['bullets and bold names, the colon within', (name, speech) => `- **${name}:** ${speech}`],
    ['bullets and bold names, the colon behind', (name, speech) => `* **${name}**: ${speech}`],
    ['numbers and bold names', (name, speech, at) => `${at}. **${name}:** ${speech}`],
    ['a quotation', (name, speech) => `> **${name}:** ${speech}\n>`],
    ['no list, the colon behind', (name, speech) => `**${name}**: ${speech}\n`],
    ['no list and no empty lines', (name, speech) => `**${name}:** ${speech}`],
  ])('%s', (_, item) => {
    const text = spoken.map(([name, speech], at) => item(name!, speech!, at + 1)).join('\n');
    expect(spokenIn(`${text}\n`)).toEqual(spoken);
  });

  test.each<[what: string, item: (name: string, speech: string, at: number) => string]>([
    ['bullets', (name, speech) => `* ${name}: ${speech}`],
    ['plus signs and capitals', (name, speech) => `+ ${name.toUpperCase()}: ${speech}`],
    ['numbers', (name, speech, at) => `${at}. ${name}: ${speech}`],
    ['numbers with a bracket', (name, speech, at) => `${at}) ${name}: ${speech}\n`],
    ['a dash behind the bold name', (name, speech) => `- **${name}** – ${speech}`],
  ])('%s', (_, item) => {
    const named = spoken.map(([name, speech]) => [name === 'the second guest' ? 'Jonas' : name!, speech!] as const);
    const text = named.map(([name, speech], at) => item(name, speech, at + 1)).join('\n');
    expect(spokenIn(`${text}\n`)).toEqual(named);
  });

  test('a number that is part of a name stays', () => {
    const text = '1. Citizen. Speak!\n\n2. Citizen. Hear him!\n\n1. Citizen. Well?\n\n2. Citizen. Well.\n';
    expect(spokenIn(text).map(([name]) => name)).toEqual(['1 Citizen', '2 Citizen', '1 Citizen', '2 Citizen']);
  });

  test('a list of what something is or has is no play', () => {
    expect(refusalOf('- **Water:** Use much.\n- **Leaves:** Use few.\n- **Milk:** None.\n')).toMatch(/not recognised/);
  });

  test('the number of lines and the words of any text stay', () => {
    const line = fc.constantFrom('- **Ada:** Yes.', '> ', '>', '1. Ada: No.', '2. Tom: Ha.', '* Ada: So?', 'Ada', '');
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
        const without = withoutListMarks(lines);
        expect(without).toHaveLength(lines.length);
        for (const [at, words] of without.entries()) expect(lines[at]!.endsWith(words)).toBe(true);
      }),
    );
  });
});
