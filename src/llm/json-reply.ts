import { jsonrepair } from 'jsonrepair';
import { z } from 'zod';
import { parseFor, zodMessage } from '../store/zod-message.js';
import type { ReplySchema } from './chat-model.js';
import { InvalidReply } from './work.js';

/** A zod schema as the JSON Schema that a request carries; what is optional in reading is asked for all the same. */
export function replySchema(name: string, schema: z.ZodType): ReplySchema {
  const { $schema: _, ...body } = z.toJSONSchema(schema) as Record<string, unknown>;
  return { name, schema: body };
}

/**
 * A model's JSON reply, an object, as a value: taken out of a code fence or the words around it, mended where the JSON is
 * broken, checked against the schema. Throws InvalidReply where that is not possible: then the request is asked again.
 */
export function readJsonReply<Value>(content: string, schema: z.ZodType<Value>): Value {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(content);
  const text = (fenced?.[1] ?? content).trim();
  if (text === '') throw new InvalidReply('the reply is empty');
  const begin = Math.max(0, text.indexOf('{'));
  const whole = text.slice(begin, text.lastIndexOf('}') + 1);
  const parsed = parseFor(schema, parseJson(text) ?? parseJson(whole) ?? repair(text.slice(begin)));
  if (!parsed.success) throw new InvalidReply(`the reply has another shape: ${zodMessage(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return undefined;
  }
}

/** The mender makes a list of a sentence with commas, and a text of one without: neither was meant as JSON. */
const isMeant = (value: unknown, text: string) =>
  typeof value === 'object' && (!Array.isArray(value) || text.startsWith('['));

/** Whatever the mender stumbles over, it has not mended the reply. */
function repair(text: string): unknown {
  try {
    const value: unknown = JSON.parse(jsonrepair(text));
    if (isMeant(value, text)) return value;
  } catch {}
  throw new InvalidReply('the reply is not JSON and cannot be repaired');
}
