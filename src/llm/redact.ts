/** Takes secrets out of a text that others will see. */
export type Redact = (text: string) => string;

/** Shorter words would be found in ordinary text; no key is that short. */
const SHORTEST_SECRET = 6;

const encodings = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];

/** Replaces these secrets, also percent-encoded or in base64, and the credentials of any URL. */
export function createRedactor(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= SHORTEST_SECRET) as string[];
  const forms = [...new Set(known.flatMap(encodings))].sort((a, b) => b.length - a.length);
  return (text) =>
    forms.reduce((clean, form) => clean.replaceAll(form, '***'), text).replace(URL_CREDENTIALS, '$1***@');
}

const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi;
