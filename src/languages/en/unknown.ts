/** Talk of models and what they were trained on. */
export const TALKS_OF_MODELS: readonly RegExp[] = [
  /\b(?:A\.?I\.?|LLMs?|GPT)\b/,
  /\b(?:language models?|artificial intelligence|chat ?bots?|neural networks?|data ?bases?|data ?sets?|knowledge (?:base|cut-?off|graph))\b/i,
  /\b(?:training (?:data|set|corpus)|trained on|my (?:programming|prompts?|instructions|profile|persona|sources)|role-?play(?:s|ed|ing)?)\b/i,
  /\b(?:wikipedia|wikidata|the internet|in the provided|(?:provided|given) (?:information|facts?|text|context))\b/i,
];

const DO_NOT = "(?:(?:do|does|did|can|could|would) ?n[o'’]t|(?:do|does|did|can|could|would) not|cannot|can ?not)";
const KNOWING =
  '(?:know|knew|understand|follow|recall|remember|say|tell|name|speak|answer|guess|fathom|make (?:head|sense|anything)|think (?:I|of))';

/** Says that the speaker does not know or understand: any sign of it, in old words too. */
export const SAYS_UNKNOWN = new RegExp(
  [
    `\\b${DO_NOT} (?:\\w+ ){0,2}${KNOWING}\\b`,
    "\\b(?:know|knew|knows|understand)(?:'st|est)? (?:not|nothing|no|naught|nought|little|of no)\\b",
    '\\bnever (?:\\w+ )?(?:heard|hear|seen|saw|known|knew|met|been|set|had|learn(?:ed|t)|read|owned|held|touched|crossed|laid|in my life|did)\\b',
    "\\b(?:have|has|had|hold|keep|own) (?:no|not|never|none)\\b|\\bhave not\\b|\\bhaven['’]t\\b",
    '\\bno (?:idea|notion|knowledge|such|memory|word|answer|clue|inkling|sense|meaning)\\b|\\bthere (?:is|was) no\\b',
    '\\b(?:not|nor) (?:known|familiar|acquainted|heard|mine|my|of my|in my|for me|a (?:thing|word|name))\\b',
    '\\b(?:unknown|unfamiliar|foreign|strange|strangers?|new|nothing|Greek|riddles?|gibberish|nonsense) (?:to|of|about|in) (?:me|my|that|this|it|such|any)\\b',
    '\\b(?:strange|odd|curious|queer|unfamiliar|unknown|outlandish) (?:words?|names?|talk|questions?|things?|speech)\\b',
    '\\bbeyond (?:me|my)\\b|\\bignorant of\\b|\\bwhat you (?:mean|speak of|talk of|ask)\\b|\\bmistake(?:n)? me\\b|\\bwrong (?:man|woman|person|one|door)\\b',
    "\\bwhat(?: in [\\w' ]+)? (?:is|are|was|were|manner|kind|sort)\\b[^.!?]{0,60}\\?",
  ].join('|'),
  'i',
);

/** Talk of a list of facts, or of where they come from. */
export const TALKS_OF_DATA =
  /\b(?:wiki(?:data|pedia)?|propert(?:y|ies)|(?:the|these|those|listed|numbered|following) facts|facts? (?:no\.? ?)?\d+|data ?bases?|knowledge (?:base|graph|file)|lorebook|profiles?|[PQ]\d{1,8})\b/i;
