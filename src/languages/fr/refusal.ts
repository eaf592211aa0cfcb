/** In small letters with the i flag; `\b` does not know accents. */
const B = '(?<![\\p{L}])';
const E = '(?!\\p{L})';
const pattern = (source: string) => new RegExp(source, 'iu');

const REGRET = `${B}(?:désolée?|navrée?|regrette|excuse[rz]?(?:-moi)?|pardonne[rz]?(?:-moi)?|excuses|malheureusement)${E}[^.!?]{0,120}?`;
const CANNOT =
  "(?:je ne (?:peux|pourrais|pourrai|puis|saurais|suis)(?: malheureusement| donc)? ?(?:pas|point)?(?: en mesure de| capable de| en capacité de| autorisée? à| habilitée? à)?|(?:il m'est|il ne m'est pas) (?:impossible|possible) de|dans l'(?:impossibilité|incapacité) de)";
/** What is asked of an assistant, in its own words. */
const TASK = '(?:demande|requête|question|tâche|instruction|consigne|prompt)';
const THIS = `(?:(?:à )?(?:cette|votre|ta|ce type de|ce genre de|une telle) ${TASK}|ce type de (?:contenu|demande|question)|ce genre de (?:contenu|demande|question))`;
const SERVICE = `(?:(?:vous |t'|te )?(?:répondre|accéder|donner suite|satisfaire|traiter|exécuter|effectuer|accomplir|réaliser|aider (?:avec|pour|dans|sur|à))(?: à| avec)? ?${THIS}|(?:vous |te |lui )?(?:fournir|générer|produire|créer|proposer|donner) (?:de (?:réponse|contenu|conseils?|telles? informations?)|d'(?:informations?|assistance)|du contenu|un contenu|une réponse (?:à|précise|exacte|fiable)|ce (?:type|genre) d['e]|des (?:informations|conseils|liens|données)|cette information|ces informations)|(?:accéder|me connecter|naviguer|effectuer de recherches?) (?:à|sur|en) (?:internet|ligne|des|la base|les fichiers|votre|le web)|(?:vous aider|t'aider|vous assister) (?:avec|sur|dans|pour) (?:cela|ça|cette|ce|votre|ta))`;

/** An assistant turns a task down. A character that will not lend, tell or marry does so in other words. */
export const REFUSAL: readonly RegExp[] = [
  pattern(`${CANNOT} ${SERVICE}`),
  pattern(
    `${REGRET}${CANNOT} (?:\\p{L}+ )?(?:répondre|aider|assister|traiter|fournir|générer|accéder)[^.!?]{0,30}${THIS}`,
  ),
  pattern(
    `^(?:${REGRET})?,? ?(?:mais )?${CANNOT} (?:vous |t'|te )(?:aider|assister)(?: (?:avec|sur|pour|à) (?:cela|ça|ce sujet))?\\s?[.!]`,
  ),
  pattern(
    `${REGRET}${CANNOT} (?:vous |te )?(?:aider|répondre|fournir|générer|traduire|classer|identifier) [^.!?]{0,60}(?:sans (?:plus|davantage|contexte|informations?|précisions?)|car (?:il|elle)s? (?:manque|ne contient)|cette ${TASK})`,
  ),
  pattern(
    `${B}(?:je n'ai (?:pas|aucun)(?: d')?(?: accès| l'accès)(?: direct)? (?:à|aux) (?:internet|des|ces|cette|vos|votre|la base|les|l'information|une|données)|je n'ai pas accès aux (?:informations|données|fichiers)|je ne dispose (?:pas|d'aucune)(?: de suffisamment| d'assez)? ?(?:d'|de |des |l')?(?:accès|informations?|données|éléments|contexte|précisions)|je n'ai pas (?:suffisamment|assez) (?:d'informations?|de contexte|d'éléments|de détails|de précisions|de données))`,
  ),
  pattern(
    `${B}(?:veuillez|pourriez-vous|pouvez-vous|pourrais-tu|peux-tu|merci de)(?: s'il (?:vous|te) plaît)?,? (?:bien |vouloir |bien vouloir )*(?:me |m')?(?:fournir|préciser|reformuler|clarifier|indiquer|communiquer|donner) (?:le|la|les|l'|un|une|plus|davantage|votre|ta|des)(?: |')?(?:\\p{L}+ )?(?:de |d')?(?:contexte|informations?|détails?|précisions?|question|texte|phrase|passage|extrait|données|article|options|instructions?|consigne|image)${E}`,
  ),
  pattern(
    `${B}(?:va à l'encontre de|contraires? à|enfreint|viole|ne respecte pas|ne correspond pas à) (?:mes|nos|ma|la) (?:directives|principes d'utilisation|règles d'utilisation|consignes|politique|programmation|conditions d'utilisation)`,
  ),
  pattern(
    `${B}il (?:n'est pas|ne serait pas|est|serait) (?:pas )?(?:approprié|inapproprié|éthique)(?: pour moi)? de (?:fournir|générer|répondre|promouvoir|créer|produire)`,
  ),
  pattern(`${B}(?:contenu|demande|question|requête) (?:inappropriée?|offensante?|nuisible|illégale?)s?${E}`),
  pattern(
    `${REGRET}(?:n'(?:ai|es|êtes|avez|as)|n'a) (?:pas|point) (?:fourni|donné|précisé|indiqué|inclus|joint) (?:de |d'|le |la |les |l')?(?:\\p{L}+ )?(?:texte|phrase|données|détails|contexte|informations?|options|image|passage|liste)`,
  ),
  pattern(
    `${REGRET}(?:cette|votre|la|ce type de) (?:question|demande|requête)[^.!?]{0,40}(?:dépasse|sort d|ne (?:relève|correspond|s'inscrit|fait))[^.!?]{0,30}(?:mes (?:compétences|capacités)|mon (?:rôle|domaine|personnage)|ma personnalité)`,
  ),
  pattern(
    `${B}(?:y a-t-il|avez-vous|puis-je vous aider) (?:autre chose|une autre question|d'autres questions)(?: (?:que je puisse|en quoi|pour laquelle|sur))`,
  ),
  pattern(
    `${B}en tant qu(?:e |')(?:une? )?(?:ia|intelligence artificielle|(?:grand )?modèle (?:de langage|de langue|linguistique)|assistante?(?: virtuel(?:le)?| ia)?|personnage fictif)${E}[^.!?]{0,60}${CANNOT}`,
  ),
];
