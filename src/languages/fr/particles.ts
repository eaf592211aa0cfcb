/** The commonest words of other languages of its script, and its own; none that both have (on, or, a, me, non). */
const FOREIGN: ReadonlySet<string> = new Set(
  `the and of to is it that i you he she we they my your his for with at but be are was were have has this so by from what will
  would el los las por para con pero como muy estoy está yo y der das nicht ein eine ich mit auf ist zu di che sono com não uma
  em het een niet`.split(/\s+/),
);
const OWN: ReadonlySet<string> = new Set(
  `le la les un une des du de et est que qui dans pour pas vous je tu ne nous il elle ce se sur avec mais plus mon ma mes votre
  vos au aux en à ou où si on lui leur sont son sa ses cette ces bien tout c'est n'est j'ai qu'il qu'on d'un d'une`.split(
    /\s+/,
  ),
);

export const PARTICLES = { own: OWN, foreign: FOREIGN };
