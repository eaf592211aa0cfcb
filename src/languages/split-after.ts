/** Parts of a text up to each of its ends that `endsHere` lets pass; what follows the last one is a part too. */
export function splitAfter(
  text: string,
  ends: RegExp,
  endsHere: (before: string, after: string) => boolean = () => true,
): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (!endsHere(text.slice(start, end), text.slice(end))) continue;
    sentences.push(text.slice(start, end).trim());
    start = end;
  }
  const rest = text.slice(start).trim();
  if (rest !== '') sentences.push(rest);
  return sentences.filter((sentence) => sentence !== '');
}
