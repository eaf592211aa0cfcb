import { expect, test } from 'vitest';
import { type ChatServerOptions, type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

interface Finding {
  check: string;
  state: string;
  says: string;
  details?: { prompt?: string; usable?: boolean; settings?: { timeoutSeconds?: number } };
}

const PROMPTS = [
  'profile.description',
  'profile.categories',
  'profile.catchphrases',
  'profile.second-person',
  'context-instruct.script-based',
  'context-instruct.script-agnostic',
  'rolegpt.system',
];

/** What `doctor --trial` tells of a server; it leaves the folder as it is. */
async function tryServer(fault: Fault = () => undefined, { delayMs = 2, config = '', flags = [] as string[] } = {}) {
  const options: ChatServerOptions = { count: (text) => Math.ceil(text.length / 4) };
  const server = await startChatServer(fault, delayMs, options);
  const files = { ...TINY_FILES, ...(config ? { 'rolellm.config.yaml': config } : {}) };
  const folder = makeFolder(files);
  const command = ['doctor', '--trial', '--roles', 'roles', '--base-url', server.url, ...flags];
  const { status, stdout, stderr } = await rolellm([...command, '--json'], folder);
  expect(stderr).toBe('');
  expect(Object.keys(fingerprint(folder)).sort()).toEqual(Object.keys(files).sort());
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  const find = (name: string) =>
    checks.filter(({ check }) => check === name).map(({ details, ...finding }) => ({ ...finding, ...details }));
  const tried = find('trial').filter(({ prompt }) => prompt !== undefined);
  return { status, find, tried, seen: server.seen, command, folder };
}

test('each prompt of the recipes is asked once for one role, and what came is shown with tokens and seconds', async () => {
  const { status, tried, find, seen, command, folder } = await tryServer();
  expect(status).toBe(0);
  expect(tried.map(({ prompt }) => prompt)).toEqual(PROMPTS);
  expect(tried.every(({ usable, state }) => usable && state === 'ok')).toBe(true);
  for (const one of tried) {
    expect(one).toMatchObject({ prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) });
    expect(one.says).toMatch(/: can be used; \d+ \+ \d+ tokens in [\d.]+ s: \S/);
  }
  // The word that doctor asks for always, then one call for each prompt.
  expect(seen).toHaveLength(1 + PROMPTS.length);
  expect(find('speed')[0]?.says).toMatch(
    /^[\d.]+ tokens a second; a full run asks about \d+ more requests: \d+ (?:s|min) if/,
  );
  expect(find('settings').map(({ state }) => state)).toEqual(['ok']);
  const { stdout } = await rolellm(command, folder);
  expect(stdout).toMatch(/ok {7}trial {11}profile\.description: can be used; /);
});

test('only the prompts of the recipes that are chosen', async () => {
  const { tried } = await tryServer(undefined, { flags: ['--recipes', 'rolegpt'] });
  expect(tried.map(({ prompt }) => prompt)).toEqual([...PROMPTS.slice(0, 4), 'rolegpt.system']);
});

test('a prompt whose reply cannot be used says why, the others are asked all the same, and a form for small models is tried', async () => {
  const several = ({ messages }: SeenRequest) => /<question_num>(?!1<)/.test(messages.at(-1)?.content ?? '');
  let first = true;
  const { status, tried, find } = await tryServer((seen) => {
    if (several(seen)) return 'I would rather talk about the weather.';
    // The description is the first that wants no JSON.
    const isFirst = first && seen.response_format === undefined;
    if (isFirst) first = false;
    return isFirst ? { message: { content: '' } } : undefined;
  });
  expect(status).toBe(0);
  const unusable = tried.filter(({ usable }) => !usable);
  expect(unusable.map(({ prompt }) => prompt)).toEqual([
    'profile.description',
    'context-instruct.script-based',
    'context-instruct.script-agnostic',
  ]);
  expect(unusable[1]?.says).toMatch(/^context-instruct\.script-based: cannot be used: .*JSON.*I would rather talk/);
  expect(tried).toHaveLength(PROMPTS.length + 2);
  expect(tried.at(-1)?.says).toContain('in the form for small models: can be used');
  const [, advised] = find('settings');
  expect(advised).toMatchObject({
    state: 'warning',
    settings: {
      contextInstruct: { questionsPerCall: 1, questionsPerSegment: 1, sampling: { max_tokens: 400 } },
    },
  });
  expect(advised?.says).toContain(
    '`contextInstruct: { questionsPerCall: 1, questionsPerSegment: 1, sampling: { max_tokens: 400 } }`',
  );
});

test('for a slow server it says which time-out its longest replies need', async () => {
  const { find } = await tryServer(undefined, { delayMs: 150, config: 'timeoutSeconds: 5\n' });
  const [, advised] = find('settings');
  const timeoutSeconds = advised?.settings?.timeoutSeconds;
  expect(timeoutSeconds).toBeGreaterThan(5);
  expect(advised?.says).toContain(`timeoutSeconds: ${timeoutSeconds}`);
});

test('a server that fails in the midst is a reply that cannot be used; without a model there is nothing to try', async () => {
  const { status, tried } = await tryServer(
    (seen) =>
      /catchphrases/.test(JSON.stringify(seen.response_format ?? ''))
        ? { status: 400, body: { error: { message: 'out of luck' } } }
        : undefined,
    { config: 'retries: 0\n' },
  );
  expect(status).toBe(0);
  expect(tried.find(({ prompt }) => prompt === 'profile.catchphrases')?.says).toMatch(/cannot be used: .*out of luck/);
  const { stdout, status: offline } = await rolellm(
    ['doctor', '--trial', '--roles', 'roles', '--json'],
    makeFolder(TINY_FILES),
  );
  expect(offline).toBe(0);
  expect(stdout).toContain('there is no model to try: name one with --base-url or --model');
});
