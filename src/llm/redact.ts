/** Takes secrets out of a text that others will see. */
export type Redact = (text: string) => string;

/** Shorter words would be found in ordinary text; no key is that short. */
const SHORTEST_SECRET = 6;

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inHtml = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&#39;');

/** How a secret may look when a server sends it back. */
function encodings(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const bytes = Buffer.from(secret);
  return [
    secret,
    inJson(secret),
    inJson(secret).replaceAll('/', '\\/'),
    inHtml(secret),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

/** Replaces these secrets wherever they are, also encoded, and nothing else: for texts that are kept, such as replies. */
export function createHider(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= SHORTEST_SECRET) as string[];
  const forms = [...new Set(known.flatMap(encodings))].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '***'), text);
}

/** Replaces these secrets, also encoded, and the credentials of any URL: for messages. */
export function createRedactor(secrets: readonly (string | undefined)[]): Redact {
  const hide = createHider(secrets);
  return (text) => hide(text).replace(USER_AND_PASSWORD, '$1***@').replace(KEY_IN_QUERY, '$1***');
}

// Bounded, so that a long text takes time by its length only.
const USER_AND_PASSWORD = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,1000}@/gi;
const KEY_IN_QUERY =
  /([?&][\w.-]{0,40}?(?:key|token|secret|passw|pwd|auth|sig|credential|code)[\w.-]{0,40}=)[^&\s"'<>#]+/gi;
