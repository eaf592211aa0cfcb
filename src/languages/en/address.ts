/** Words with which somebody is called who is not named, and what stands with them or with a name. */
const TITLES = new Set(
  `lord lady sir sirrah sire madam ma'am king queen prince princess captain doctor dr professor mr mrs ms miss master mister mistress
  majesty highness grace honour honor worship excellency father mother son daughter brother sister uncle aunt cousin coz nephew niece
  grandfather grandmother child children boy boys girl girls lad lads lass friend friends fellow fellows gentleman gentlemen lords
  ladies love lover darling sweetheart neighbour neighbor sergeant corporal colonel major general lieutenant inspector constable
  nurse husband wife comrade comrades`.split(/\s+/),
);
const WITH_THEM = new Set(
  `my our your mine good dear dearest sweet gentle noble worthy fair kind brave honest young old poor little great royal o oh ah and
  most beloved precious`.split(/\s+/),
);

/** Words of a form of address, at most. Our choice. */
const LONGEST = 4;

/** Whether a piece between two marks calls somebody: `good my lord`, `my dear Watson`, `Nora`. */
export function isAddress(piece: string, names: ReadonlySet<string>): boolean {
  const words = piece
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter((word) => word !== '');
  const isHead = (word: string) => TITLES.has(word) || names.has(word);
  return (
    words.length > 0 &&
    words.length <= LONGEST &&
    words.some(isHead) &&
    words.every((word) => isHead(word) || WITH_THEM.has(word))
  );
}
