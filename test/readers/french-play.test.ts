import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { PROJECT } from '../harness/cli.js';
import { spokenIn } from './read.js';

function speechesOf(file: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { speaker } of readScript(readFileSync(file), { file }).lines)
    if (speaker !== null) counts[speaker] = (counts[speaker] ?? 0) + 1;
  return counts;
}

describe('a French play in the layout of a name in capitals, a full stop and a dash', () => {
  test('has each speech under its name, as grep counts them', () => {
    // grep -cE '^DOM JUAN[.,].*—' (SGANARELLE., LE PAUVRE., M. DIMANCHE., LA STATUE.)
    expect(speechesOf(`${PROJECT}/test/fixtures/roles-fr/scripts/dom-juan.txt`)).toEqual({
      'Dom Juan': 54,
      Sganarelle: 35,
      'Le Pauvre': 9,
      'M. Dimanche': 9,
      'La Statue': 3,
    });
  });

  test.each(['—', '–'])('has headings, who is in a scene and directions beside the speeches, behind %s', (dash) => {
    const text = [
      'ACTE PREMIER',
      'SCÈNE PREMIÈRE',
      'LISE, PAUL, M. LOYAL.',
      `LISE. ${dash} Qui va là ?`,
      `M. LOYAL. ${dash} Moi.`,
      'SCÈNE II',
      'LISE, PAUL.',
      `LISE. ${dash} Entrez, M. Paul.`,
      `PAUL, entrant. ${dash} Quelle pluie !`,
      'ACTE DEUXIÈME',
      'SCÈNE DERNIÈRE',
      `LISE. ${dash} Adieu.`,
      `M. LOYAL. ${dash} Adieu, madame.`,
    ].join('\n\n');
    expect(spokenIn(text).filter(([speaker]) => speaker !== null)).toEqual([
      ['Lise', 'Qui va là ?'],
      ['M. Loyal', 'Moi.'],
      ['Lise', 'Entrez, M. Paul.'],
      ['Paul', 'Quelle pluie !'],
      ['Lise', 'Adieu.'],
      ['M. Loyal', 'Adieu, madame.'],
    ]);
    const { lines } = readScript(Buffer.from(text), { file: 'a.txt' });
    expect([...new Set(lines.filter(({ speaker }) => speaker !== null).map(({ act }) => act))]).toEqual([0, 1, 2]);
  });
});

const corpus = new URL('../../../shared/corpus/scripts/fr-tei/', import.meta.url);

// Copies of this edition may not be given away: without them nothing is tested here.
describe.skipIf(!existsSync(corpus))('plays by Molière in TEI (../shared/corpus/scripts/fr-tei)', () => {
  test.each([
    // grep -c '<sp ', and grep -c '<sp who="#harpagon"' (#cleante, #valere)
    ['moliere-avare.xml', 958, { Harpagon: 353, Cléante: 161, Valère: 101 }],
    // … (#orgon, #tartuffe, #madame-pernelle)
    ['moliere-tartuffe.xml', 645, { Orgon: 156, Tartuffe: 65, 'Madame Pernelle': 30 }],
  ])('%s', (name, all, some) => {
    const counts = speechesOf(new URL(name, corpus).pathname);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(all);
    expect(counts).toMatchObject(some);
  });
});
