import type { NamePatterns } from '../signs.js';

/** What may stand before the name: `en tant que le célèbre Dom Juan`. */
const TITLES =
  "(?:le |la |l'|un |une |monsieur |madame |m\\. |maître |docteur |capitaine |seigneur |célèbre |grande? |illustre |légendaire |seule? et unique |personnage (?:de |d')?)*";
const STARTS = '(?:^|[\\s"“«(*])';
/** `Comme Dom Juan l'a dit` quotes somebody, and `comme Dom Juan` compares. */
const SELF = "(?:,? (?:je |j'|me |m'|moi|mon |ma |mes |permettez|sachez|laissez))";

/** `En tant que Dom Juan, je …`, and reports of what the role would say. */
export function announcements({ whole, any }: NamePatterns): RegExp[] {
  return [
    new RegExp(`${STARTS}en (?:tant qu(?:e |')|ma qualité (?:de |d'))${TITLES}${any}(?!\\p{L})`, 'iu'),
    new RegExp(`${STARTS}comme ${TITLES}${any}(?: \\p{Lu}[\\p{L}'-]+)?${SELF}`, 'iu'),
    new RegExp(
      `(?<!\\p{L})${whole} (?:dirait|répondrait|ne dirait|ne répondrait|aurait (?:dit|répondu)|pourrait (?:dire|répondre))(?!\\p{L})`,
      'iu',
    ),
    new RegExp(`^${whole}(?:,)? (?:dit|répond|réplique|déclare|s'exclame)\\s?[:,]`, 'iu'),
    new RegExp(
      `(?<!\\p{L})(?:le rôle|la peau|la personnalité|la voix|le ton|la manière|le personnage) (?:de |d'|du )${TITLES}${any}(?!\\p{L})\\s?(?:,|:|je )`,
      'iu',
    ),
    new RegExp(
      `(?<!\\p{L})je (?:suis ici pour |vais |dois )?(?:joue|jouer|incarne|incarner|interprète|interpréter)(?: ici)? (?:le (?:rôle|personnage) (?:de |d'|du ))?${any}(?!\\p{L})`,
      'iu',
    ),
  ];
}

/** Talk about playing a part, whoever's it is. */
export const STAGE_TALK: readonly RegExp[] = [
  /(?<!\p{L})(?:dans|pour|selon) (?:le cadre de )?(?:ce|le|cet?|mon) jeu de rôles?(?!\p{L})/iu,
  /(?<!\p{L})(?:rôle|personnage|personnalité)(?: qui m'(?:a été|est)| que l'on m'a)? (?:attribuée?|assignée?)(?!\p{L})/iu,
  /(?<!\p{L})(?:je (?:ne )?suis (?:qu')?(?:une? )?(?:simple )?|en tant qu[e'][^.!?,]{0,40}?)personnage (?:fictif|de fiction|imaginaire|de théâtre)(?!\p{L})/iu,
  /(?<!\p{L})(?:rester|reste|restant|répondre|réponds|répondant|parler|parlant) (?:fidèle à |dans )?(?:mon|le|ce) (?:personnage|rôle)(?!\p{L})/iu,
  /(?<!\p{L})(?:mon|ce|le) personnage (?:dirait|répondrait|ne dirait pas|penserait)(?!\p{L})/iu,
];
