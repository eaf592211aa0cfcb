import { hasHan, squeeze } from '../text/words.js';
import { firstClause, lastSentence, saysOnlyWho } from './chinese-attribution.js';
import { type Lead, learnNames } from './chinese-names.js';
import { narrationBeside } from './chinese-passages.js';
import { cutQuotes, type Paragraph, type Stretch } from './chinese-quotes.js';
import { endsInSpeech, leadsInSpeech, leadsInThought } from './chinese-speech.js';
import { speakersOf } from './chinese-turns.js';
import { readInParts } from './novel-parts.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { seenQuotes } from './seen-quotes.js';
import { withoutWebTags } from './web-tags.js';

const CHAPTER =
  /^(?:《》目录|正文|\s)*(第[零〇一二三四五六七八九十百千两\d]{1,9}[回章节節幕场場卷折出集部](?:[\s:：].*)?|附录(?:\s.*)?|楔子(?:\s.*)?)$/u;
/** Lines that e-book sites put between chapters. */
const SITE_NOISE = /^更新时间[:：]/u;
/** Characters before a quote in which the verb of speaking stands. */
const LONGEST_LEAD = 12;
/** How much of a text is looked at to recognise it (our choice: some chapters). */
const LOOK_AT = 40_000;

interface Chapter {
  heading: string | undefined;
  line: number;
  paragraphs: Paragraph[];
}

function splitIntoChapters(text: string): Chapter[] {
  const chapters: Chapter[] = [{ heading: undefined, line: 1, paragraphs: [] }];
  for (const [index, source] of text.split('\n').entries()) {
    const line = index + 1;
    const paragraph = squeeze(source);
    const heading = paragraph.length < 60 ? paragraph.match(CHAPTER)?.[1] : undefined;
    if (heading !== undefined) chapters.push({ heading, line, paragraphs: [] });
    else if (paragraph !== '' && !SITE_NOISE.test(paragraph))
      chapters.at(-1)!.paragraphs.push({ text: paragraph, line });
  }
  return chapters.filter(({ heading, paragraphs }) => heading !== undefined || paragraphs.length > 0);
}

/** The text before a quote without the clause that only says who speaks. */
function narrationOf(text: string, speaker: string | undefined): string {
  const at = Math.max(...['。', '！', '？', '，', '；'].map((mark) => text.slice(0, -1).lastIndexOf(mark))) + 1;
  return speaker !== undefined && saysOnlyWho(text.slice(at), speaker) ? text.slice(0, at) : text;
}

/** Nicknames stand in lists: “石将军”石勇，“旱地忽律”朱贵. */
const isTitle = (text: string) => /^\p{Script=Han}{1,8}$/u.test(text);
const isInList = (lead: string) => /\p{Script=Han}[，、]$/u.test(lead);

/** A word in quotation marks for emphasis is no speech: it stays in its sentence. */
function joinEmphasis(stretches: readonly Stretch[]): Stretch[] {
  const joined: { stretch: Stretch; parts: string[] }[] = [];
  let isOpen = false;
  for (const stretch of stretches) {
    const last = joined.at(-1);
    const isSame = last?.stretch.kind === 'narration' && last.stretch.paragraph === stretch.paragraph;
    const lead = last?.parts.at(-1)?.slice(-LONGEST_LEAD) ?? '';
    const isEmphasis =
      stretch.kind === 'quote' &&
      isSame &&
      !leadsInSpeech(lead) &&
      (/\p{Script=Han}$/u.test(lead) || (isInList(lead) && isTitle(stretch.text)));
    if (isEmphasis) last.parts.push(`“${stretch.text}”`);
    else if (stretch.kind === 'narration' && isSame && isOpen) last.parts.push(stretch.text);
    else joined.push({ stretch, parts: [stretch.text] });
    isOpen = isEmphasis;
  }
  return joined.map(({ stretch, parts }) => ({ ...stretch, text: parts.join('') }));
}

const clean = (text: string) =>
  text
    .replace(/\s+/gu, (space) => (space.includes('\n') ? '' : ' '))
    .replace(/^[，,。；;：:\s]+/u, '')
    .trim();

function readChapter(chapter: readonly Stretch[], speakers: ReadonlyMap<number, string>, act: number): ScriptLine[] {
  const lines: ScriptLine[] = [];
  const push = (speaker: string | null, text: string, line: number, unattributed?: true) => {
    const content = clean(text);
    if (!/[\p{L}\p{N}]/u.test(content)) return;
    lines.push({ speaker, content, act, line, ...(unattributed && { unattributed }) });
  };
  for (const [index, { kind, text, line }] of chapter.entries()) {
    const speaker = speakers.get(index);
    if (kind === 'narration') push(null, narrationOf(text, speakers.get(index + 1)), line);
    else if (speaker === undefined) push(null, `“${text}”`, line, true);
    else push(speaker, text, line);
  }
  return lines;
}

/** What stands beside the quotes: from it the names are learnt. */
function leadsOf(stretches: readonly Stretch[]): Lead[] {
  return stretches.flatMap((stretch, index) => {
    if (stretch.kind !== 'quote') return [];
    const { before, after } = narrationBeside(stretches, index);
    if (leadsInThought(before)) return [];
    if (leadsInSpeech(before)) {
      const clauses = lastSentence(before);
      return [{ clause: clauses.at(-1) ?? '', isFirst: clauses.length === 1 }];
    }
    const clause = firstClause(after);
    return endsInSpeech(clause) && !leadsInThought(clause) ? [{ clause, isFirst: true }] : [];
  });
}

function chaptersOf(text: string): (Chapter & { stretches: Stretch[] })[] {
  return splitIntoChapters(text).map((chapter) => ({
    ...chapter,
    stretches: joinEmphasis(cutQuotes(chapter.paragraphs)),
  }));
}

/** Who speaks where it says 我说 and the role's file names no narrator. */
const UNNAMED_NARRATOR = '我';

function readNovel(text: string, narrator: string): ScriptLine[] {
  const words = withoutWebTags(text);
  const chapters = chaptersOf(words);
  const names = learnNames(
    chapters.flatMap(({ stretches }) => leadsOf(stretches)),
    words,
  );
  const speakers = speakersOf(
    chapters.map(({ stretches }) => stretches),
    names,
    narrator,
  );
  return chapters.flatMap(({ heading, line, stretches }, act) => {
    const title: ScriptLine[] = heading === undefined ? [] : [{ speaker: null, content: heading, act, line }];
    return [...title, ...readChapter(stretches, speakers[act]!, act)];
  });
}

/** Chinese novels: `某某道：“……”`, `“……”某某说。`, `某某曰：「……」`. Chapters (第X回) are acts. */
export const chineseProse: ScriptFormat = {
  name: 'chinese-prose',

  recognise(text) {
    const start = text.slice(0, LOOK_AT);
    if (!hasHan(start)) return 0;
    const leads = chaptersOf(start).reduce((count, { stretches }) => count + leadsOf(stretches).length, 0);
    return leads === 0 ? 0 : Math.min(0.95, 0.5 + leads / 20);
  },

  seen: (text) => seenQuotes(text, true),

  read: (text, { narrator = UNNAMED_NARRATOR }) => readInParts(text, (part) => readNovel(part, narrator)),
};
