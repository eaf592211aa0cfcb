import type { Portrait } from '../offline.js';

const capitalise = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function habits({ meanLength, questions, exclamations }: Portrait): string {
  const length = meanLength <= 12 ? 'briefly' : meanLength <= 35 ? 'a few sentences at a time' : 'at length';
  if (questions > 0.3) return `speaks ${length} and asks many questions`;
  if (exclamations > 0.25) return `speaks ${length}, often with an exclamation`;
  if (questions < 0.1) return `speaks ${length} and seldom asks a question`;
  return `speaks ${length}`;
}

/** A portrait in the third person without the name. */
export function describe(portrait: Portrait): string {
  const { partners, ofItself, toIt } = portrait;
  const sentences = [`The character ${habits(portrait)}.`];
  if (partners.length > 0) sentences.push(`The character talks most with ${listNames(partners)}.`);
  const [first, second, third] = ofItself;
  if (first) sentences.push(`The character says: "${first}"`);
  if (second) sentences.push(`At another time the character says: "${second}"`);
  if (third) sentences.push(`Later the character declares: "${third}"`);
  for (const { speaker, sentence } of toIt) {
    sentences.push(`${capitalise(speaker)} says to the character: "${sentence}"`);
  }
  return sentences.join(' ');
}
