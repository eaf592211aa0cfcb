import { describe, expect, test } from 'vitest';
import { languageOf } from '../../src/languages/index.js';
import { signsOf } from '../../src/quality/signs.js';
import { normalisedWords } from '../../src/text/normalise.js';

const french = languageOf('fr');
const offline = await french.openOffline?.();
const signs = signsOf('fr');

describe('a French description', () => {
  test.each([
    [
      "Le personnage est le valet d'un seigneur qu'il craint. Il aime le tabac, se déguise en médecin et donne des ordonnances.",
      "Tu es le valet d'un seigneur que tu crains. Tu aimes le tabac, te déguises en médecin et donnes des ordonnances.",
      "Je suis le valet d'un seigneur que je crains. J'aime le tabac, me déguise en médecin et donne des ordonnances.",
    ],
    [
      "Le personnage a perdu sa fille. Il y a dans son cœur une colère qu'elle cache. S'il pleure, c'est la nuit.",
      "Tu as perdu ta fille. Il y a dans ton cœur une colère que tu caches. Si tu pleures, c'est la nuit.",
      "J'ai perdu ma fille. Il y a dans mon cœur une colère que je cache. Si je pleure, c'est la nuit.",
    ],
    [
      'Sganarelle dit au personnage : « Il est fou. » On se moque du personnage.',
      'Sganarelle te dit : « Il est fou. » On se moque de toi.',
      'Sganarelle me dit : « Il est fou. » On se moque de moi.',
    ],
  ])('becomes one to the character, and one by it: %s', (description, toIt, byIt) => {
    expect(offline?.toSecondPerson(description)).toBe(toIt);
    expect(offline?.toFirstPerson(toIt)).toBe(byIt);
  });

  test.each([
    ["La mort d'Harpagon.", ['Harpagon'], 'La mort du personnage.'],
    ['Harpagon aime son or. On parle à Harpagon.', ['Harpagon'], 'Le personnage aime son or. On parle au personnage.'],
    ["Ce qu'Harpagon cache, Frosine le sait.", ['Harpagon'], 'Ce que le personnage cache, Frosine le sait.'],
    ['Madame Jourdain gronde Monsieur Jourdain.', ['Jourdain'], 'Madame Jourdain gronde le personnage.'],
    [
      'Le Pauvre prie. On donne un louis au Pauvre.',
      ['Pauvre'],
      'Le personnage prie. On donne un louis au personnage.',
    ],
  ])('says the character for its name, elided and contracted: %s', (text, names, expected) => {
    expect(french.phrases.withoutName(text, names)).toBe(expected);
  });
});

test('words that French writes together are cut where texts are compared, and English ones are not', () => {
  expect(normalisedWords("Qu'est-ce que l'argent ? En avez-vous ?")).toEqual([
    "qu'",
    'est',
    '-ce',
    'que',
    "l'",
    'argent',
    'en',
    'avez',
    '-vous',
  ]);
  expect(normalisedWords("They held a rendez-vous at d'Artagnan's.")).toEqual([
    'they',
    'held',
    'a',
    'rendez-vous',
    'at',
    "d'artagnan",
    'is',
  ]);
});

test('names are found behind elided words and within sentences, not at their beginning', () => {
  expect(signs.namesIn?.("Hier j'ai vu Elvire. Elle parlait d'Harpagon. L'Espagne est loin, Monsieur.")).toEqual([
    'Elvire',
    'Harpagon',
    'Espagne',
  ]);
});

test('a person is known by a title or a given name', () => {
  const known = (label: string) => signs.isPersonsName?.(label);
  expect(['Madame Pernelle', 'M. Loyal', 'Valère', 'Jean-Jacques'].map(known)).toEqual([true, true, true, true]);
  expect(['Note', 'Réponse', 'Ingrédients', 'Objet'].map(known)).toEqual([false, false, false, false]);
});
