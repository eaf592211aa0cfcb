import { UserError } from '../../errors.js';
import type { CallFault } from '../call-fault.js';

/** Servers, as messages name them. */
type Named = Iterable<{ name: string }>;

const namesOf = (endpoints: Named) => [...endpoints].map(({ name }) => name).join(', ');

/** Nobody has answered for longer than the user wants to wait. */
export function isDown(endpoints: Named, fault: CallFault): UserError {
  return new UserError(`${namesOf(endpoints)} does not answer, at last with: ${fault.message}`, {
    advice: 'Check that it is up and that --base-url is right, then run the same command again; what was made is kept.',
  });
}

/** Every server asks for a longer pause than the user wants to wait. */
export function asksToWait(endpoints: Named, ms: number): UserError {
  return new UserError(`${namesOf(endpoints)} asks to wait ${Math.ceil(ms / 60_000)} minutes`, {
    advice:
      'Run the same command again then; what was made is kept. patienceSeconds sets how long a run waits by itself.',
  });
}

/** The server is there and takes nothing. */
export function refusesAll(endpoints: Named, fault: CallFault): UserError {
  return new UserError(`${namesOf(endpoints)} refuses every request: ${fault.message}`, {
    advice: 'Check the model and the sampling settings; nothing was answered yet.',
  });
}

/** The server answers, and never in the way that was asked for. */
export function speaksOtherwise(endpoints: Named, fault: CallFault): UserError {
  return new UserError(`${namesOf(endpoints)} does not speak the OpenAI protocol: ${fault.message}`, {
    advice: 'Check --base-url: it mostly ends in /v1. Nothing was answered yet.',
  });
}
