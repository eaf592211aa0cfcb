const pattern = (source: string) => new RegExp(source, 'iu');

/** `Je suis`, and what softens it. */
const I_AM =
  "(?<!\\p{L})je (?:ne )?suis (?:qu')?(?:en (?:fait|réalité) |seulement |simplement |juste |avant tout |rien (?:d'autre|de plus) qu'|pas humaine?,? (?:mais )?)*(?:une? |l')?(?:simple |grande? |humble |pure? )*";
const MODEL =
  "(?:ia|intelligence artificielle|modèle (?:d['e] ?)?(?:ia|intelligence artificielle)|assistante? (?:ia|virtuel(?:le)?|numérique|d'intelligence artificielle)|(?:agent|robot) conversationnel|chat ?bot|programme d'(?:ia|intelligence artificielle)|entité (?:virtuelle|numérique)|personnage virtuel|être virtuel)(?!['’\\p{L}-])";
const LANGUAGE_MODEL =
  "(?:grand |large |simple )*modèle (?:d'ia )?(?:de langage|de langue|linguistique|de traitement du langage)";

/** What only a language model says of itself. */
export const MODERN_MODEL: readonly RegExp[] = [
  pattern(`(?<!\\p{L})en tant qu(?:e |')(?:une? )?${LANGUAGE_MODEL}`),
  pattern(`${I_AM}${LANGUAGE_MODEL}`),
  pattern(
    "(?<!\\p{L})(?:je (?:suis|fus)|j'ai été|modèle|assistante?|ia)(?!\\p{L})[^.!?]{0,40}(?:entraînée?|formée?|développée?|créée?|conçue?|programmée?|mise? au point) par (?:openai|anthropic|google|meta(?: ai)?|microsoft|mistral(?: ai)?|alibaba|baidu)(?!\\p{L})",
  ),
  pattern('(?<!\\p{L})(?:je suis|en tant que) (?:chatgpt|gpt-?\\d|claude, une?|gemini, une?|bard, une?|mistral, une?)'),
  pattern(
    "(?<!\\p{L})(?:mes données d'(?:entraînement|apprentissage)|ma date (?:de coupure|limite de connaissances?)|mon (?:pré-?)?entraînement s'(?:arrête|est arrêté)|mes connaissances s'arrêtent (?:à|en) (?:\\p{L}+ )?(?:19|20)\\d\\d|ma programmation (?:ne me permet|m'interdit|est limitée))",
  ),
];

/** What a machine says of itself. */
export const MACHINE_TALK: readonly RegExp[] = [
  pattern(`(?<!\\p{L})n'étant qu'une? (?:simple |humble )?(?:${MODEL}|${LANGUAGE_MODEL})`),
  pattern(
    "(?<!\\p{L})(?:je (?:ne )?suis (?:pas |seulement |simplement )?|j'ai été |je n'ai (?:pas )?été )programmée? (?:pour|par|à|afin)",
  ),
  pattern(`(?<!\\p{L})en tant qu(?:e |')(?:une? )?(?:\\p{L}+ )?${MODEL}`),
  pattern(`${I_AM}${MODEL}`),
  pattern(
    `${I_AM}(?:machine|robot|androïde|cyborg|ordinateur|programme(?: informatique)?|logiciel|automate)(?=\\s?[.,;!?]|$| (?:et|ou|qui|conçue?|programmée?|créée?|sans|fabriquée?)(?!\\p{L}))`,
  ),
  pattern(
    "(?<!\\p{L})(?:n'étant pas|comme je ne suis pas|puisque je ne suis pas|car je ne suis pas) (?:un être |une personne |un )?(?:humaine?|réelle)(?!\\p{L})",
  ),
  pattern(
    '(?<!\\p{L})je ne suis pas (?:une vraie personne|une personne réelle|un véritable être humain|un vrai humain)',
  ),
];

/** Says of the character what only a model is. */
export const IS_MODEL =
  /(?<!\p{L})(?:le personnage|tu|vous) (?:n'est qu'|n'es qu'|n'êtes qu'|est |es |êtes )(?:une? |seulement |simplement |simple |grand )*(?:modèle (?:de langage|d'ia|linguistique)|ia|intelligence artificielle|assistante? (?:virtuel(?:le)?|ia)|chat ?bot|agent conversationnel)(?![\p{L}'’-])/iu;
