/** A string of Ren'Py or Python that begins at an index; undefined where none does or it is not closed. */
export function stringAt(text: string, at: number): { value: string; end: number } | undefined {
  const quote = /^(?:"""|'''|```|["'`])/.exec(text.slice(at, at + 3))?.[0];
  if (quote === undefined) return undefined;
  const signs = new RegExp(`[${quote[0]}\\\\]`, 'g');
  const pieces: string[] = [];
  let from = at + quote.length;
  signs.lastIndex = from;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const { index } = found;
    if (found[0] === '\\') {
      const escaped = text[index + 1] ?? '';
      pieces.push(text.slice(from, index), escaped === 'n' ? '\n' : escaped === '\n' ? ' ' : escaped);
      from = index + 2;
      signs.lastIndex = from;
    } else if (text.startsWith(quote, index)) {
      pieces.push(text.slice(from, index));
      return { value: pieces.join(''), end: index + quote.length };
    }
  }
  return undefined;
}

const DEFINITION =
  /^[ \t]*(?:(?:define|default)[ \t]+(?:-?\d+[ \t]+)?|\$[ \t]*)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:[A-Za-z_]\w*\.)?((?:NVL|ADV|Dynamic|nvl|adv)?Character)[ \t]*\(\s*/gm;
const STRING_VALUE = /^[ \t]*(?:define|default|\$)[ \t]*([A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:_\(\s*)?(?=["'])/gm;

/** The name that a call of Character gives, `None` for nobody, undefined where it gives none of its own. */
function nameAt(text: string, at: number): string | null | undefined {
  const rest = text.slice(at, at + 2000);
  const before = /^(?:name\s*=\s*)?(?:__?\(\s*)?/.exec(rest)?.[0] ?? '';
  const name = stringAt(rest, before.length);
  if (name) return name.value;
  return /^(?:name\s*=\s*)?None\b/.test(rest) ? null : undefined;
}

/** What a Ren'Py script defines. */
export interface Cast {
  /** Characters by their variables; null for one without a name. */
  names: ReadonlyMap<string, string | null>;
  /** Variables that hold a text. */
  values: ReadonlyMap<string, string>;
}

/** The characters and the texts that a Ren'Py script defines. */
export function readCharacters(text: string): Cast {
  const values = new Map<string, string>();
  for (const found of text.matchAll(STRING_VALUE)) {
    const value = stringAt(text, found.index + found[0].length);
    const name = found[1]!.replace(/^(?:store|persistent)\./, '');
    if (value && !values.has(name)) values.set(name, value.value);
  }
  const names = new Map<string, string | null>();
  for (const found of text.matchAll(DEFINITION)) {
    const at = found.index + found[0].length;
    const variable = found[1]!.replace(/^(?:character|store)\./, '');
    let name = nameAt(text, at);
    // A character of another's kind has its name; a dynamic one names a variable.
    const kind = /\bkind\s*=\s*([A-Za-z_]\w*)/.exec(text.slice(at, at + 300))?.[1];
    const isOwn = /^\s*(?:\)|kind\b)/.test(text.slice(at, at + 20));
    if (name === undefined && isOwn && kind !== undefined) name = names.get(kind);
    if (typeof name === 'string' && found[2] === 'DynamicCharacter') name = values.get(name) ?? name;
    if (name !== undefined) names.set(variable, name);
  }
  return { names, values };
}
