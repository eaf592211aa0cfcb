import { readsAsDirection } from './direction-words.js';
import { isVerbOfSpeech } from './english-speech.js';
import { isLabel } from './labels.js';
import { describesPerson, namesRole } from './play-cues.js';
import { canBeName } from './spoken-label.js';

/** A line that begins with a name set off in some way, and what is said behind it. */
export interface Labelled {
  name: string;
  words: string;
}

/** One way in which transcripts, chats and notes set a name off from what is said. */
export interface LabelShape {
  /** As it is shown to the user. */
  example: string;
  /** Running text has this too, so it must be the rule of the script. */
  isWeak?: true;
  /** A line of this shape; its name is not looked at yet. */
  cut(line: string): Labelled | undefined;
  /** Whether a name could be one, other than by its capitals. */
  isName?(name: string): boolean;
  /** What stands behind this sign is told and not said. */
  closing?: RegExp;
}

/** A name's characters, none of which sets it off. */
const NAME = String.raw`([^\s\[\](){}<>|=~:：#@*"“”«»「」『』.!?…,;](?:[^\[\](){}<>|=~:：#@*"“”«»「」『』!?…,;\n]{0,38}?[^\s\[\](){}<>|=~:：#@*"“”«»「」『』!?…,;–—.-])?)`;
/** A direction behind the name: `(quietly)`, `[aside]`. */
const MANNER = String.raw`(?:\s*[\[(][^\[\]()]{1,60}[\])])?`;

const byPattern =
  (pattern: RegExp) =>
  (line: string): Labelled | undefined => {
    const found = pattern.exec(line.slice(0, 200));
    return found ? { name: found[1]!.trim(), words: found[2]! + line.slice(200) } : undefined;
  };

/** What logs, songs and lists have in brackets. */
const NO_PERSON =
  /^(?:info|error|err|warn|warning|debug|trace|fatal|notice|critical|verse|pre-?chorus|post-?chorus|bridge|intro|outro|hook|refrain|instrumental|solo|todo|done|x|ok|fail(?:ed)?|pass(?:ed)?|skip(?:ped)?|fixed|added|changed|removed|deprecated|inaudible|unintelligible|crosstalk|silence|applause|laughter|music|image|photo|video|table|figure|fig|footnote|illustration|edit|update|spoiler|citation needed)(?: .{0,20})?$/i;
/** Keys of settings and records. */
const KEY =
  /^(?:name|speaker|text|role|content|message|line|lines|id|type|title|key|value|description|image|path|url|file|format|version|language|lang|tags?|author|from|to|date|time|status|user ?name|email|port|host|model|default|required|script|aliases|catchphrases|questions?|answers?|instruction|input|output|prompt|response|summary|note|notes|source|status|state|result)$/i;

const hasCapital = (name: string) => canBeName(name) && !readsAsDirection(name);
/** Small letters, or letters of a script that has no others. */
const UNCAPPED = String.raw`(?:\p{Ll}[\p{Ll}\p{N}'’_.-]*|[\p{Lo}\p{M}ー][\p{Lo}\p{M}\p{N}·ー'’-]*)`;
const NO_CAPITAL = new RegExp(String.raw`^${UNCAPPED}(?: (?:${UNCAPPED}|\d{1,2})){0,2}$`, 'u');
/** A name in small letters, or of a script that has none. Names in Chinese alone are for the reader of Chinese plays. */
const hasNoCapital = (name: string) =>
  NO_CAPITAL.test(name) &&
  !KEY.test(name) &&
  (!/\p{Script=Han}/u.test(name) || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name));
const isShouted = (name: string) => hasCapital(name) && !/\p{Ll}/u.test(name) && /\p{L}{2}/u.test(name);

/** A name of Chinese or Japanese: neither a sentence (`太郎は言った`) nor with a verb of speaking (`玛莎说`). */
const isSpokenBy = (name: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name) &&
  !/[\p{Script=Han}\p{Script=Katakana}][はがをにもで]|[说說道问問曰云答喊叫]$/u.test(name);

/** `Rosa said: Who is there?` The words stand in no quotation marks: those would make it a novel. */
function cutSaid(line: string): Labelled | undefined {
  const found =
    /^(\S[^:：,.!?]{0,50}?) (\p{Ll}+)(?: (?:to \S+(?: \S+)?|\p{Ll}+ly|again|back|softly|then))?\s*[:：]\s*(?!["“«„「])(.*)$/u.exec(
      line.slice(0, 200),
    );
  if (!found || !isVerbOfSpeech(found[2]!)) return undefined;
  return { name: found[1]!.trim(), words: found[3]! + line.slice(200) };
}

/** Every shape, the surer ones first. */
export const labelShapes: readonly LabelShape[] = [
  {
    example: '[NAME] words',
    cut: byPattern(
      /^(?:\*{1,3}|_{1,2})?\[([^[\]]{1,40})\](?!\(\S*[/.#]\S*\))(?:\*{1,3}|_{1,2})?\s*(?:[:：]|[-–—](?=\s))?(?:\*{1,3}|_{1,2}(?=\s))?\s*(.*)$/,
    ),
  },
  { example: '{NAME} words', cut: byPattern(/^\{([^{}]{1,40})\}\s*[:：]?\s*(.*)$/) },
  { example: '<NAME> words', cut: byPattern(/^<([^<>/="]{1,40})>\s*[:：]?\s*(.*)$/) },
  { example: '(NAME) words', cut: byPattern(/^\(([^()]{1,40})\)\s*[:：]?\s*(\S.*)$/), isName: isShouted },
  { example: '## NAME', cut: byPattern(/^#{1,6}\s+\**([^#*:：]{1,40}?)\**\s*[:：]?\s*()$/), isWeak: true },
  { example: '# NAME: words', cut: byPattern(/^#{1,6}\s*([^#*:：]{1,40}?)\s*[:：]\s*(\S.*)$/), isWeak: true },
  {
    example: '@NAME words',
    cut: byPattern(/^@([\p{L}\p{N}_.-]{1,40}):?\s+(\S.*)$/u),
    isWeak: true,
    isName: () => true,
  },
  {
    example: 'NAME> words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s?>{1,3}\s*(\S.*)$`, 'u')),
    isName: (name) => hasCapital(name) || hasNoCapital(name),
  },
  {
    example: 'NAME......words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s*(?:\.{3,}|…+)\s*(\S.*)$`, 'u')),
    isWeak: true,
  },
  { example: 'NAME said: words', cut: cutSaid, isWeak: true },
  {
    example: 'NAME - words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}(?:\s+(?:-{1,3}(?!>)|[–—])\s*|\s*[–—]\s?)(\S.*)$`, 'u')),
    isWeak: true,
  },
  {
    example: 'NAME/ words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s*(?<!/)/(?!/)\s*([^\s/].*)$`, 'u')),
    isWeak: true,
    isName: (name) => hasCapital(name) && !name.includes('/'),
  },
  {
    example: 'NAME | words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s*\|\s*([^|\s][^|]*)$`, 'u')),
    isWeak: true,
  },
  {
    example: 'NAME -> words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s*(?:->|=>|→|»|::|~)\s*(\S.*)$`, 'u')),
    isWeak: true,
  },
  { example: '"NAME": words', cut: byPattern(/^["“]([^"“”]{1,40})["”]\s*[:：]\s*(\S.*)$/u), isWeak: true },
  {
    example: 'NAME「words」',
    cut: byPattern(/^([\p{L}\p{N}\p{M}・ー·& 　]{1,16}?)\s*[「『“]\s*(\S.*)$/u),
    isWeak: true,
    isName: isSpokenBy,
    closing: /[」』”]/u,
  },
  {
    example: 'name: words',
    cut: byPattern(new RegExp(String.raw`^${NAME}${MANNER}\s*[:：]\s*(\S.*)$`, 'u')),
    isWeak: true,
    // `Old man: …` stands among them as one of them.
    isName: (name) => hasNoCapital(name) || (name.includes(' ') && (describesPerson(name) || namesRole(name))),
  },
];

/** A line as one of a shape, if its name could be one; `[SARAH, quietly]` names Sarah. */
export function labelledLine(line: string, { cut, isName = hasCapital }: LabelShape): Labelled | undefined {
  const found = cut(line);
  if (!found) return undefined;
  const name = found.name.replace(/,\s+\p{Ll}.*$/u, '').replace(/\s+/g, ' ');
  if (name === '' || NO_PERSON.test(name) || isLabel(name) || /\d[-:./]\d/.test(name) || !isName(name))
    return undefined;
  return { name, words: found.words.trim() };
}
