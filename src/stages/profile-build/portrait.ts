import type { LanguageCode } from '../../languages/index.js';
import type { Portrait } from '../../languages/offline.js';
import { type ExcerptLine, findReplies, ownLines } from '../../offline/excerpt.js';
import { hasBalancedMarks } from '../../offline/quoting.js';
import { speechOf } from '../../offline/speech.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords } from '../../text/words.js';

/** Sentences of a line that can stand alone in a portrait. */
function quotable(line: ExcerptLine, pattern: RegExp, names: readonly string[], language: LanguageCode): string[] {
  const [least, most] = speechOf(language).quotable;
  return splitSentences(line.content).filter((sentence) => {
    const words = countWords(sentence);
    const isWhole = /[.!。！]$/.test(sentence) && hasBalancedMarks(sentence) && !/["“”«»]/.test(sentence);
    return (
      isWhole &&
      words >= least &&
      words <= most &&
      pattern.test(sentence) &&
      !names.some((name) => sentence.includes(name))
    );
  });
}

/** Items spread evenly over a list. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / taken)] as Item);
}

function portray(lines: readonly (ExcerptLine | null)[], role: string, language: LanguageCode): Portrait {
  const own = ownLines(lines, role);
  const replies = findReplies(lines, role);
  const partners = new Map<string, number>();
  for (const { cue } of replies) partners.set(cue.speaker, (partners.get(cue.speaker) ?? 0) + 1);
  const sentences = own.flatMap(({ content }) => splitSentences(content));
  const share = (mark: RegExp) => sentences.filter((one) => mark.test(one)).length / Math.max(1, sentences.length);
  const speech = speechOf(language);
  const names = [role, ...role.split(' ').filter((part) => part.length > 3)];
  return {
    partners: [...partners]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([name]) => name)
      .slice(0, 3),
    meanLength: Math.round(own.reduce((sum, { content }) => sum + countWords(content), 0) / Math.max(1, own.length)),
    questions: share(/[?？]["'”’」』]*$/),
    exclamations: share(/[!！]["'”’」』]*$/),
    ofItself: spread(
      own.flatMap((line) => quotable(line, speech.ofItself, names, language)),
      3,
    ),
    toIt: spread(
      replies.flatMap(({ cue }) =>
        quotable(cue, speech.toIt, names, language).map((sentence) => ({ speaker: cue.speaker, sentence })),
      ),
      1,
    ),
  };
}

/** Whole sentences of a passage in which the role speaks of itself, each with the number of its line. */
export function sentencesOfItself(
  lines: readonly (ExcerptLine | null)[],
  role: string,
  language: LanguageCode,
): { line: string; sentence: string }[] {
  const { ofItself } = speechOf(language);
  return ownLines(lines, role).flatMap((line) =>
    quotable(line, ofItself, [], language).map((sentence) => ({ line: line.number, sentence })),
  );
}

/** A portrait in the third person without the name: how the role speaks, with whom, and real sentences of its own and to it. */
export function describe(lines: readonly (ExcerptLine | null)[], role: string, language: LanguageCode): string {
  return speechOf(language).describe(portray(lines, role, language));
}

/** How a role speaks, where it speaks in a marked way. */
function mannerOf({ meanLength, questions }: Portrait, language: LanguageCode): string | undefined {
  const { manners, mannerLengths } = speechOf(language);
  const [terse, eloquent] = mannerLengths;
  if (meanLength >= eloquent) return manners.eloquent;
  if (questions > 0.3) return manners.curious;
  if (meanLength <= terse) return manners.terse;
  return undefined;
}

/** Categories for which the role's own lines speak, the strongest first, and one from how it speaks; at least one. */
export function categorise(lines: readonly (ExcerptLine | null)[], role: string, language: LanguageCode): string[] {
  const own = ownLines(lines, role)
    .map(({ content }) => content)
    .join('\n');
  const words = Math.max(1, countWords(own));
  const kinds = speechOf(language)
    .kinds.map(([category, pattern]) => ({ category, share: (own.match(pattern)?.length ?? 0) / words }))
    .filter(({ share }) => share > 0.004)
    .sort((a, b) => b.share - a.share || (a.category < b.category ? -1 : 1))
    .slice(0, 3)
    .map(({ category }) => category);
  const manner = mannerOf(portray(lines, role, language), language);
  if (manner) return [...kinds, manner];
  return kinds.length > 0 ? kinds : [speechOf(language).manners.plain];
}
