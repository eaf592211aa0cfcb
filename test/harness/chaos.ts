import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createRandom } from '../../src/text/random.js';
import type { Fault } from './chat-server.js';
import { startChatServer } from './chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, startRolellm } from './cli.js';
import { TINY_FILES } from './tiny-role.js';

/** Shares of requests that a storm spoils. */
const STORM = [
  ['busy', 0.1],
  ['failing', 0.05],
  ['reset', 0.03],
  ['garbage', 0.03],
  ['cut', 0.02],
  ['hang', 0.01],
] as const;

const GARBAGE = [
  '<html><body>Bad gateway</body></html>',
  '{"id": "x", "choices": [{"ind',
  '',
  '{"choices": []}',
  'null',
];
const FAILURES = [500, 502, 503, 529];

/** A server's bad hour, drawn from a seed. */
export function stormOf(seed: number): Fault {
  const random = createRandom(seed);
  return () => {
    let drawn = random();
    const kind = STORM.find(([, share]) => {
      drawn -= share;
      return drawn < 0;
    })?.[0];
    const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
    switch (kind) {
      case 'busy':
        return {
          status: 429,
          body: { error: { message: 'slow down' } },
          headers: pick([{}, { 'retry-after': '0.05' }]),
        };
      case 'failing':
        return { status: pick(FAILURES), body: { error: { message: 'sorry' } } };
      case 'reset':
        return 'reset!';
      case 'garbage':
        return { raw: pick(GARBAGE) };
      case 'cut':
        return { message: { content: 'This is only half of what I was going to' }, finish_reason: 'length' };
      case 'hang':
        return 'hang!';
      default:
        return undefined;
    }
  };
}

const SETTINGS = 'timeoutSeconds: 2\nconcurrency: 16\nretries: 8\n';

/** Whose dataset is made: the tiny play's roles, or the English ones of the samples: the server answers in English. */
type Roles = 'tiny' | 'samples';

const ENGLISH = ['Hamlet', 'Coriolanus', 'Algernon', 'Sherlock Holmes'];

const generateFor = (url: string, roles: Roles) => [
  'generate',
  '--model',
  'm',
  '--base-url',
  url,
  '--per-role',
  '6',
  '--limit',
  '6',
  ...(roles === 'tiny' ? ['--roles', 'roles'] : ['--roles', join(PROJECT, 'profiles'), '--only', ...ENGLISH]),
];

/** A whole run in good weather. */
export async function runCalm(roles: Roles) {
  const server = await startChatServer(undefined, 3, { givesSamples: true });
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': SETTINGS });
  const began = Date.now();
  const { status, stderr, stdout } = await rolellm(generateFor(server.url, roles), folder);
  if (status !== 0 && status !== 1) throw new Error(stderr + stdout);
  return {
    exported: fingerprint(join(folder, 'data/export')),
    status,
    tookMs: Date.now() - began,
    calls: server.seen.length,
  };
}

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** A run through a storm that is killed at random moments and run again until it comes to its end. */
export async function runThroughStorm(roles: Roles, seed: number, tookMs: number) {
  const random = createRandom(seed);
  const storm = stormOf(seed + 1000);
  const good: string[] = [];
  const server = await startChatServer(
    (seen, number, headers) => {
      const fault = storm(seen, number, headers);
      if (fault === undefined) good.push(createHash('sha256').update(JSON.stringify(seen)).digest('hex'));
      return fault;
    },
    3,
    { givesSamples: true },
  );
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': SETTINGS });
  const kills = 1 + Math.floor(random() * 4);
  let killed = 0;
  for (let attempt = 0; killed < kills && attempt < 3 * kills; attempt += 1) {
    const { child, ended } = startRolellm(generateFor(server.url, roles), folder);
    await wait(300 + random() * tookMs);
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') killed += 1;
  }
  let { status, stdout, stderr } = await rolellm(generateFor(server.url, roles), folder);
  // What failed for good in one run is asked again in the next.
  for (let again = 0; /failed/.test(stdout.split('Missing:')[1] ?? '') && again < 5; again += 1) {
    ({ status, stdout, stderr } = await rolellm(generateFor(server.url, roles), folder));
  }
  return {
    exported: fingerprint(join(folder, 'data/export')),
    status,
    killed,
    stdout,
    stderr,
    /** Good replies to requests that had one already. */
    repeated: good.length - new Set(good).size,
  };
}
