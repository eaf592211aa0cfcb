import type { Said } from '../offline.js';
import { EVERYDAY } from './everyday.js';

const INVERTED = '\\p{L}+(?:-t)?-(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)(?!\\p{L})';
/** At most two calls before what is asked: `Ah ! Monsieur, …` */
const CALL = '(?:[^,!?]{1,30}?\\s?[,!] ){0,2}(?:et |mais )?';
/** How a sentence that asks begins, perhaps behind a name or an interjection: not `Vous me demandez cela ?` */
const ASKS = new RegExp(
  `^${CALL}(?:(?:pourquoi|comment|que|qui|quel|quelle|quels|quelles|où|quand|combien|est-ce|(?:à|de|avec|pour|par|en|dans|sur) (?:qui|quoi|quel|quelle|quels|quelles))(?!\\p{L})|qu['’]|d['’]où(?!\\p{L})|(?:(?:ne|me|te|nous|vous|le|la|les|y|en) |[nmtl]['’])*${INVERTED})`,
  'iu',
);

/** The words of a text that say something; `croyez-vous` says `croyez`. */
const contentWords = ({ words }: Said) =>
  words
    .map((word) => word.replace(/^(?:l|d|j|m|t|s|n|c|qu)'(?=\p{L})/u, '').replace(/-.*$/u, ''))
    .filter((word) => word.length > 1 && !EVERYDAY.has(word));

/** Whether a question says by itself what it is about. */
export function isPlain(question: Said): boolean {
  return ASKS.test(question.text) && contentWords(question).length > 0;
}

/** A question that wants yes or no begins with a verb, or with est-ce que. */
const WANTS_YES_OR_NO = new RegExp(
  `^${CALL}(?:est-ce (?:que |qu['’])|(?:(?:ne|me|te|nous|vous|le|la|les|y|en) |[nmtl]['’])*${INVERTED})`,
  'iu',
);
const YES_OR_NO =
  /^(?:(?:ah|oh|hé|eh|ma foi|mais|monsieur|madame|mon \p{L}+|ma \p{L}+)\s?[,!.]? )*(?:oui|non|si|point|nullement|jamais|rien|aucun|certes|certainement|sans doute|assurément|peut-être|à peu près|pas|vraiment|bien sûr|parbleu|volontiers|fort bien|il est vrai|cela est vrai|je (?:le|la|l'|les|ne|n'|crois|pense|sais|veux|peux|puis|l'ai|suis)|j'(?:ai|en|y))(?!\p{L})/iu;

/** Whether a reply takes up what was asked, or says yes or no where a question wants that. */
export function isAnswer(answer: Said, question: Said, first: string): boolean {
  const asked = new Set(contentWords(question));
  const takesItUp = contentWords(answer).some((word) => asked.has(word));
  if (WANTS_YES_OR_NO.test(question.text)) return takesItUp || YES_OR_NO.test(answer.text.replaceAll('’', "'"));
  return takesItUp || !first.endsWith('!');
}
