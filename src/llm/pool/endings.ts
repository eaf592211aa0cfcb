import { UserError } from '../../errors.js';
import type { CallFault } from '../call-fault.js';
import type { ServerWords } from '../model-server.js';

/** Servers, as messages name them, and speak of them. */
type Named = Iterable<{ name: string }>;
type Worded = Iterable<{ name: string; words: ServerWords }>;

/** Servers, how long each was waited for, and for how long it still asks. */
type WaitedFor = Iterable<{ name: string; words: ServerWords; waitedMs(): number; askedLeft(now: number): number }>;

/** The servers as the subject of a sentence, with its verb. */
function subject(endpoints: Named, singular: string, plural: string): string {
  const names = [...endpoints].map(({ name }) => name);
  return `${names.join(', ')} ${names.length > 1 ? plural : singular}`;
}

/** The words of the first of them: servers of one run are mostly of one kind. */
const wordsOf = (endpoints: Worded): ServerWords => ([...endpoints][0] as { words: ServerWords }).words;

/** A time in words, rounded up. */
export function inMinutes(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** The servers were waited for as long as the user wants to; says what they wanted at last. */
export function outOfPatience(endpoints: WaitedFor, fault: CallFault, patienceMs: number, now: number): UserError {
  const all = [...endpoints];
  const asked = Math.min(...all.map((endpoint) => endpoint.askedLeft(now)));
  if (asked > patienceMs) return asksToWait(all, asked);
  if (fault.kind !== 'rate-limited') return isDown(all, fault);
  return keepsAsking(all, Math.min(...all.map((endpoint) => endpoint.waitedMs())), fault);
}

/** Nobody has answered for longer than the user wants to wait. */
function isDown(endpoints: Worded, fault: CallFault): UserError {
  return new UserError(`${subject(endpoints, 'does', 'do')} not answer; last error: ${fault.message}`, {
    advice: `${wordsOf(endpoints).ifSilent}, then run the same command again. What was made is kept.`,
  });
}

/** Every server asks for a longer pause than the user wants to wait. */
export function asksToWait(endpoints: Named, ms: number): UserError {
  return new UserError(`${subject(endpoints, 'asks', 'ask')} to wait ${inMinutes(ms)}`, {
    advice:
      'Run the same command again after that. What was made is kept. patienceSeconds sets how long a run waits by itself.',
  });
}

/** Every server asks for a short pause, again and again, and takes no call after it. */
function keepsAsking(endpoints: Named, ms: number, fault: CallFault): UserError {
  const asks = subject(endpoints, 'asks', 'ask');
  return new UserError(`${asks} to wait ${inMinutes(ms)} and still more; last error: ${fault.message}`, {
    advice: 'Run the same command again later. What was made is kept. A lower --rpm or concurrency may help.',
  });
}

/** The server is there and takes nothing. */
export function refusesAll(endpoints: Named, fault: CallFault): UserError {
  return new UserError(`${subject(endpoints, 'refuses', 'refuse')} every request: ${fault.message}`, {
    advice: 'Check the model and the sampling settings; nothing was answered yet.',
  });
}

/** The server answers, and never in the way that was asked for. */
export function speaksOtherwise(endpoints: Worded, fault: CallFault): UserError {
  const { protocol, ifStrange } = wordsOf(endpoints);
  return new UserError(`${subject(endpoints, 'does', 'do')} not speak ${protocol}: ${fault.message}`, {
    advice: `${ifStrange} Nothing was answered yet.`,
  });
}
