import type { Redact } from '../redact.js';

/** Whom the call went to, for messages. */
export interface Called {
  url: string;
  model: string;
  /** Where the key comes from: the name of an environment variable. */
  keyVariable: string;
  redact: Redact;
  /** Takes the key alone out of a text. */
  hide: Redact;
}
