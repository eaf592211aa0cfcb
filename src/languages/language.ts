import type { OfflineSpeech } from './offline.js';
import type { Signs } from './signs.js';

/** What a question asks somebody to do, in two words: the verb as a dictionary has it, and its direct object's noun. */
export interface VerbObject {
  verb: string;
  noun: string;
}

/** Finds the first verb of a question that has a noun for its object. Undefined where none has. */
export type VerbObjectFinder = (question: string) => VerbObject | undefined;

/** What a language counts its lengths in. Settings of lengths are in words or in characters, each under a name of its own. */
export type LengthUnit = 'word' | 'character';

/** Scripts that a text is told by: see text/language. */
export type LanguageScript = 'latin' | 'han';

/** How a habit of speech is found: clauses that a role says again and again. Lengths are in the language's unit. */
export interface ClauseHabits {
  /** A clause, and a word of it. Both patterns are global. */
  clause: RegExp;
  word: RegExp;
  /** Shortest and longest clause that can be a habit. */
  length: readonly [least: number, most: number];
  /** Words that a clause must have which is no fixed expression. */
  leastWords: number;
  /** In how many lines such a clause must stand, and once in how many clauses, where these are short. */
  fewestLines: number;
  clausesPerPhrase?: number;
  /** Fixed expressions that a speaker is known by (oaths, assurances, turns of speech), each a whole clause in small letters. */
  setPhrases: readonly RegExp[];
  /** The commonest words: a clause of nothing else shows no one's manner. Not said where every clause of this length does. */
  everyday?: ReadonlySet<string>;
}

/** Limits of texts, in the language's unit. Our choice. */
export interface Limits {
  /** Shortest question that asks something without what came before. */
  shortestQuestion: number;
  /** Longest general answer that may be a bare label or name without a full stop. */
  longestLabel: number;
  /** Longest answer that several questions may have in common. */
  commonAnswer: number;
  /** Longest answer that is no more than yes or no. */
  yesOrNo: number;
  /** Shortest quotation that is what somebody said, not a word set apart. */
  shortestQuotation: number;
  /** Shortest line of a role that shows how it sounds. */
  stylishLine: number;
  /** Longest trait in a list of them. */
  trait: number;
}

/** How texts are compared: what is cut apart, and what counts little. Words are in small letters. */
export interface Comparison {
  /** Where one word is cut into two, an empty match at each place: `l'|argent`, `avez|-vous`. It must be global. */
  cuts: RegExp;
  /** Words of grammar, which say nothing about what is asked; none that is a word of another language. */
  light: ReadonlySet<string>;
  /** How people are addressed without their name. */
  titles: ReadonlySet<string>;
}

/** What the program itself writes in a language: into prompts, descriptions and cards. */
export interface Phrases {
  /** The fixed beginnings of the two descriptions (papers.md 1.3), and the colon behind them. */
  openers: { description: string; secondPerson: string };
  colon: string;
  fullStop: string;
  /** Stands in a prompt where there is nothing to show. */
  none: string;
  /** What comes before the list of catchphrases, and the list as a sentence of a description. */
  catchphrasesOpener: string;
  tellCatchphrases(texts: readonly string[]): string;
  /** Traits of a character as a sentence. */
  tellPersonality(traits: readonly string[]): string;
  /**
   * A description in which the words that prompts ask for stand in the place of the character's names. These are sources of
   * patterns, longest first.
   */
  withoutName(description: string, names: readonly string[]): string;
}

/** By what the directions and headings of a script tell where a scene ends. */
export interface StageWords {
  /** The label at the beginning of a heading: "ACT I. SCENE II. ". What follows it tells the place. */
  heading: RegExp;
  /** A direction after which nobody is on the stage. */
  cleared?: RegExp;
  /** A direction by which somebody comes or goes. */
  moves: RegExp;
}

/** What stands in for replies in a plan. */
export interface StandIn {
  /** The beginning of a text that is as long as most of what prompts allow a description. */
  longest: RegExp;
  /** What stands between words: a script's marks would fail the checks that a real description passes. */
  marks: RegExp;
  ask(about: string): string;
}

/** A language that roles speak: what the program knows of it. */
export interface Language<Code extends string = string> {
  /** BCP 47. */
  code: Code;
  /** As reports and dataset cards call it. */
  name: string;
  unit: LengthUnit;
  /** The script in which it is written. */
  script: LanguageScript;
  /** A letter that no language before it in the list is written with: a text that holds one is taken for it. */
  letter?: RegExp;
  /** Whether a text without such letters is in it, by its words. The first of the list is what no other recognises. */
  recognises?(text: string): boolean;
  /** What stands between two words or sentences. */
  joiner: string;
  /** What stands between the members of a list of words, and of a list of phrases. */
  listJoiner: string;
  phraseJoiner: string;
  /** Sentences of one line of text, in order, each with its closing punctuation. */
  splitSentences(line: string): string[];
  limits: Limits;
  phrases: Phrases;
  standIn: StandIn;
  clauses: ClauseHabits;
  comparison?: Comparison;
  /** Without it scenes are cut by acts, and long ones by who speaks. */
  stage?: StageWords;
  /** How words are cut where no spaces do it. The cutter is loaded when it is asked for. */
  openWords?(): Promise<(text: string) => string[]>;
  /** By what the checks know a text in it. Its taggers are loaded when they are asked for. */
  openSigns?(): Promise<Signs>;
  /** What the offline model says. Its tagger is loaded when it is asked for. */
  openOffline?(): Promise<OfflineSpeech>;
  /** The finder of verbs and their objects. Its tagger is loaded when it is asked for. */
  openVerbObjects?(): Promise<VerbObjectFinder>;
}
