import { UserError } from '../../errors.js';

/** Where a queue is. */
export interface QueueAddress {
  /** With its credentials. */
  url: string;
  /** As others may see it. */
  shown: string;
  /** What all keys of the queue begin with. */
  prefix: string;
}

/** Keys begin with this where nothing else is given. */
const DEFAULT_PREFIX = 'rolellm';

const ADVICE =
  'Write redis://host:6379/0, or rediss:// with TLS; in a user name or password write @ as %40, : as %3A and / as %2F.';

/**
 * Reads the address of a queue; its query may give the prefix (`?prefix=NAME`). Throws UserError where it is none, without repeating what
 * may hold a password.
 */
export function readAddress(text: string, prefix?: string): QueueAddress {
  const address = text.trim();
  if (!/^rediss?:\/\//i.test(address))
    throw new UserError('--queue: does not begin with redis:// or rediss://', { advice: ADVICE });
  if (!URL.canParse(address)) throw new UserError('--queue: is no valid URL', { advice: ADVICE });
  const url = new URL(address);
  if (!/^(?:\/\d*)?$/.test(url.pathname))
    throw new UserError('--queue: behind the host stands the number of a database, such as /0, and nothing else', {
      advice: ADVICE,
    });
  const own = prefix ?? url.searchParams.get('prefix') ?? DEFAULT_PREFIX;
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'prefix');
  if (unknown.length > 0)
    throw new UserError('--queue: its query may only give a prefix', { advice: 'Write ?prefix=NAME.' });
  if (!/^[\w.-]{1,60}$/.test(own))
    throw new UserError('--queue-prefix: may hold letters, digits, ".", "_" and "-"', {
      advice: 'Choose a short name.',
    });
  url.search = '';
  url.hash = '';
  const shown = `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return { url: url.href, shown, prefix: own };
}
