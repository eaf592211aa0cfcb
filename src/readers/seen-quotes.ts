const HAN = /\p{Script=Han}/u;
const QUOTE = /[“"«「『]|(?<![\p{L}\p{N}])‘\p{Lu}/u;

/** How far a text is looked at (our choice: some chapters). */
const LOOK_AT = 300_000;

/** Speech behind a dash: `—¿Quién es? —preguntó Marta.` */
const DASH = /^\s*(?:[—–―]|--|- ?)\s*[¿¡]?[\p{Lu}…]/u;
/** So many lines with a dash are dialogue and no list (our choice). */
const MOST_IN_LIST = 2;

/** Dialogue behind dashes in a language whose verbs of speaking are not known. */
export function seenDashes(text: string): string | undefined {
  const lines = text.slice(0, LOOK_AT).split('\n');
  const dashes = lines.filter((line) => DASH.test(line.slice(0, 40))).length;
  if (dashes <= MOST_IN_LIST) return undefined;
  return `${dashes} lines begin with a dash as dialogue does in novels, but no verb of speaking beside them is known (English and Chinese ones are)`;
}

/** What a text that is no novel has of one: lines with quotation marks, Chinese or not. */
export function seenQuotes(text: string, isChinese: boolean): string | undefined {
  const lines = text.slice(0, LOOK_AT).split('\n');
  const quotes = lines.filter((line) => QUOTE.test(line) && HAN.test(line) === isChinese).length;
  if (quotes === 0) return undefined;
  const have = quotes === 1 ? 'line has' : 'lines have';
  return `${quotes} ${have} quotation marks as in a${isChinese ? ' Chinese' : ''} novel, but too few of them say who speaks`;
}
