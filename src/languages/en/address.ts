/** Words with which somebody is called who is not named, and what stands with them or with a name. */
const TITLES = new Set(
  `lord lady sir sirrah sire madam ma'am king queen prince princess captain doctor dr professor mr mrs ms miss master mister mistress
  majesty highness grace honour honor worship excellency lordship ladyship father mother son daughter brother sister uncle aunt cousin
  coz nephew niece grandfather grandmother child children boy boys girl girls lad lads lass friend friends fellow fellows gentleman
  gentlemen lords ladies love lover darling sweetheart neighbour neighbor sergeant corporal colonel major general lieutenant inspector
  constable nurse husband wife comrade comrades`.split(/\s+/),
);
const WITH_THEM = new Set(
  `my our mine good dear dearest sweet gentle noble worthy fair kind brave honest young old poor little great royal o oh ah most
  beloved precious`.split(/\s+/),
);

/** `Your aunt` is spoken of, and `your majesty` spoken to. */
const YOURS = /^your (?:\p{L}+ )?(?:majesty|highness|grace|honou?r|worship|excellency|lordship|ladyship)$/u;

/** Kin of the speaker is spoken of oftener than to by these words alone; `good my mother` is spoken to. */
const SPOKEN_OF = /^(?:my|our) (?:father|mother|wife|husband|brother|sister|uncle|aunt)$/u;

/** Words of a form of address, at most. Our choice. */
const LONGEST = 4;

/** What calls somebody in a piece between two marks, which is then all of it: `good my lord`, `my dear Watson`, `Nora`. */
export function addressIn(piece: string, names: ReadonlySet<string>): string | undefined {
  const said = piece.toLowerCase();
  const words = said.split(/[^\p{L}']+/u).filter((word) => word !== '');
  const isHead = (word: string) => TITLES.has(word) || names.has(word);
  const isCall = words.some(isHead) && words.every((word) => isHead(word) || WITH_THEM.has(word));
  if (words.length > LONGEST || SPOKEN_OF.test(said)) return undefined;
  return isCall || YOURS.test(said) ? piece : undefined;
}
