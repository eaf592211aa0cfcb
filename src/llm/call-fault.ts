import { messageOf, UserError } from '../errors.js';

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

/** Longer than any run waits; a server that asks for more, or for ever, asks for this. */
const LONGEST_WAIT_MS = 100 * 365 * 24 * 3_600_000;

/** Tokens of a request and of the model's window, as far as a server tells them. */
export interface TokenCounts {
  prompt?: number;
  /** The room that the reply is to have beside the prompt. */
  reply?: number;
  window?: number;
}

/** A call that brought no reply. */
export class CallFault extends Error {
  readonly kind: FaultKind;
  /** How long the server asks to wait; undefined where it does not say, or says nothing that makes sense. */
  readonly retryAfterMs: number | undefined;
  /** Whether the provider may have made a reply all the same, and bill it. */
  readonly mayBeBilled: boolean;
  /** What is too long, and for what: of `too-long`. */
  readonly tokens: Readonly<TokenCounts>;

  constructor(
    kind: FaultKind,
    message: string,
    {
      retryAfterMs,
      mayBeBilled,
      tokens = {},
    }: { retryAfterMs?: number | undefined; mayBeBilled?: boolean; tokens?: TokenCounts } = {},
  ) {
    super(message);
    this.name = 'CallFault';
    this.kind = kind;
    this.retryAfterMs = Number(retryAfterMs) >= 0 ? Math.min(Number(retryAfterMs), LONGEST_WAIT_MS) : undefined;
    this.tokens = tokens;
    this.mayBeBilled = mayBeBilled ?? MAYBE_BILLED.includes(kind);
  }
}

/**
 * A defect of our own, met while a reply was read. The reply came and was paid for, and asking again would change nothing: the
 * run stops at once.
 */
export class Defect extends Error {
  /** What the server sent, without the key, where no journal has it yet. */
  readonly reply: string | undefined;

  constructor(cause: unknown, reply?: string) {
    super(messageOf(cause), { cause });
    this.name = 'Defect';
    this.reply = reply;
  }
}

/**
 * Reads what a server sent. Whatever is thrown that does not speak of the server is a defect of our own, and `tell` gives the
 * reply that it keeps.
 */
export function readReply<Value>(read: () => Value, tell?: () => string): Value {
  try {
    return read();
  } catch (thrown) {
    throw thrown instanceof CallFault || thrown instanceof UserError ? thrown : new Defect(thrown, tell?.());
  }
}
