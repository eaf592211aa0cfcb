import { errorCode, messageOf, UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import type { Called } from './called.js';
import { ReplyTooLarge } from './reply-bytes.js';

/** Nobody took the call: nothing was sent that could be billed. */
const NOBODY_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'];

const SELF_SIGNED = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'];
const UNKNOWN_ISSUER = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** An error and those that caused it, however deep the libraries have wrapped it. */
function* causesOf(thrown: unknown): Generator<Error> {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth += 1) yield error;
}

/** Codes of the system, of TLS, of HTTP and of zlib; those of a wrong argument are a bug and none of these. */
const CODE =
  /^(?:E(?!RR_)[A-Z\d_]+|ERR_(?:TLS|SSL)\w*|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_\w+|HPE_\w+|Z_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/;

/** The code with which a connection failed. */
export function codeOf(thrown: unknown): string | undefined {
  for (const error of causesOf(thrown)) {
    const code = errorCode(error);
    if (code !== undefined && CODE.test(code)) return code;
  }
  return undefined;
}

/** The fault where a reply was larger than allowed; undefined where it was not. */
export function sizeFault(thrown: unknown): CallFault | undefined {
  const tooLarge = [...causesOf(thrown)].find((error) => error instanceof ReplyTooLarge);
  return tooLarge && new CallFault('garbled', `${tooLarge.message} (the setting maxReplyBytes)`);
}

/** What a connection that failed means: UserError where the settings have to change first. */
export function connectionFault(thrown: unknown, called: Called): UserError | CallFault {
  const code = codeOf(thrown);
  if (code === undefined) return broken(called.redact(messageOf(thrown)));
  if (NOBODY_THERE.includes(code)) return new CallFault('unreachable', `no connection (${code})`);
  const hopeless = secureFault(code, thrown, called);
  if (hopeless) return hopeless;
  if (code.startsWith('Z_')) return new CallFault('garbled', `the compressed reply is damaged (${code})`);
  return broken(code);
}

const broken = (said: string) => new CallFault('unavailable', `the connection broke (${said})`, { mayBeBilled: true });

/** A server whose certificate nobody here trusts, or that has none. */
function secureFault(code: string, thrown: unknown, { url }: Called): UserError | undefined {
  if (SELF_SIGNED.includes(code) || UNKNOWN_ISSUER.includes(code)) {
    const what = SELF_SIGNED.includes(code) ? 'is self-signed' : 'comes from an issuer that is not known here';
    return new UserError(`the certificate of ${url} ${what} (${code})`, {
      advice: 'If the server is yours, set NODE_EXTRA_CA_CERTS to the file of its certificate or issuer (PEM).',
    });
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new UserError(`the certificate of ${url} is for another host (${code})`, {
      advice: 'Set --base-url to the host name in the certificate.',
    });
  }
  if (/^CERT_|_CERT_|CERTIFICATE/.test(code)) {
    return new UserError(`the certificate of ${url} is not valid (${code})`, {
      advice: 'Check the clock of this machine. If the server is yours, renew the certificate.',
    });
  }
  const says = [...causesOf(thrown)].map(messageOf).join(' ');
  if (code === 'EPROTO' && /wrong version number|packet length too long|record layer/i.test(says)) {
    return new UserError(`${url} does not use HTTPS`, {
      advice: `Did you mean ${url.replace('https:', 'http:')}? Set it with --base-url.`,
    });
  }
  return undefined;
}
