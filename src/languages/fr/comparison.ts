import type { Comparison } from '../language.js';

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Elided words and pronouns behind their verb are words of their own: `l'argent`, `avez-vous`, `a-t-il`. */
export const comparison: Comparison = {
  cuts: /(?<=^(?:[cdjlmnst]|(?:lors|puis|quoi|jus|quelqu)?qu)')(?=\p{L})|(?=(?:-t)?-(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|lui|leur|les?|la|y|en)$)/gu,
  light: listed(`
    je tu il elle nous vous ils elles j' l' d' qu' n' c' s' m' t' -je -tu -il -elle -nous -vous -ils -elles -on -ce -moi -t-il
    -t-elle -t-on le la les un une des du de au aux et ou mais donc que qui dont ce cet cette ces mes ma ta tes votre vos notre nos
    leur leurs dans avec est êtes es sont était étiez étaient été avez aviez avait ont suis ne pas y en si très bien cela ça
    pensez penses penser dites dis dire donc
  `),
  titles: listed(`
    monsieur madame mademoiselle messieurs seigneur monseigneur maître sire majesté altesse excellence docteur capitaine mon ma
    cher chère père mère sœur frère ami amie
  `),
};
