const HAN = /\p{Script=Han}/u;
const QUOTE = /[“"«「『]|(?<![\p{L}\p{N}])‘\p{Lu}/u;

/** How far a text is looked at (our choice: some chapters). */
const LOOK_AT = 300_000;

/** What a text that is no novel has of one: lines with quotation marks, Chinese or not. */
export function seenQuotes(text: string, isChinese: boolean): string | undefined {
  const lines = text.slice(0, LOOK_AT).split('\n');
  const quotes = lines.filter((line) => QUOTE.test(line) && HAN.test(line) === isChinese).length;
  if (quotes === 0) return undefined;
  const have = quotes === 1 ? 'line has' : 'lines have';
  return `${quotes} ${have} quotation marks as in a${isChinese ? ' Chinese' : ''} novel, but too few of them say who speaks`;
}
