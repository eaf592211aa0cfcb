import { QUOTED } from '../quoted.js';
import { tag } from './tagger.js';

const POINTERS = /(?<![其吉])(?:他(?!人)|她|它)们?|这件事|那件事|此事|那时|这时候|那时候/g;
/** jieba's tags of words that name nothing: pronouns, adverbs, verbs and so on. Names that it does not know are nouns to it. */
const NAMES_NOTHING = new Set(['r', 'd', 'c', 'p', 'u', 'uj', 'ul', 'y', 'v', 'a', 'ad', 'm', 'f', 't', 'zg', 'l']);

function namesSomething({ word, tag: kind }: { word: string; tag: string }): boolean {
  return (
    kind.startsWith('n') ||
    /^(?:有人|某人|谁|别人)$/.test(word) ||
    (/^\p{Script=Han}{2,}$/u.test(word) && !NAMES_NOTHING.has(kind))
  );
}

/** The share of a question's pointers that stand after something that it names; 1 where it has none. */
export function selfContained(asked: string): number {
  // A quotation's place is a noun of the same length.
  const question = asked.replace(QUOTED, (found) => '话'.repeat(found.length));
  const pointers = [...question.matchAll(POINTERS)];
  if (pointers.length === 0) return 1;
  let at = 0;
  let firstName = Number.POSITIVE_INFINITY;
  for (const token of tag(question)) {
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
