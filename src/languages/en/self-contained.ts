import { QUOTED } from '../quoted.js';

/** Words that point at something, which a question by itself must have named before. */
const POINTERS =
  /\b(?:he|him|his|she|hers?|they|them|their|it|its|(?:this|that|these|those) (?:moment|time|day|night|scene|event|decision|situation|man|woman|person|people|place|letter|conversation|matter|incident|occasion|deed|act|action|plan|things?|one)|(?:do|did|say|said) (?:this|that))\b/gi;
/** `It` that stands for nothing. */
const EMPTY_IT =
  /\b(?:is|was|does|did|would|will|can|could|has|how is|what is|go about|make|makes|made|find|found|think|thought|take|takes|took|felt|feel|feels)? ?it (?:like|to|that|is|was|mean|means|come|comes|came|take|takes|took|feel|feels|felt|be|been|possible|hard|difficult|easy|worth|true|seem|seems|really|when|if|for|up|out|on|over)\b/gi;
/** Something that was named: a name, or a noun with its article. */
const NAMED =
  /(?<!^)\b\p{Lu}[\p{L}'-]+|\b(?:every|some|any)(?:thing|body|one)\b|\b(?:the|a|an|your|my|our|any|some|each|every|all|most|other|another|of|with|about|from|between|in|to|for|by|and) (?!(?:you|me|us|it|that|this|him|her|them|the|be|do|have)\b)\p{L}{3,}/u;

/** A quotation's place, as a name of the same length: `Saying` is what was said. */
const blank = (found: string) => ' The saying'.padEnd(found.length).slice(0, found.length);

/** The share of a question's pointers that stand after something that it names; 1 where it has none. */
export function selfContained(question: string): number {
  const text = question
    .replace(QUOTED, blank)
    .replaceAll('’', "'")
    .replace(EMPTY_IT, (found) => ' '.repeat(found.length));
  const named = NAMED.exec(text);
  const pointers = [...text.matchAll(POINTERS)];
  if (pointers.length === 0) return 1;
  const after = pointers.filter(({ index }) => named !== null && named.index < index).length;
  return after / pointers.length;
}
