/**
 * What went wrong with a call that brought no reply:
 * - `rate-limited`: the server has too much to do; the call comes later and has used up no attempt.
 * - `timed-out`, `unavailable`, `garbled`: the server, or the way to it, failed; the call is tried again a few times.
 * - `unreachable`: nobody was there to take the call.
 * - `refused`, `too-long`: the server will not answer this request, however often it is asked.
 */
export type FaultKind =
  | 'rate-limited'
  | 'timed-out'
  | 'unavailable'
  | 'garbled'
  | 'unreachable'
  | 'refused'
  | 'too-long';

/** Kinds after which the provider may bill a reply that never came. */
const MAYBE_BILLED: readonly FaultKind[] = ['timed-out', 'garbled'];

/** A call that brought no reply. */
export class CallFault extends Error {
  readonly kind: FaultKind;
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** Whether the provider may have made a reply all the same, and bill it. */
  readonly mayBeBilled: boolean;

  constructor(
    kind: FaultKind,
    message: string,
    { retryAfterMs, mayBeBilled }: { retryAfterMs?: number | undefined; mayBeBilled?: boolean } = {},
  ) {
    super(message);
    this.name = 'CallFault';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.mayBeBilled = mayBeBilled ?? MAYBE_BILLED.includes(kind);
  }
}
