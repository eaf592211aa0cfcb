import { createRedactor } from '../llm/redact.js';

/** Environment variables whose values nobody else should see; no shorter value is a key. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD/i;
const SHORTEST = 8;

/**
 * Takes what looks like a secret of this environment, and the credentials of URLs, out of what is printed: the last guard
 * behind those who should not have put it there.
 */
export function redactSecrets(text: string): string {
  const secrets = Object.entries(process.env)
    .filter(([name, value]) => SECRET_NAME.test(name) && (value?.length ?? 0) >= SHORTEST)
    .map(([, value]) => value);
  return createRedactor(secrets)(text);
}
