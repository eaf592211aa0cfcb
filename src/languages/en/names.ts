/** Words that are written with a capital anywhere and are no names. */
const NO_NAMES = new Set(
  `i i'm i'll i've i'd god sir lord lady madam mr mrs miss dr captain my your his her our their yes no oh ah english french
  mister hmm well 
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december christmas heaven hell`.split(/\s+/),
);
const NAME = /\p{Lu}[\p{L}'’-]+(?: (?:of |the |de |von |van )?\p{Lu}[\p{L}'’-]+)*/gu;
/** What may stand before a word that has its capital only for beginning a sentence. */
const OPENS_SENTENCE = /(?:^|[.!?…:;—–\n]|[.!?…,]["”'’)]|["“‘(])\s*$/u;

/** So much of what stands before a word tells whether it opens a sentence; all of it for each word would be quadratic. */
const LOOK_BACK = 40;
const lastBefore = (text: string, at: number) =>
  at <= LOOK_BACK ? text.slice(0, at) : `x${text.slice(at - LOOK_BACK, at)}`;

/** Words with a capital that is not a sentence's first. */
export function namesIn(answer: string): string[] {
  const names: string[] = [];
  for (const { 0: found, index } of answer.matchAll(NAME)) {
    const words = found.split(' ');
    // A capital at the beginning of a sentence tells nothing: the first word counts only where others follow it.
    const isFirst = OPENS_SENTENCE.test(lastBefore(answer, index));
    const kept = isFirst ? words.slice(1) : words;
    const name = kept.filter((word) => !NO_NAMES.has(word.toLowerCase().replaceAll('’', "'"))).join(' ');
    if (name !== '') names.push(name.replace(/['’]s$/, ''));
  }
  return names;
}
