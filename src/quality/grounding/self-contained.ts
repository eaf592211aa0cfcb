import { tag } from 'jieba-wasm';
import type { Language } from '../../records.js';

/** Words that point at something, which a question by itself must have named before. */
const POINTERS =
  /\b(?:he|him|his|she|hers?|they|them|their|it|its|(?:this|that|these|those) (?:moment|time|day|night|scene|event|decision|situation|man|woman|person|people|place|letter|conversation|matter|incident|occasion|deed|act|action|plan|things?|one)|(?:do|did|say|said) (?:this|that))\b/gi;
/** `It` that stands for nothing. */
const EMPTY_IT =
  /\b(?:is|was|does|did|would|will|can|could|has|how is|what is|go about|make|makes|made|find|found|think|thought|take|takes|took|felt|feel|feels)? ?it (?:like|to|that|is|was|mean|means|come|comes|came|take|takes|took|feel|feels|felt|be|been|possible|hard|difficult|easy|worth|true|seem|seems|really|when|if|for|up|out|on|over)\b/gi;
/** Something that was named: a name, or a noun with its article. */
const NAMED =
  /(?<!^)\b\p{Lu}[\p{L}'-]+|\b(?:every|some|any)(?:thing|body|one)\b|\b(?:the|a|an|your|my|our|any|some|each|every|all|most|other|another|of|with|about|from|between|in|to|for|by|and) (?!(?:you|me|us|it|that|this|him|her|them|the|be|do|have)\b)\p{L}{3,}/u;

const CHINESE_POINTERS = /(?<![其吉])(?:他(?!人)|她|它)们?|这件事|那件事|此事|那时|这时候|那时候/g;
/** jieba's tags of words that name nothing: pronouns, adverbs, verbs and so on. Names that it does not know are nouns to it. */
const NAMES_NOTHING = new Set(['r', 'd', 'c', 'p', 'u', 'uj', 'ul', 'y', 'v', 'a', 'ad', 'm', 'f', 't', 'zg', 'l']);

const QUOTED = /“[^“”]*”|"[^"]*"|「[^「」]*」|‘[^‘’]*’/g;
/** A quotation's place, as a name of the same length: `Saying` is what was said. */
const blank = (found: string) => ' The saying'.padEnd(found.length).slice(0, found.length);

function namesSomething({ word, tag: kind }: { word: string; tag: string }): boolean {
  return (
    kind.startsWith('n') ||
    /^(?:有人|某人|谁|别人)$/.test(word) ||
    (/^\p{Script=Han}{2,}$/u.test(word) && !NAMES_NOTHING.has(kind))
  );
}

function englishShare(question: string): number {
  const text = question.replaceAll('’', "'").replace(EMPTY_IT, (found) => ' '.repeat(found.length));
  const named = NAMED.exec(text);
  const pointers = [...text.matchAll(POINTERS)];
  if (pointers.length === 0) return 1;
  const after = pointers.filter(({ index }) => named !== null && named.index < index).length;
  return after / pointers.length;
}

function chineseShare(question: string): number {
  const pointers = [...question.matchAll(CHINESE_POINTERS)];
  if (pointers.length === 0) return 1;
  let at = 0;
  let firstName = Number.POSITIVE_INFINITY;
  for (const token of tag(question, true)) {
    // The role that is spoken to is no antecedent: it is `you`.
    const isAddress = /^[，,：:]/.test(question.slice(at + token.word.length));
    if (namesSomething(token) && !isAddress) {
      firstName = at;
      break;
    }
    at += token.word.length;
  }
  return pointers.filter(({ index }) => firstName < index).length / pointers.length;
}

/**
 * How well a question can be understood without the passage that it came from (papers.md 1.4b, rule 2): the share of its
 * pointers (he, that moment, 他, 这件事) that stand after something that the question itself names; 1 where it has none.
 */
export function selfContained(question: string, language: Language): number {
  // What is quoted need not explain itself, but it may be what is pointed at.
  const text = question.replace(QUOTED, (found) => (language === 'zh' ? '话'.repeat(found.length) : blank(found)));
  return language === 'zh' ? chineseShare(text) : englishShare(text);
}
