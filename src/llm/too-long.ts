import { UserError } from '../errors.js';
import type { CallFault } from './call-fault.js';
import type { ChatRequest } from './chat-model.js';

const tokens = (count: number) => count.toLocaleString('en-US');

/** Ends a run whose prompt is too long for the model: how long it is, as far as the server tells, and what to set. */
export function promptTooLong(fault: CallFault, { origin, prompt }: ChatRequest): UserError {
  const subject = origin?.subject ?? `the prompt ${prompt}`;
  const toSet = `${origin ? `lower ${origin.lower}, or ` : ''}give the server a larger window`;
  return new UserError(`${subject} ${lengthOf(fault)}: ${toSet}`, {
    advice: 'Then run the same command again. What was made is kept.',
  });
}

/** How long the prompt is and how large the window; in the server's own words where it does not tell both. */
function lengthOf({ message, tokens: { prompt, reply, window } }: CallFault): string {
  const itsOwn = `(${message.replace(/[.\s]+$/, '')})`;
  if (prompt === undefined)
    return window === undefined
      ? `is longer than the model's context window ${itsOwn}`
      : `is longer than the model's context window of ${tokens(window)} tokens ${itsOwn}`;
  if (window === undefined)
    return `has ${tokens(prompt)} tokens, more than the model's context window has room for ${itsOwn}`;
  // The prompt alone would have room.
  const withReply = prompt <= window && reply !== undefined ? ` and asks for a reply of up to ${tokens(reply)}` : '';
  return `has ${tokens(prompt)} tokens${withReply}, and the model's context window is ${tokens(window)}`;
}
