import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
let nlp: typeof import('compromise/two')['default'] | undefined;

/** Words in capitals that head a piece of text. */
export const HEADINGS =
  /^(?:note|notes|warning|caution|tip|tips|hint|answer|question|step|title|ps|p\.s\.?|nb|n\.b\.?|summary|moral|act|scene|verse|chorus|bridge|part|chapter|subject|dear|re|to|from|date|pros|cons|example|conclusion|introduction|reason|result|ingredients|method|directions|instructions|faq|fact|rule|lesson|first|second|third|finally)\b/i;

/** The tagger takes 25 MB and is loaded with the first label of a line. */
export function isPersonsName(label: string): boolean {
  const name = label.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
  if (HEADINGS.test(label)) return false;
  nlp ??= load('compromise/two') as typeof nlp & {};
  return nlp(name).has('#Person');
}
