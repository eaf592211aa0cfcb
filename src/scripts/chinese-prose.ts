import { hasHan, squeeze } from '../text/words.js';
import { leadsInSpeech, leadsInThought, learnNames, saysOnlyWho, speakerBefore } from './chinese-attribution.js';
import { cutQuotes, type Paragraph, type Stretch } from './chinese-quotes.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const CHAPTER =
  /^(?:《》目录|正文|\s)*(第[零〇一二三四五六七八九十百千两\d]{1,9}[回章节節幕场場卷折出集部](?:[\s:：].*)?|附录(?:\s.*)?|楔子(?:\s.*)?)$/u;
/** Lines that e-book sites put between chapters. */
const SITE_NOISE = /^更新时间[:：]/u;
const LEAD = /(?:道|曰|说|说道|问|云)[：:，,]?\s*[“「『"]/gu;
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

/** `”行者道。` after a quote that nothing led in. */
const AFTER = /^\s*[，,]?(\p{Script=Han}{1,8}(?:道|说|说道|曰))(?=[，,。！？])/u;

interface Lead {
  before: string;
  after: string;
}

function leadOf(stretches: readonly Stretch[], index: number): Lead {
  const previous = stretches[index - 1];
  const next = stretches[index + 1];
  const here = stretches[index]!;
  const isNear =
    previous?.kind === 'narration' && (previous.paragraph === here.paragraph || /[：:]$/u.test(previous.text));
  const after =
    next?.kind === 'narration' && next.paragraph === here.paragraph ? (next.text.match(AFTER)?.[1] ?? '') : '';
  return { before: isNear ? previous.text : '', after };
}

function speakerOf(lead: Lead, names: ReadonlySet<string>, last: string | undefined): string | undefined {
  if (leadsInThought(lead.before)) return undefined;
  if (leadsInSpeech(lead.before)) {
    if (/(?:^|[，。！？])(?:又|复|再)(?:叫|笑|说)?(?:道|曰|说)[：:，,]?$/u.test(lead.before) && lead.before.length < 6)
      return last;
    return speakerBefore(lead.before, names);
  }
  return lead.before === '' || /[，,。！？]$/u.test(lead.before) ? speakerBefore(lead.after, names) : undefined;
}

/** The text before a quote without the clause that only says who speaks. */
function narrationOf(text: string, speaker: string | undefined): string {
  const at = Math.max(...['。', '！', '？', '，', '；'].map((mark) => text.slice(0, -1).lastIndexOf(mark))) + 1;
  return speaker !== undefined && saysOnlyWho(text.slice(at), speaker) ? text.slice(0, at) : text;
}

/** A word in quotation marks for emphasis is no speech: it stays in its sentence. */
function joinEmphasis(stretches: readonly Stretch[]): Stretch[] {
  const joined: { stretch: Stretch; parts: string[] }[] = [];
  let isOpen = false;
  for (const stretch of stretches) {
    const last = joined.at(-1);
    const isSame = last?.stretch.kind === 'narration' && last.stretch.paragraph === stretch.paragraph;
    const lead = last?.parts.at(-1)?.slice(-LONGEST_LEAD) ?? '';
    const isEmphasis = stretch.kind === 'quote' && isSame && !leadsInSpeech(lead) && /\p{Script=Han}$/u.test(lead);
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

function readChapter(chapter: Stretch[], names: ReadonlySet<string>, act: number): ScriptLine[] {
  const lines: ScriptLine[] = [];
  const push = (speaker: string | null, text: string, line: number) => {
    const content = clean(text);
    if (/[\p{L}\p{N}]/u.test(content)) lines.push({ speaker, content, act, line });
  };
  let last: string | undefined;
  for (const [index, stretch] of chapter.entries()) {
    if (stretch.kind === 'quote') {
      const speaker = speakerOf(leadOf(chapter, index), names, last);
      if (speaker === undefined) push(null, `“${stretch.text}”`, stretch.line);
      else push(speaker, stretch.text, stretch.line);
      last = speaker;
      continue;
    }
    const isLead = chapter[index + 1]?.kind === 'quote';
    const speaker = isLead ? speakerOf(leadOf(chapter, index + 1), names, last) : undefined;
    push(null, narrationOf(stretch.text, speaker), stretch.line);
  }
  return lines;
}

/** Chinese novels: `某某道：“……”`, `某某曰：「……」`. Chapters (第X回) are acts. */
export const chineseProse: ScriptFormat = {
  name: 'chinese-prose',

  recognise(text) {
    const start = text.slice(0, LOOK_AT);
    if (!hasHan(start)) return 0;
    const leads = start.match(LEAD)?.length ?? 0;
    return leads === 0 ? 0 : Math.min(0.95, 0.5 + leads / 20);
  },

  read(text) {
    const chapters = splitIntoChapters(text).map((chapter) => ({
      ...chapter,
      stretches: joinEmphasis(cutQuotes(chapter.paragraphs)),
    }));
    const leads = chapters.flatMap(({ stretches }) =>
      stretches.flatMap((stretch, index) => {
        const lead = stretch.kind === 'quote' ? leadOf(stretches, index) : undefined;
        return lead ? [leadsInSpeech(lead.before) ? lead.before : lead.after] : [];
      }),
    );
    const names = learnNames(leads, text);
    return chapters.flatMap(({ heading, line, stretches }, act) => {
      const title: ScriptLine[] = heading === undefined ? [] : [{ speaker: null, content: heading, act, line }];
      return [...title, ...readChapter(stretches, names, act)];
    });
  },
};
