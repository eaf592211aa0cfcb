import {
  type Antecedent,
  actorBefore,
  antecedentOf,
  attributionAfter,
  attributionBefore,
  continuesLast,
  firstClause,
  namesSubject,
  staysWith,
} from './chinese-attribution.js';
import type { Names } from './chinese-names.js';
import type { Stretch } from './chinese-quotes.js';
import { endsInSpeech } from './chinese-speech.js';
import type { Attribution } from './prose-attribution.js';

/** The paragraphs of a Chinese novel with their quotes, and whom the words beside each quote name. */

/** The narration beside a quote, as far as it belongs to it. */
export function narrationBeside(stretches: readonly Stretch[], index: number): { before: string; after: string } {
  const here = stretches[index]!;
  const previous = stretches[index - 1];
  const next = stretches[index + 1];
  const isNear =
    previous?.kind === 'narration' && (previous.paragraph === here.paragraph || /[：:]\s*$/u.test(previous.text));
  const isFollowed = next?.kind === 'narration' && next.paragraph === here.paragraph;
  return { before: isNear ? previous.text : '', after: isFollowed ? next.text : '' };
}

/** What a quote's neighbours say of its speaker; `last` is the attribution of the quote before. */
function attributionOf(
  stretches: readonly Stretch[],
  index: number,
  names: Names,
  last: Attribution | undefined,
): Attribution | undefined {
  const { before, after } = narrationBeside(stretches, index);
  if (continuesLast(before)) return last ?? { kind: 'somebody' };
  const led = attributionBefore(before, names);
  if (led !== undefined) return led;
  if (before !== '' && !/[，,。！？!?…—;；]\s*$/u.test(before)) return undefined;
  const followed = isLeadOfNext(stretches, index) ? undefined : attributionAfter(after, stretches[index]!.text, names);
  const isAnothers = followed !== undefined && saysAnother(followed, last, after);
  if (!isAnothers && last !== undefined && goesOn(stretches, index, last, names)) return last;
  if (followed !== undefined) return followed;
  const isLast = stretches[index + 1]?.paragraph !== stretches[index]!.paragraph;
  const isFirst = stretches[index - 1]?.paragraph !== stretches[index - 2]?.paragraph;
  return isLast && isFirst && before !== '' && before.length <= LONGEST_ACT ? actorBefore(before, names) : undefined;
}

/** `“一，”老何说。“二。”`: what stands between two quotes names the speaker of both, or tells of nobody else. */
function goesOn(stretches: readonly Stretch[], index: number, last: Attribution, names: Names): boolean {
  const [previous, between] = [stretches[index - 2], stretches[index - 1]!];
  if (previous?.kind !== 'quote' || previous.paragraph !== stretches[index]!.paragraph) return false;
  return (
    between.kind === 'narration' && last.kind !== 'somebody' && staysWith(between.text, previous.text, last, names)
  );
}

/** Whether the words behind a quote say that it is another's than the quote's before: `“一。”老何说。“二。”小雁说。` */
function saysAnother(followed: Attribution, last: Attribution | undefined, after: string): boolean {
  if (followed.kind === 'somebody') return namesSubject(after);
  return (
    followed.kind === 'name' && last?.kind === 'name' && followed.name !== last.name && endsInSpeech(firstClause(after))
  );
}

/** Longest narration, in characters, whose subject speaks the one quote after it: 老何笑了。“好吧。” (our choice). */
const LONGEST_ACT = 60;

/** Whether what follows a finished quote leads in the next one: `“来。”三藏道：“去。”` says nothing of the first. */
function isLeadOfNext(stretches: readonly Stretch[], index: number): boolean {
  const next = stretches[index + 1];
  if (next?.kind !== 'narration' || stretches[index + 2]?.kind !== 'quote') return false;
  return /[：:]\s*$/u.test(next.text) && !/[，,]$/u.test(stretches[index]!.text);
}

export interface Quote {
  index: number;
  attribution: Attribution | undefined;
  /** Where a pronoun names the speaker: of whom the narration before it tells. */
  antecedent: Antecedent | undefined;
}

/** The quotes of one paragraph. */
export interface Passage {
  quotes: Quote[];
  paragraph: number;
  narration: string[];
  before: string;
}

/** The paragraphs of a chapter. */
export function passagesOf(stretches: readonly Stretch[], names: Names): Passage[] {
  const passages: Passage[] = [];
  let last: Attribution | undefined;
  for (const [index, stretch] of stretches.entries()) {
    let passage = passages.at(-1);
    if (passage?.paragraph !== stretch.paragraph) {
      passage = { quotes: [], paragraph: stretch.paragraph, narration: [], before: '' };
      passages.push(passage);
    }
    if (stretch.kind === 'quote') {
      last = attributionOf(stretches, index, names, last);
      const before =
        stretches[index - 1]?.paragraph === stretch.paragraph ? narrationBeside(stretches, index).before : '';
      const antecedent = last?.kind === 'pronoun' ? antecedentOf(before, names) : undefined;
      passage.quotes.push({ index, attribution: last, antecedent });
    } else {
      if (passage.quotes.length === 0) passage.before += stretch.text;
      passage.narration.push(stretch.text);
    }
  }
  return passages;
}
