/** Words seen lately, each in the slot of its hash, so that a word that comes again is the same string and needs no new one. */
const SLOTS = 1 << 13;
const seen: string[] = new Array<string>(SLOTS).fill('');

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function stands(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let k = start; k < end; k += 1) if (text.charCodeAt(k) !== word.charCodeAt(k - start)) return false;
  return true;
}

/**
 * The runs of a-z and 0-9 of a text in lower case: what the regular expression [a-z0-9]+ finds. Equal words are mostly the same
 * string, so that looking them up afterwards is quicker.
 */
export function asciiWords(text: string): string[] {
  const plain = text.toLowerCase();
  const words: string[] = [];
  let start = -1;
  let hash = 0;
  for (let k = 0; k <= plain.length; k += 1) {
    const code = k < plain.length ? plain.charCodeAt(k) : 0;
    if (isWordCode(code)) {
      if (start < 0) {
        start = k;
        hash = 0;
      }
      hash = (Math.imul(hash, 31) + code) | 0;
    } else if (start >= 0) {
      const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
      let word = seen[slot] as string;
      if (!stands(word, plain, start, k)) {
        word = plain.slice(start, k);
        seen[slot] = word;
      }
      words.push(word);
      start = -1;
    }
  }
  return words;
}
