import type { ReplyBounds } from '../chat-model.js';

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/**
 * Bounds from here on are not sent: llama.cpp's grammar repeats nothing so often, and refuses the request (`failed to parse
 * grammar`, github.com/ggml-org/llama.cpp/issues/27087; seen with lists of 1,999 and 2,000).
 */
const TOO_LARGE = 1999;

/** A JSON Schema whose texts and lists have a longest length. */
export function withBounds(schema: Schema, bounds: ReplyBounds, key = ''): Schema {
  const own = Object.hasOwn(bounds, key) ? bounds[key] : undefined;
  const bound = own !== undefined && own < TOO_LARGE ? own : undefined;
  const { type, items, properties } = schema;
  if (type === 'string') return bound === undefined || schema.enum ? schema : { ...schema, maxLength: bound };
  if (type === 'array') {
    const most = bound === undefined ? {} : { maxItems: bound };
    return { ...schema, ...most, ...(isSchema(items) ? { items: withBounds(items, bounds, `${key}[]`) } : {}) };
  }
  if (!isSchema(properties)) return schema;
  const bounded = Object.entries(properties).map(([name, value]) => [
    name,
    isSchema(value) ? withBounds(value, bounds, name) : value,
  ]);
  return { ...schema, properties: Object.fromEntries(bounded) };
}
