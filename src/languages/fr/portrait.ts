import type { Portrait } from '../offline.js';
import { quoted, within } from './phrases.js';

function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`;
}

function habits({ meanLength, questions, exclamations }: Portrait): string {
  const length =
    meanLength <= 12 ? 'parle brièvement' : meanLength <= 35 ? 'parle en quelques phrases' : 'parle longuement';
  if (questions > 0.3) return `${length} et pose beaucoup de questions`;
  if (exclamations > 0.25) return `${length} et s'exclame souvent`;
  if (questions < 0.1) return `${length} et pose rarement une question`;
  return length;
}

/** A portrait in the third person without the name. */
export function describe(portrait: Portrait): string {
  const { partners, ofItself, toIt } = portrait;
  const sentences = [`Le personnage ${habits(portrait)}.`];
  if (partners.length > 0)
    sentences.push(`Le personnage s'entretient surtout avec ${listNames(partners.map(within))}.`);
  const [first, second, third] = ofItself;
  if (first) sentences.push(`Le personnage dit\u00a0: ${quoted(first)}.`);
  if (second) sentences.push(`Une autre fois, le personnage dit\u00a0: ${quoted(second)}.`);
  if (third) sentences.push(`Plus tard, le personnage déclare\u00a0: ${quoted(third)}.`);
  for (const { speaker, sentence } of toIt) {
    sentences.push(`${speaker} dit au personnage\u00a0: ${quoted(sentence)}.`);
  }
  // The quotation's own mark closes the sentence.
  return sentences.join(' ').replace(/([.!?…]\u00a0»)\./g, '$1');
}
