import { squeeze } from '../text/words.js';
import { type Cast, readCharacters, stringAt } from './renpy-characters.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { isNarrator } from './spoken-label.js';

const LOOK_AT = 200_000;

/** Statements that begin like a say statement and are none. */
const STATEMENTS = new Set(
  'label jump call return pass menu scene show hide with window play stop queue voice pause image transform define default init python style screen translate camera nvl if elif else while for text textbutton add key use has old new in timer imagebutton hotspot bar vbox hbox frame on at zorder behind as expression import from layeredimage attribute group always rpy testcase transclude tag variant sound music audio $'.split(
    ' ',
  ),
);

/** Blocks whose lines are no dialogue. */
const BLOCK =
  /^(?:init\b.*\bpython\b.*|python\b.*|screen\b.*|style\b.*|transform\b.*|image\b.*|layeredimage\b.*|translate\s+\w+\s+(?:strings|style|python)\b.*|testcase\b.*):\s*(?:#.*)?$/;

/** Speakers that Ren'Py has itself and that are nobody. */
const NOBODY = new Set(['narrator', 'centered', 'vcentered', 'nvl_narrator']);

/** What a line says: who, and the text; `extend` goes on with the line before. */
interface Say {
  /** Name in quotes, or the variable of a character; undefined for narration. */
  who: { name: string } | { variable: string } | undefined;
  text: string;
  /** Index behind the closing quote. */
  end: number;
}

const WHO = /^([A-Za-z_]\w*(?:\.\w+)*)((?:\s+(?:@\s*)?-?[A-Za-z0-9_]+)*?)\s*(?=["'`])/;

function sayAt(text: string, from: number): Say | undefined {
  const statement = text.slice(from, from + 300);
  const who = WHO.exec(statement);
  if (who) {
    if (STATEMENTS.has(who[1]!)) return undefined;
    const said = stringAt(text, from + who[0].length);
    return said && { who: { variable: who[1]! }, text: said.value, end: said.end };
  }
  const first = stringAt(text, from);
  if (!first) return undefined;
  const gap = /^(?:[ \t]+(?:@[ \t]*)?-?[A-Za-z0-9_]+)*[ \t]+(?=["'`])/.exec(text.slice(first.end, first.end + 200));
  const second = gap && !/\b(?:if|with|id)\b/.test(gap[0]) ? stringAt(text, first.end + gap[0].length) : undefined;
  if (second) return { who: { name: first.value }, text: second.value, end: second.end };
  return { who: undefined, text: first.value, end: first.end };
}

/** The words of a text: tags out, variables filled in where their value is known. */
function wordsOf(text: string, values: ReadonlyMap<string, string>): string {
  return squeeze(
    text
      .replace(/\{\{/g, '\u0001')
      .replace(/\[\[/g, '\u0002')
      .replace(/\{(?:p|w|nw|fast|vspace|space|clear)\b[^{}]*\}/g, ' ')
      .replace(/\{[^{}]*\}/g, '')
      .replace(/\[([A-Za-z_][\w.]*)(?:![a-z]+)?\]/g, (whole, name: string) => values.get(name) ?? whole)
      .replaceAll('\u0001', '{')
      .replaceAll('\u0002', '[')
      .replaceAll('%%', '%'),
  );
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Scripts of Ren'Py's visual novels: say statements, with the characters that the file defines. */
export const renpy: ScriptFormat = {
  name: 'renpy',
  recognise(text, { file }) {
    if (/\.rpym?$/i.test(file)) return 1;
    const start = text.slice(0, LOOK_AT);
    const defines = /^[ \t]*(?:define|default|\$)[ \t]+[\w.]+[ \t]*=[ \t]*(?:\w+)?Character[ \t]*\(/m.test(start);
    const labels = /^[ \t]*label[ \t]+[\w.]+(?:\([^)\n]*\))?[ \t]*:[ \t]*(?:#.*)?$/m.test(start);
    return (defines && /^[ \t]*\w+[^"\n]*"/m.test(start)) ||
      (labels && /^[ \t]+(?:[a-z_]\w*[ \t]+)?"[^"\n]*"[ \t]*$/m.test(start))
      ? 1
      : 0;
  },
  read(text) {
    const cast = readCharacters(text);
    const lines: ScriptLine[] = [];
    let act = 0;
    /** Indent of the block that is skipped. */
    let skipped: number | undefined;
    for (const { statement, indent, at, line, goTo } of statementsOf(text)) {
      if (skipped !== undefined && indent > skipped) continue;
      skipped = BLOCK.test(statement) ? indent : undefined;
      if (/^label\s/.test(statement) && lines.at(-1)?.act === act) act += 1;
      const said = skipped === undefined ? sayAt(text, at) : undefined;
      if (!said) continue;
      goTo(said.end);
      if (!isChoice(text, said.end)) push(lines, said, { act, line }, cast);
    }
    return lines;
  },
};

interface Statement {
  statement: string;
  indent: number;
  /** Index where it begins. */
  at: number;
  line: number;
  /** Goes on behind the line in which this index stands: a text may go over several lines. */
  goTo(end: number): void;
}

/** The lines of a script that hold something, comments left out. */
function* statementsOf(text: string): Generator<Statement> {
  let line = 0;
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf('\n', from);
    let end = newline < 0 ? text.length : newline;
    line += 1;
    const source = text.slice(from, end);
    const statement = source.trim();
    const indent = indentOf(source);
    const goTo = (place: number) => {
      while (end < place) {
        const next = text.indexOf('\n', end + 1);
        end = next < 0 ? text.length : next;
        line += 1;
      }
    };
    if (statement !== '' && !statement.startsWith('#')) yield { statement, indent, at: from + indent, line, goTo };
    from = end + 1;
  }
}

/** Whether a text is a choice of a menu, with its arguments or condition: nobody says it. */
function isChoice(text: string, end: number): boolean {
  const after = /[^\n]{0,300}/y;
  after.lastIndex = end;
  return /^\s*(?:\([^)]*\)\s*)?(?:if\b.*)?:\s*(?:#.*)?$/.test(after.exec(text)?.[0] ?? '');
}

/** The name that is shown with a text; empty where none is. */
function nameOf({ who }: Say, { names, values }: Cast): string {
  if (who === undefined) return '';
  if ('name' in who) return wordsOf(who.name, values);
  if (NOBODY.has(who.variable)) return '';
  const known = names.get(who.variable);
  return wordsOf(known === undefined ? who.variable : (known ?? ''), values);
}

function push(lines: ScriptLine[], say: Say, place: { act: number; line: number }, cast: Cast): void {
  const goesOn = say.who !== undefined && 'variable' in say.who && say.who.variable === 'extend';
  const name = nameOf(say, cast);
  const speaker = name === '' || isNarrator(name) ? null : name;
  for (const paragraph of say.text.split(/\n[ \t]*\n/)) {
    const content = wordsOf(paragraph, cast.values);
    const last = lines.at(-1);
    if (content === '') continue;
    if (!goesOn) lines.push({ speaker, content, ...place });
    else if (last) last.content += ` ${content}`;
  }
}
