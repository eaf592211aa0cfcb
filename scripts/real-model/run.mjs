import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line of the built program. */
export const ROLELLM = fileURLToPath(new URL('../../bin/rolellm.js', import.meta.url));

/** The environment without what would name another model. */
export function ownEnvironment() {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env;
  return env;
}

/** Runs the program to its end. Throws where it does not end well. */
export function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ROLELLM, ...args], {
    env: ownEnvironment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`rolellm ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}
