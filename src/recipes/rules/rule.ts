import { z } from 'zod';
import { LanguageCode, Text } from '../../records.js';
import { hasHan } from '../../text/words.js';

const Words = z.array(Text).min(1);
const Count = z.int().min(1);

const Form = z
  .strictObject({
    kind: z.literal('form'),
    form: z.enum(['list', 'paragraph', 'json', 'question', 'begins-with', 'ends-with']),
    /** What it begins or ends with. */
    value: Text.optional(),
    /** JSON: keys that the object must have. */
    keys: Words.optional(),
    text: Text,
  })
  .superRefine(({ form, value }, context) => {
    if (form.endsWith('-with') === (value !== undefined)) return;
    const message = value === undefined ? 'is missing' : `does not belong to the form "${form}"`;
    context.addIssue({ code: 'custom', path: ['value'], message });
  });

const Length = z
  .strictObject({
    kind: z.literal('length'),
    at_least: Count.optional(),
    at_most: Count.optional(),
    /** Words are characters in Chinese. */
    unit: z.enum(['words', 'sentences']).default('words'),
    text: Text,
  })
  .superRefine(({ at_least, at_most }, context) => {
    if ((at_least ?? at_most) === undefined)
      context.addIssue({ code: 'custom', path: ['kind'], message: 'a length needs at_least or at_most' });
    if ((at_least ?? 0) > (at_most ?? Number.POSITIVE_INFINITY))
      context.addIssue({ code: 'custom', path: ['at_most'], message: 'is less than at_least' });
  });

/** A rule of a kind that the program knows: what it checks, and the text that the role is given. */
export const Rule = z.discriminatedUnion('kind', [
  Form,
  Length,
  z.strictObject({ kind: z.literal('language'), language: LanguageCode, text: Text }),
  z.strictObject({ kind: z.literal('tone'), text: Text }),
  /** All of these words must be in the answer, or none of them may. */
  z.strictObject({ kind: z.literal('must'), words: Words, text: Text }),
  z.strictObject({ kind: z.literal('must-not'), words: Words, text: Text }),
  /** A boundary, and what to do when asked for something. Each applies where the instruction holds one of its words; without words always. */
  z.strictObject({ kind: z.literal('topic'), words: Words.optional(), text: Text }),
  z.strictObject({ kind: z.literal('when-asked'), words: Words.optional(), text: Text }),
]);
export type Rule = z.infer<typeof Rule>;

export const KINDS = ['form', 'length', 'language', 'tone', 'must', 'must-not', 'topic', 'when-asked'] as const;

const JUDGED: ReadonlySet<Rule['kind']> = new Set(['tone', 'topic', 'when-asked']);

/** Whether it takes a judge to tell whether a rule is kept; code tells of the others. */
export const needsJudge = ({ kind }: Pick<Rule, 'kind'>): boolean => JUDGED.has(kind);

/** A text as words are looked for in it. */
export const plainText = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('’', "'");

const literal = (text: string) => plainText(text.trim()).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A word or several as a pattern of plain text: whole words, but in Chinese, which does not part them. */
export function wordPattern(word: string): string {
  const begins = hasHan(word[0] ?? '') ? '' : '(?<![\\p{L}\\p{N}])';
  const ends = hasHan(word.trim().at(-1) ?? '') ? '' : '(?![\\p{L}\\p{N}])';
  return `${begins}${literal(word)}${ends}`;
}

/** Whether a text holds a word, whatever its case. */
export const holdsWord = (text: string, word: string): boolean =>
  new RegExp(wordPattern(word), 'u').test(plainText(text));

/** Whether a rule applies to an instruction: by its words where it has some, else it does. */
export function appliesTo(rule: Rule, instruction: string): boolean {
  if (rule.kind !== 'topic' && rule.kind !== 'when-asked') return true;
  return rule.words?.some((word) => holdsWord(instruction, word)) ?? true;
}
