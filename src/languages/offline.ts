/** What is seen of a role in excerpts, counted. */
export interface Portrait {
  /** Those whom it answers most, most often first. */
  partners: string[];
  /** Mean length of a line. */
  meanLength: number;
  /** Shares of its sentences. */
  questions: number;
  exclamations: number;
  /** What it says of itself, and what others say to it, speaker and sentence: whole sentences. */
  ofItself: string[];
  toIt: { speaker: string; sentence: string }[];
}

/** A text with its words. */
export interface Said {
  text: string;
  words: readonly string[];
}

/** What the offline model knows and says in a language. Lengths are in the language's unit and our choice. */
export interface OfflineSpeech {
  /** Sentences in which a role speaks of itself, and in which others speak to it; how long a quoted one is. */
  ofItself: RegExp;
  toIt: RegExp;
  quotable: readonly [least: number, most: number];
  /** What kind of fact a sentence is in which a role speaks of itself: a property, in a few words. */
  ofItselfIs: string;
  /** A portrait in the third person without the name. */
  describe(portrait: Portrait): string;
  /** Kinds of role with words that speak for them: how often they must occur is a share of the role's words. */
  kinds: readonly [category: string, words: RegExp][];
  /** How a role speaks; mean length of a line up to which it is terse, and from which it is eloquent. */
  manners: { terse: string; eloquent: string; curious: string; plain: string };
  mannerLengths: readonly [terse: number, eloquent: number];

  /** A line that tells what something is, with the groups `what` and `verb`, and the question that it answers. */
  definition: RegExp;
  askDefinition(what: string, verb: string | undefined): string;
  definitionRationale: string;
  /** The question what the role is like. */
  selfQuestion: string;
  selfRationale: string;
  /** A question that nobody can answer. */
  askUnknown(quote: string): string;
  unknownAnswer: string;
  unknownRationale: string;

  /** Frames of a question that was really put to the role. */
  asked: readonly ((speaker: string, quote: string) => string)[];
  exchangeRationale(from: string, to: string): string;
  leastAsked: number;
  leastAnswered: number;
  /** Words whose meaning another sentence holds: a question with one of them cannot be understood by itself. */
  pointsElsewhere: RegExp;
  /** Whether a question says by itself what it is about, and whether a reply, by its first sentence too, answers one. */
  isPlain?(question: Said): boolean;
  isAnswer?(answer: Said, question: Said, first: string): boolean;

  /** Quotation marks inside of a quotation. */
  withInnerQuotes(text: string): string;
  longestQuote: number;
  longestAnswer: number;
  /** Longest general answer, how many words a token holds by a rule of thumb, and what is said where nothing can be. */
  longestSpeech: number;
  wordsPerToken: number;
  nothingToSay: string;

  /** A description addressed to the character, and a sentence of that as the character would say it. Quotations stay. */
  toSecondPerson(description: string): string;
  toFirstPerson(sentence: string): string;
}
