import { type Alias, type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { messageOf, UserError } from '../errors.js';
import { parseFor, zodMessage } from './zod-message.js';

/** A YAML (or JSON) file's value, and where its keys stand. */
export interface YamlFile<Value> {
  value: Value;
  /** Line, from 1, of the key at this path; undefined where it is not in the file. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/** Where a zod issue points to: the key that is too much, or the one whose value does not fit. */
function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] as string] : issue.path;
}

/** The first alias (`*name`) whose anchor is not there: mostly text that begins with a star and lacks its quotes. */
function aliasOfNothing(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

/** Parses a YAML file and checks it; `renamed` has the new names of keys that had others. Throws UserError with file and line where it is broken or does not fit. */
export function parseYaml<Value>(
  text: string,
  file: string,
  schema: z.ZodType<Value>,
  advice: string,
  renamed: Readonly<Record<string, string>> = {},
): YamlFile<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    throw new UserError(`this is not valid YAML: ${broken.message}`, { file, line: lines.linePos(broken.pos[0]).line });
  }

  function lineOf(path: readonly PropertyKey[]): number | undefined {
    const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
      if (isScalar(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    const node = path.length > 0 ? document.getIn(path, true) : undefined;
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
  }

  function toValue(): unknown {
    try {
      return document.toJS();
    } catch (thrown) {
      const start = aliasOfNothing(document)?.range?.[0];
      throw new UserError(`this is not valid YAML: ${messageOf(thrown)}`, {
        file,
        ...(start === undefined ? {} : { line: lines.linePos(start).line }),
        advice: 'Put text that begins with "*" or "&" into quotes.',
      });
    }
  }

  const parsed = parseFor(schema, toValue() ?? {});
  if (parsed.success) return { value: parsed.data, lineOf };
  const issue = parsed.error.issues[0] as z.core.$ZodIssue;
  const line = lineOf(pathOf(issue));
  const key = pathOf(issue).join('.');
  const unknown = renamed[key] === undefined ? `unknown key "${key}"` : `"${key}" is now called "${renamed[key]}"`;
  const what = issue.code === 'unrecognized_keys' ? unknown : zodMessage(parsed.error);
  throw new UserError(what, { file, ...(line === undefined ? {} : { line }), advice });
}
