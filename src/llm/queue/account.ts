import { createHash } from 'node:crypto';

/** What all workers together may ask of one server with one key. */
export interface AccountLimits {
  /** Whose limits these are: the same for all that share them. */
  account: string;
  rpm: number | undefined;
  tpm: number | undefined;
  /** Calls at once that this worker offers. */
  concurrency: number;
}

/** The name of an account: one that is given, else twelve hex digits of the key's SHA-256; with the server that it is at. */
export function accountOf(baseUrl: string, key: string | undefined, name: string | undefined): string {
  const whose =
    name ??
    createHash('sha256')
      .update(key ?? '')
      .digest('hex')
      .slice(0, 12);
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, whose]))
    .digest('hex')
    .slice(0, 16);
}
