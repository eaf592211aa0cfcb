/** Whom a question is put to. */
export type Addressee = 'role' | 'nobody' | { other: string };

/** The names that a role goes by, longest first, and single words of them in small letters that stand for the whole. */
export interface RoleNames {
  names: readonly string[];
  parts: ReadonlySet<string>;
}

/** Sources of patterns that match a role's names. */
export interface NamePatterns {
  /** One of its names, whole; and a part of one too. */
  whole: string;
  any: string;
  /** One of those of its names that fit; what matches nothing where none does. */
  oneOf(fits: (name: string) => boolean): string;
}

/** How many characters of a text are written in one script only. */
export type ScriptVariants = Record<'traditional' | 'simplified', number>;

/** By what a text shows that it does not assert what it names. All patterns are for small letters and straight apostrophes. */
export interface Denial {
  /** Where a sentence is cut into clauses, each of which denies for itself. */
  clauseEnd: RegExp;
  /** The beginning of a clause that goes on with what the one before it denies. */
  goesOn: RegExp;
  /** What looks like a negation and is none (no doubt, 不但). Global. */
  noNegation: RegExp;
  /** Denies what stands behind it in its clause. */
  negation: RegExp;
  /** A clause that only reports or supposes: you say, as if. */
  reports: RegExp;
  /** Sets right what somebody took for granted: you are mistaken, no such thing. */
  corrects: RegExp;
  /** Says that the speaker knows nothing of something. */
  ignorance: RegExp;
}

/**
 * By what the checks know a text in a language. A check that needs a sign which the language lacks abstains from rows of roles
 * that speak it.
 */
export interface Signs {
  /** Asks for a name or a fact, which one word may answer wholly. */
  asksForFact?: RegExp;
  asksYesOrNo?: RegExp;
  saysYesOrNo?: RegExp;
  /** A sentence that asks for something without a question mark. */
  request?: RegExp;
  /** The words with which a text breaks off: after them more must come. */
  danglingWord?: RegExp;

  /** Instructions whose answer rightly stands in another language or in no language at all. */
  asksForAnotherLanguage?: RegExp;
  /** Its commonest words, and those of other languages of its script: where more of these stand, a text is foreign. */
  particles?: { own: ReadonlySet<string>; foreign: ReadonlySet<string> };
  /** The two scripts that it is written in: when one is asked for, and how much of a text is of each. */
  scriptVariants?: { askedFor: RegExp; count(text: string): ScriptVariants };

  /** Text that somebody was to fill in, and a question that wants something said again and again. */
  placeholders?: readonly RegExp[];
  asksToRepeat?: RegExp;

  /** A question that knows of a text asks about the role's book, not the role. */
  talksOfText?: readonly RegExp[];
  /** What in a piece between two marks calls somebody: a title, a word of kin, one of these names, in small letters. */
  addressIn?(piece: string, names: ReadonlySet<string>): string | undefined;
  addresseeOf?(question: string, role: RoleNames): Addressee;

  /** No character of a script says this of itself, a machine neither. */
  modernModel?: readonly RegExp[];
  /** What a speaker says that admits to being a machine. */
  machine?: readonly RegExp[];
  /** Says of the character, in the third or the second person, what only a model is. */
  isModel?: RegExp;
  /** Talk of models, programs and what they were trained on, by whomever. */
  talksOfModels?: readonly RegExp[];
  /** Says that the speaker does not know or understand something: any sign of it. */
  saysUnknown?: RegExp;
  /** Talk of the data that a question was made from, and not of what it says. */
  talksOfData?: RegExp;
  /** An assistant turns a task down. */
  refusal?: readonly RegExp[];
  /** Announces whom it plays, and talks of playing a part. */
  announcements?(role: NamePatterns): RegExp[];
  stageTalk?: readonly RegExp[];

  /** A line that begins with a speaker's label, in whatever marks it stands, and what is said behind it. */
  speakerLabel?: RegExp;
  /** Sides of a chat, under which nobody of a script speaks. */
  sides?: RegExp;
  /** What is said to somebody. */
  speech?: RegExp;
  /** Words that head a piece of text and are nobody's name. */
  headings?: RegExp;
  /** A question that has several people speak; of a role, one that has it make such a text. */
  asksForSpeakers?: RegExp;
  asksToPlay?: RegExp;
  isPersonsName?(label: string): boolean;

  /** Names that an answer tells, its numbers in words, and the small numbers, from 0, that may stand for digits. */
  namesIn?(answer: string): string[];
  numberWords?: RegExp;
  smallNumbers?: readonly string[];
  /** By what an answer denies. */
  denial?: Denial;
  /** Words (Chinese: characters) of numbers: in each group one may stand for another. */
  numerals?: readonly (readonly string[])[];
  /** What words may end with in their forms. */
  endings?: readonly string[];
  /** The share of a question's pointers (he, that moment) that stand after something that it names; 1 where it has none. */
  selfContained?(question: string): number;
}
