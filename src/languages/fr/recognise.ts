/** A text shows its language at its beginning. Our choice. */
const LOOKED_AT = 2000;

/** Words that French writes, its elisions and inversions, and the marks that only its texts have. */
const FRENCH =
  /(?<![\p{L}'’-])(?:je|tu|elle|ils|elles|nous|vous|ne|pas|les|des|du|une|est|sont|et|ou|mais|donc|qui|que|quoi|quel|quelle|quels|quelles|dont|où|dans|avec|sans|pour|chez|vers|mon|mes|ses|tes|notre|votre|nos|vos|leur|leurs|cette|cet|ces|ce|cela|ça|aux?|très|bien|êtes|suis|avez|avons|ont|était|être|avoir|faire|dit|oui|monsieur|madame|mademoiselle|pourquoi|quand|combien|jamais|toujours|rien|voilà|voici|moi|toi|lui|eux|à|comme|plus|tout|toute|le|la|sur|par|il|sa|si|même|mêmes|ainsi|ceux|celle|celui|enfin|peut|fut|eut|homme|femme|ciel|dieu|tous|toutes|quelque|quelques|pauvre|beau|belle|fort|vrai|point|encore|après|depuis|peut-être|jusque|chaque|sous)(?![\p{L}'’])|(?<![\p{L}'’-])(?:l|qu|j|n|c|d|s|m|lorsqu|jusqu|puisqu)['’](?=[aeiouhàâéèêëîïôûœ])|\p{L}-(?:vous|tu|il|elle|nous|moi|ils|elles|on|je)(?!\p{L})|«\s|\p{L}[\u00a0\u202f][!?;:]/giu;

/** Words of English and of its neighbours that French does not write. */
const OTHERS =
  /(?<![\p{L}'’-])(?:the|and|of|to|in|is|it|that|i|you|he|she|we|they|my|your|his|her|for|with|at|but|be|are|was|were|have|has|had|not|this|so|by|from|what|which|who|do|does|did|will|would|can|could|el|los|las|una|por|para|con|pero|como|muy|está|yo|del|al|lo|gli|di|che|sono|per|della|der|die|das|und|nicht|ein|eine|ich|mit|auf|ist|zu|não|uma|com|os|em|het|een|van|niet)(?![\p{L}'’])/giu;

/** Of the words above, those of other languages too: alone they show nothing. */
const SHARED = new Set(
  'les des du et que qui mes tes au la le tu ce me par sur tout plus moi dont pour bien comme monsieur madame est sans chez ne ou elle dit il sa si homme fort point belle beau pauvre depuis femme'.split(
    ' ',
  ),
);

/** So many of the shared words show it all the same, where nothing speaks against it. Our choice. */
const ENOUGH = 3;

/** English quotes in these marks what it talks of, perhaps French. A text that is a quotation whole stays. */
function withoutQuotes(text: string): string {
  const rest = text.replace(/“[^”]*”|"[^"]*"/g, ' ');
  return /\p{L}/u.test(rest) ? rest : text;
}

/**
 * Whether a text in Latin letters is French: its words and marks are more than those of other languages and come before them,
 * and one of them is no word of another language, or they are many. A name or a title alone shows nothing.
 */
export function isFrench(text: string): boolean {
  const start = withoutQuotes(text.slice(0, LOOKED_AT));
  const own = [...start.matchAll(FRENCH)];
  const [first] = own;
  if (first === undefined) return false;
  const others = [...start.matchAll(OTHERS)];
  const [other] = others;
  const isProven = own.some(([word]) => !SHARED.has(word.toLowerCase()));
  if (!isProven && (own.length < ENOUGH || other !== undefined)) return false;
  return own.length > others.length && (other === undefined || first.index < other.index);
}
