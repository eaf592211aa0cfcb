const THE_CHARACTER = 'le personnage';

/** Titles that go with the name; with any other word before it the name is somebody else's. */
const OWN_TITLE =
  /^(?:M|Dr|Pr|Monsieur|Dom|Don|Sir|Maître|Docteur|Professeur|Capitaine|Commandant|Colonel|Général|Amiral|Lieutenant|Sergent|Inspecteur|Père|Frère|Saint|Seigneur|Roi|Prince|Comte|Duc|Marquis|Baron|Chevalier|Vieux|Jeune)\.? $/;
const OTHERS_TITLE = /^(?:Mme|Mlle|Madame|Mademoiselle|Dame|Dona|Reine|Princesse|Comtesse|Marquise|Tante|Oncle)\.? $/;

/** Small words before a name that grow together with the article: `de Dom Juan`, `d'Harpagon` and `du Pauvre` are `du personnage`. */
const JOINED: readonly [before: RegExp, joined: string][] = [
  [/^(?:de |d['’]|du |de la |de l['’])$/i, 'du personnage'],
  [/^(?:à |au |à la |à l['’])$/i, 'au personnage'],
  [/^((?:lors|puis|quoi)?qu)(?:e |['’])$/i, '$1e le personnage'],
  [/^(?:le |la |les |l['’])$/i, THE_CHARACTER],
];

function joinedWith(small: string): string {
  const [pattern, joined] = JOINED.find(([before]) => before.test(small)) ?? [];
  if (!pattern || joined === undefined) return small + THE_CHARACTER;
  const whole = small.replace(pattern, joined);
  return /^\p{Lu}/u.test(small) ? whole.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : whole;
}

/** A name is looked at with the capitalised word before it (`Madame Jourdain` is another), and with the article that it takes. */
export function withoutName(description: string, names: readonly string[]): string {
  const name = new RegExp(
    `(?<![\\p{L}\\p{N}])(de la |de l['’]|à la |à l['’]|de |du |d['’]|à |au |(?:lors|puis|quoi)?qu(?:e |['’])|le |la |les |l['’])?(\\p{Lu}[\\p{L}'’]*\\.? )?(?:${names.join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  const replaced = description.replace(name, (found: string, small = '', before = '', at: number) => {
    if (before === '' || OWN_TITLE.test(before)) return joinedWith(small);
    const endsSentence = /\. $/.test(before) && !OTHERS_TITLE.test(before);
    if (!/^\p{Lu}/u.test(before) || endsSentence) return `${small}${before}${THE_CHARACTER}`;
    const opensSentence = small === '' && (at === 0 || /[.!?]\s?["'”’»]? $/.test(description.slice(0, at)));
    return OTHERS_TITLE.test(before) || !opensSentence ? found : before + THE_CHARACTER;
  });
  return replaced.replace(/(^|[.!?] (?:« )?)le personnage/g, '$1Le personnage');
}
