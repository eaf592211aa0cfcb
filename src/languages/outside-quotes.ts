/** Parts of a text in quotation marks and outside of them, of however many sentences: only those outside are rewritten. */
export function outsideQuotes(text: string, rewrite: (part: string) => string): string {
  const parts = text.split(/("[^"]*"|“[^“”]*”|«[^«»]*»|「[^「」]*」)/);
  return parts.map((part, k) => (k % 2 === 1 ? part : rewrite(part))).join('');
}
