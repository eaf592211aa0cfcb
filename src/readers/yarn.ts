import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { isNarrator } from './spoken-label.js';

const LOOK_AT = 200_000;

/** Longest name that stands before a colon. */
const LONGEST_NAME = 40;

const TITLE = /^title:\s*\S/m;

/** A line's words: without comment, hashtags, commands, markup and escapes. */
function wordsOf(line: string, values: ReadonlyMap<string, string>): string {
  return squeeze(
    line
      .replace(/(^|\s)\/\/.*$/, '$1')
      .replace(/<<[^<>]*>>/g, ' ')
      .replace(/(?:\s#[^\s#]+)+\s*$/, '')
      .replace(/\\([[\]{}:#\\/<>])/g, (_, sign: string) => String.fromCodePoint(0xe000 + sign.codePointAt(0)!))
      .replace(/\[\/?[A-Za-z_][^[\]]*\]|\[\/\]/g, '')
      .replace(/\{\s*(\$\w+)\s*\}/g, (whole, name: string) => values.get(name) ?? whole),
  );
}

const withSigns = (text: string) =>
  text.replace(/[\ue000-\ue07f]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! - 0xe000));

/** What the script sets its variables of text to. */
function valuesIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/<<(?:declare|set)\s+(\$\w+)\s*(?:=|to)\s*"([^"<>]*)"/g)) {
    if (!values.has(name!)) values.set(name!, value!);
  }
  return values;
}

/** A name before the first colon: Yarn Spinner takes whatever stands there; a whole sentence is none. */
function cutName(words: string): { name: string | null; said: string } {
  const colon = words.indexOf(':');
  const name = words.slice(0, Math.max(0, colon)).trim();
  const isName =
    name !== '' && name.length <= LONGEST_NAME && !/[.!?…,;"“”]\s|[!?…"“”]$/.test(name) && !/^\S+:\/\//.test(words);
  return isName ? { name, said: words.slice(colon + 1).trim() } : { name: null, said: words };
}

/** Dialogue of Yarn Spinner: nodes of lines with a name before the colon. Choices are nobody's words. */
export const yarn: ScriptFormat = {
  name: 'yarn',
  recognise(text, { file }) {
    const start = text.slice(0, LOOK_AT);
    if (TITLE.test(start) && /^---[ \t]*$/m.test(start) && (/^===[ \t]*$/m.test(start) || start.length < text.length))
      return 1;
    return /\.yarn$/i.test(file) ? 1 : 0;
  },
  read(text) {
    const values = valuesIn(text);
    const lines: ScriptLine[] = [];
    let act = 0;
    let isBody = false;
    for (const [at, source] of text.split('\n').entries()) {
      const line = source.trim();
      if (!isBody) {
        isBody = /^---$/.test(line);
        continue;
      }
      if (/^===$/.test(line)) {
        isBody = false;
        if (lines.at(-1)?.act === act) act += 1;
        continue;
      }
      // A choice, and a link of Yarn 1; an alternative (=>) is a line like others.
      if (/^->|^\[\[/.test(line)) continue;
      const { name, said } = cutName(wordsOf(line.replace(/^=>\s*/, ''), values));
      const content = withSigns(said);
      if (content === '') continue;
      lines.push({ speaker: name === null || isNarrator(name) ? null : withSigns(name), content, act, line: at + 1 });
    }
    return lines;
  },
};
