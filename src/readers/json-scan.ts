import { messageOf, UserError } from '../errors.js';

/** Where a value of a JSON text stands. */
export interface Span {
  start: number;
  end: number;
}

const afterSpace = (text: string, at: number): number => {
  let next = at;
  while (next < text.length && ' \t\r\n\ufeff'.includes(text[next]!)) next += 1;
  return next;
};

function endOfString(text: string, at: number): number {
  const signs = /["\\]/g;
  signs.lastIndex = at + 1;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    if (found[0] === '"') return found.index + 1;
    signs.lastIndex = found.index + 2;
  }
  return text.length;
}

/** Index behind the value that begins at `at`; the text's length where it never ends. Nothing is parsed. */
function endOfValue(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    const ends = /[,\]}\s]/g;
    ends.lastIndex = at;
    return ends.exec(text)?.index ?? text.length;
  }
  const signs = /["[\]{}]/g;
  signs.lastIndex = at;
  let depth = 0;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    if (found[0] === '"') signs.lastIndex = endOfString(text, found.index);
    else {
      depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
      if (depth === 0) return found.index + 1;
    }
  }
  return text.length;
}

/** The value that begins at `at`. */
export const valueAt = (text: string, at: number): Span => ({ start: at, end: endOfValue(text, at) });

/** Called with a place at which the text is no JSON; throws. */
export type OnBroken = (at: number) => never;

/** The elements of the array that begins at `at`. */
export function* elementsAt(text: string, at: number, onBroken: OnBroken): Generator<Span> {
  let next = afterSpace(text, at + 1);
  while (text[next] !== ']') {
    const end = endOfValue(text, next);
    if (end === next) onBroken(next);
    yield { start: next, end };
    next = afterSpace(text, end);
    if (text[next] === ',') next = afterSpace(text, next + 1);
    else if (text[next] !== ']') onBroken(next);
  }
}

/** The members of the object that begins at `at`: keys with where their values stand. */
export function* membersAt(text: string, at: number, onBroken: OnBroken): Generator<{ key: string; value: Span }> {
  let next = afterSpace(text, at + 1);
  while (text[next] !== '}') {
    if (text[next] !== '"') onBroken(next);
    const keyEnd = endOfString(text, next);
    const start = afterSpace(text, afterSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    yield { key: text.slice(next + 1, keyEnd - 1), value: { start, end } };
    next = afterSpace(text, end);
    if (text[next] === ',') next = afterSpace(text, next + 1);
    else if (text[next] !== '}') onBroken(next);
  }
}

/** Where the one value of a JSON text begins. */
export const startOfJson = (text: string): number => afterSpace(text, 0);

/** The value at a place. Throws UserError where it is broken. */
export function parseSpan(text: string, { start, end }: Span, place: { file: string; line: number }): unknown {
  try {
    return JSON.parse(text.slice(start, end));
  } catch (thrown) {
    throw new UserError(`the JSON is broken: ${messageOf(thrown)}`, {
      ...place,
      advice: 'Mend that place, or get the file again if it is cut off.',
    });
  }
}

/** Tells the line of each place of a text; places must come in their order. */
export function createLineCounter(text: string): (at: number) => number {
  let [line, from] = [1, 0];
  return (at) => {
    for (let next = text.indexOf('\n', from); next >= 0 && next < at; next = text.indexOf('\n', from)) {
      line += 1;
      from = next + 1;
    }
    return line;
  };
}
