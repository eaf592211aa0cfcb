/** Words in capitals that head a piece of text. */
export const HEADINGS =
  /^(?:notes?|remarques?|attention|avertissement|conseils?|astuces?|indices?|réponses?|questions?|étapes?|titre|p\.?-?s\.?|n\.?b\.?|résumé|morale|acte|scène|couplet|refrain|strophe|partie|chapitre|tableau|objet|chère?s?|date|lieu|avantages|inconvénients|exemples?|conclusion|introduction|raisons?|résultats?|ingrédients|méthode|préparation|instructions?|règles?|leçon|premièrement|deuxièmement|troisièmement|d'abord|ensuite|enfin|total|solution|définition|synonymes?|rimes?)(?!\p{L})/iu;

/** Words that stand before a person's name. */
const TITLE =
  /^(?:m|mm|mr|mme|mlle|dr|pr|me|mgr|monsieur|madame|mademoiselle|messire|maître|docteur|professeur|capitaine|don|dom|dona|done|père|mère|frère|sœur|le comte|la comtesse|le marquis|la marquise|le baron|la baronne|le duc|la duchesse|le prince|la princesse|le roi|la reine|le chevalier|le curé|le vicomte)\.?(?: (?:de |du |d['’]|le |la )?\p{Lu}|$)/iu;

/** Common given names, and those of the classical stage. */
const GIVEN = new Set(
  `adèle adrien agathe agnès alain albert alceste alexandre alexis alfred alice aline amélie andré angélique anne annette antoine
  argan ariste armand armande arnolphe arthur auguste aurélie béatrice bélise benjamin benoît bernard bertrand blanche camille
  caroline catherine cécile célimène céline charles charlotte chloé christian christine chrysale claire claude claudine cléante
  clément clitandre colette daniel denis denise diane dorante dorimène dorine édouard élise élodie élisabeth éliante elmire elvire
  émile émilie emma emmanuel éraste éric ernest étienne eugène eugénie fabien fanny félix fernand françois françoise frédéric
  gabriel gaston geneviève georges gérard germaine géronte guillaume gustave guy hélène henri henriette hugo isabelle jacqueline
  jacques jean jeanne jérôme joseph joséphine jules julie julien juliette laurent léa léandre léon léonie louis louise lucas luc
  lucie lucien lucile lucinde madeleine marc marcel margot marguerite mariane marianne marie marine marinette martin martine
  mathieu mathilde maurice michel monique nadine nathalie nicolas nicole octave oronte orgon oscar pascal patrice paul pauline
  philaminte philinte philippe pierre pierrot rené renée robert roger roland rose roxane sabine samuel scapin sébastien sganarelle simon
  simone solange sophie stéphane suzanne sylvie sylvestre thérèse thierry thomas toinette trissotin valentin valère vincent
  victor victoire virginie yves yvonne zoé`.split(/\s+/),
);

/** By its title or a known given name; what shows neither is no person's, as far as is known. */
export function isPersonsName(label: string): boolean {
  if (HEADINGS.test(label)) return false;
  const [first = ''] = label.toLowerCase().split(/[\s-]/);
  return TITLE.test(label) || GIVEN.has(first);
}
