import { z } from 'zod';
import { CallFault } from '../call-fault.js';

// What is read of the batch API's own objects. Servers copy it more or less: what is not needed may be missing or of any kind.

/** A name that a path can carry, and a terminal show. */
const Id = z.string().regex(/^(?!\.{1,2}$)[\x21-\x7e]{1,512}$/);
const Said = z.string().nullish().catch(null);
const Count = z.number().int().min(0).catch(0);

export const Named = z.object({ id: Id });

export const Batch = z.object({
  id: Id,
  status: z.string().regex(/^[\w -]{1,80}$/),
  output_file_id: Id.nullish().catch(null),
  error_file_id: Id.nullish().catch(null),
  errors: z
    .object({ data: z.array(z.object({ code: Said, message: Said })) })
    .nullish()
    .catch(null),
  request_counts: z.object({ completed: Count, failed: Count, total: Count }).nullish().catch(null),
});

/** One of a list of batches; whatever else is in it. */
export const Listed = z.object({ id: Id, metadata: z.object({ rolellm: z.string() }).nullish().catch(null) });

export const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish().catch(null) });

/** A line of a file of results. */
export const Line = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.coerce.number().int(), body: z.unknown() }).nullish().catch(null),
  error: z.object({ code: Said, message: Said }).nullish().catch(null),
});
export type Line = z.infer<typeof Line>;

/** Reads an answer of the batch API, also one that was sent as plain text. Throws CallFault where it is something else. */
export function readAs<Value>(schema: z.ZodType<Value>, answer: unknown): Value {
  const parsed = schema.safeParse(typeof answer === 'string' ? parseJson(answer) : answer);
  if (parsed.success) return parsed.data;
  throw new CallFault('garbled', 'the server sent something that the batch API does not send');
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
