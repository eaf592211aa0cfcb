import { QUOTED } from '../quoted.js';

/** Words that point at something, which a question by itself must have named before. */
const POINTERS =
  /(?<![\p{L}])(?:il|elle|ils|elles|lui|leur|leurs|eux|celui-ci|celle-ci|cela|ça|(?:ce|cet|cette|ces) (?:moment|instant|jour|nuit|soir|temps|scène|événement|décision|situation|homme|femme|personne|gens|lieu|endroit|lettre|conversation|affaire|incident|occasion|acte|action|projet|plan|choses?|jour-là|moment-là|fois-là))(?![\p{L}])/giu;
/** `Il` that stands for nothing, and `lui-même`, which points at what the clause itself names. */
const EMPTY_IL =
  /(?<![\p{L}'’])(?:il (?:y a|y avait|y aura|faut|fallait|faudrait|est (?:vrai|possible|nécessaire|juste|permis|temps|bon|facile|difficile|important|utile|dangereux|certain|impossible|question|arrivé)|s'agit|pleut|neige|vaut mieux|semble|paraît|arrive|suffit|convient|reste|se peut)|(?:y a|y avait|y aura)-t-il|(?:faut|faudrait|fallait|est|serait|était|vaut|suffit|convient|arrive|importe|reste)(?:-t)?-il|s'agit-il|s'agissait-il|qu'en est-il|(?:lui|elle|eux|elles)-mêmes?|vous (?:est-il|arrive-t-il|semble-t-il|paraît-il))/giu;
/** Something that was named: a name, or a noun with its article. */
const NAMED =
  /^(?!(?:Pourquoi|Comment|Quand|Où|Que|Qui|Quoi|Quel|Quelle|Combien|Lequel|Laquelle|Et|Mais|Il|Elle|Ils|Elles|On|Cela|Ce|Ça|Je|Tu|Vous|Nous|Cet|Cette|Lui|Leur)(?!\p{L}))\p{Lu}\p{L}+ (?=(?:vous|te|ne|est|a|avait|était)(?!\p{L})|[tns]['’])|(?<!^)(?<!\p{L})\p{Lu}[\p{L}'’-]+|(?<!\p{L})(?:quelqu['’]un|quelque chose|chacun|personne)(?!\p{L})|(?<!\p{L})(?:(?:le|la|les|un|une|des|du|au|aux|votre|vos|ton|ta|tes|mon|ma|mes|notre|nos|chaque|tout|toute|tous les|toutes les|quel|quelle|quels|quelles|de|avec|sur|entre|contre|sans|pour|par) |(?:l|d)['’])(?!(?:vous|moi|nous|lui|elle|eux|cela|ce|cet|cette|ces|il|la|le|les|que|quoi|être|avoir|faire|dire)(?!\p{L}))\p{L}{3,}/u;

/** A quotation's place, as a name of the same length: what was said. */
const blank = (found: string) => ' La Parole'.padEnd(found.length).slice(0, found.length);

/** The share of a question's pointers that stand after something that it names; 1 where it has none. */
export function selfContained(question: string): number {
  const text = question
    .replace(QUOTED, blank)
    .replaceAll('’', "'")
    .replace(EMPTY_IL, (found) => ' '.repeat(found.length));
  const named = NAMED.exec(text);
  const pointers = [...text.matchAll(POINTERS)];
  if (pointers.length === 0) return 1;
  const after = pointers.filter(({ index }) => named !== null && named.index < index).length;
  return after / pointers.length;
}
