/** The commonest words of other languages of its script, and its own. */
const FOREIGN: ReadonlySet<string> = new Set(
  'el los las una por para que con pero como muy estoy está yo mi et les des est dans une pour pas vous je nous der und das nicht ein eine ich mit auf ist zu il di che non per sono uno da em não uma com'.split(
    ' ',
  ),
);
const OWN: ReadonlySet<string> = new Set(
  'the and of to a an in is it that i you he she we they my your his for with on as at but be are was were have has not this so by from or do'.split(
    ' ',
  ),
);

export const PARTICLES = { own: OWN, foreign: FOREIGN };
