/** Words after `AI` that make it a field of knowledge or somebody's work: `as an AI researcher`. */
const NOT_A_FIELD =
  "(?!['-]| (?:researcher|expert|scientist|engineer|specialist|developer|enthusiast|company|pioneer|ethicist|theorist|professor)\\b)";
const MODEL =
  '(?:(?:large |generative )?(?:AI )?language model|AI(?:[ -]?(?:chat ?bot|assistant|model|program|system|entity|being))?|artificial intelligence(?: (?:assistant|model|program|system|entity|being))?|chat ?bot|(?:virtual|digital) (?:assistant|character|being|entity))';
const MACHINE = '(?:machine|robot|android|cyborg|computer(?: program)?|software|program|bot)';
const ONLY =
  '(?:just |only |still |merely |simply |but |a |an |actually |here as |not human,? (?:but )?|mere |humble |advanced |simple |fictional )*';

/** What only a language model says of itself. */
export const MODERN_MODEL: readonly RegExp[] = [
  /\b(?:as|I am|I'm|being) (?:just |only |merely |simply |but |an? |large |AI |artificial intelligence |mere |neural )*language model\b/i,
  /\b(?:I was|I am|I'm|I've been|me|model|assistant|AI)\b[^.!?]{0,40}\b(?:trained|created|developed|made|built|programmed) by (?:OpenAI|Anthropic|Google|Meta AI|Microsoft|Alibaba|Baidu)\b/i,
  /\b(?:I am|I'm|as) (?:ChatGPT|GPT-?\d|Claude, an|Bard, an)/i,
  /\bmy (?:training data|knowledge cut-?off|pre-?training|programming(?: does not allow| is (?:focused|designed|limited))|last (?:knowledge )?update)\b/i,
];

/** What a machine says of itself. */
export const MACHINE_TALK: readonly RegExp[] = [
  /\bI(?:'m| am| was|'ve been| have been) (?:not |only |just |simply )?programmed (?:to|for|with|by)\b/i,
  new RegExp(`\\bas an? (?:\\w+ )?${MODEL}\\b${NOT_A_FIELD}`, 'i'),
  new RegExp(`\\b(?:I am|I'm|I was) ${ONLY}${MODEL}\\b${NOT_A_FIELD}`, 'i'),
  new RegExp(
    `\\b(?:I am|I'm) ${ONLY}${MACHINE}\\b(?=[.,;!?]| (?:and|so|that|which|designed|programmed|created|here|without|with no)\\b)`,
    'i',
  ),
  /\b(?:since|because|as) I(?:'m| am) (?:not (?:a )?(?:real )?(?:human|person)\b|an AI\b)/i,
  /\bI(?:'m| am) not (?:actually )?(?:a )?real (?:person|human)\b/i,
];

/** Says of the character what only a model is. */
export const IS_MODEL =
  /\b(?:the character|you)(?: is|'s| are|'re) (?:an? |just |only |merely |simply )*(?:large |AI |artificial intelligence )*(?:language model|AI(?: assistant| model| chat ?bot)?|chat ?bot|virtual assistant)\b(?! \w+er\b|['-])/i;
