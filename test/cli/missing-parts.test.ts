import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ChatServer, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const systemOf = ({ messages }: SeenRequest) => messages[0]?.content ?? '';
const isDescription = (seen: SeenRequest) => systemOf(seen).includes('You write short portraits');
const isRewrite = (seen: SeenRequest) => systemOf(seen).includes('the same description addressed to that character');
const isAbout = (role: string, { messages }: SeenRequest) =>
  messages.at(-1)?.content.includes(`<role_name>${role}</role_name>`) ?? false;

interface Profiled {
  role: string;
  description: string;
  description_second_person: string;
  catchphrases: { text: string }[];
  categories: string[];
  requests: string[];
}

/** A folder and a server that gives nothing of use to some requests until it is mended. */
async function prepare(isLost: (seen: SeenRequest) => boolean, files: Record<string, string> = {}) {
  let isBroken = true;
  const server = await startChatServer((seen) => (isBroken && isLost(seen) ? '   ' : undefined));
  const folder = makeFolder({ ...TINY_FILES, ...files });
  return {
    server,
    folder,
    generate: (...more: string[]) => rolellm([...GENERATE, '--base-url', server.url, '--model', 'm', ...more], folder),
    profiles: () => rowsOf<Profiled>(join(folder, 'data/profiles.jsonl')),
    exported: () =>
      new Set(
        rowsOf<{ role: string }>(
          join(folder, 'data/export/rolebench-eng/instruction-generalization/general/train.jsonl'),
        ).map(({ role }) => role),
      ),
    stages: async () => JSON.parse((await rolellm(['status', '--json'], folder)).stdout).stages,
    mend: () => {
      isBroken = false;
      const before = server.seen.length;
      return () => askedOfProfiles(server).filter((seen) => server.seen.indexOf(seen) >= before);
    },
  };
}

/** What was asked for profiles. */
const askedOfProfiles = ({ seen }: ChatServer) =>
  seen.filter((one) => ['catchphrases', 'categories'].includes(kindOf(one)) || isDescription(one) || isRewrite(one));

test.each(['categories', 'catchphrases'] as const)(
  '%s that stay unusable are left empty and named, the roles go to the end, and the next run asks for them alone',
  async (part) => {
    const run = await prepare((seen) => kindOf(seen) === part);
    const short = await run.generate();
    expect(short.status, short.stderr).toBe(1);
    for (const role of ['Keeper', 'Nora']) {
      expect(short.stdout).toMatch(
        new RegExp(
          `\\n {2}${role}: ${part} could not be had \\(3 unusable replies, the last because .+\\); the role goes on without them\\n`,
        ),
      );
    }
    expect(run.profiles().map((profile) => [profile.role, profile[part], profile.requests.length])).toEqual([
      ['Keeper', [], 3],
      ['Nora', [], 3],
    ]);
    expect(run.exported()).toEqual(new Set(['Keeper', 'Nora']));
    expect((await run.stages())['profile-build'].state).toBe('short');
    expect((await rolellm(['report'], run.folder)).status).toBe(0);

    const askedAgain = run.mend();
    const alone = ['profile-build', '--roles', 'roles', '--base-url', run.server.url, '--model', 'm'];
    expect((await rolellm(alone, run.folder)).status).toBe(0);
    expect(askedAgain().map(kindOf)).toEqual([part, part]);
    expect(run.profiles()[0]?.[part]).not.toEqual([]);
    expect(run.profiles().map(({ requests }) => requests.length)).toEqual([4, 4]);
    const { state } = (await run.stages())['context-instruct'];
    expect(state).toBe('stale');
    const whole = await run.generate();
    expect(whole.status, whole.stdout + whole.stderr).toBe(0);
    expect(whole.stdout).not.toContain('Missing:');
  },
);

test('a role whose description cannot be had is named as missing, the other goes on, and the next run asks for it alone', async () => {
  const run = await prepare((seen) => isDescription(seen) && isAbout('Nora', seen));
  const short = await run.generate();
  expect(short.status, short.stderr).toBe(1);
  expect(short.stdout).toMatch(
    /\n {2}Nora: the description could not be had \(3 unusable replies, the last because the description is empty\); the role is left out\n/,
  );
  expect(short.stdout).not.toContain('Keeper: the description');
  expect([run.profiles().map(({ role }) => role), run.exported()]).toEqual([['Keeper'], new Set(['Keeper'])]);

  const askedAgain = run.mend();
  const whole = await run.generate();
  expect(whole.status, whole.stdout + whole.stderr).toBe(0);
  expect(askedAgain().map((seen) => [isDescription(seen), isRewrite(seen)])).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(run.exported()).toEqual(new Set(['Keeper', 'Nora']));
});

test('a role that is left out is skipped where --only names it, with or without others', async () => {
  const run = await prepare((seen) => isDescription(seen) && isAbout('Nora', seen));
  const both = await run.generate('--only', 'Keeper', 'Nora');
  expect([both.status, both.stderr]).toEqual([1, expect.not.stringContaining('there is no role')]);
  expect(both.stdout).toContain('Nora: the description could not be had');
  expect(run.exported()).toEqual(new Set(['Keeper']));
  const alone = await run.generate('--only', 'Nora');
  expect([alone.status, alone.stderr]).toEqual([1, expect.not.stringContaining('there is no role')]);
  expect(run.exported()).toEqual(new Set(['Keeper']));
  run.mend();
  const whole = await run.generate('--only', 'Nora');
  expect(whole.status, whole.stdout + whole.stderr).toBe(0);
  expect(run.exported()).toEqual(new Set(['Keeper', 'Nora']));
});

test('what was written by hand stands in the place of a description that cannot be had', async () => {
  const run = await prepare((seen) => isDescription(seen) || isRewrite(seen), {
    'roles/keeper.yaml': `${TINY_FILES['roles/keeper.yaml']}description: The character keeps the light.\n`,
    'roles/nora.yaml': `${TINY_FILES['roles/nora.yaml']}description_second_person: You bring the news.\n`,
  });
  const short = await run.generate();
  expect(short.status, short.stderr).toBe(1);
  expect(short.stdout).toMatch(
    /\n {2}Keeper: the description in the second person could not be had \(.+\); the description that you wrote stands in its place\n/,
  );
  expect(short.stdout).toMatch(
    /\n {2}Nora: the description could not be had \(.+\); the one in the second person that you wrote stands in its place\n/,
  );
  expect(run.profiles().map((one) => [one.description, one.description_second_person])).toEqual([
    ['The character keeps the light.', 'The character keeps the light.'],
    ['You bring the news.', 'You bring the news.'],
  ]);
  expect(run.exported()).toEqual(new Set(['Keeper', 'Nora']));

  const askedAgain = run.mend();
  const whole = await run.generate();
  expect(whole.status, whole.stdout + whole.stderr).toBe(0);
  expect(askedAgain()).toHaveLength(2);
  const [keeper, nora] = run.profiles();
  expect(keeper?.description_second_person).toContain('is all I can tell you');
  expect([nora?.description, nora?.description_second_person]).toEqual([
    expect.stringContaining('is all I can tell you'),
    'You bring the news.',
  ]);
});

test('a role whose own description a model wrote is left out where it cannot be had in the second person', async () => {
  const run = await prepare(isRewrite, {
    'roles/nora.yaml': `${TINY_FILES['roles/nora.yaml']}description: She runs.\n`,
  });
  const short = await run.generate();
  expect(short.stdout).toMatch(
    /\n {2}Keeper: the description in the second person could not be had \(.+\); the role is left out\n/,
  );
  expect([short.status, run.profiles().map(({ role }) => role)]).toEqual([1, ['Nora']]);
});

test('a call that fails is told with its own reason', async () => {
  const server = await startChatServer((seen) =>
    kindOf(seen) === 'categories' ? { status: 400, body: { error: { message: 'not this one' } } } : undefined,
  );
  const folder = makeFolder(TINY_FILES);
  const args = ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--model', 'm'];
  const { status, stdout } = await rolellm(args, folder);
  expect([status, stdout]).toEqual([
    1,
    expect.stringMatching(/Keeper: categories could not be had \(400: not this one.*\); the role goes on without them/),
  ]);
});

test('a card of a role leaves open what could not be had, so that it is asked for where the card is a role', async () => {
  const run = await prepare((seen) => kindOf(seen) === 'categories' || isRewrite(seen), {
    'roles/keeper.yaml': `${TINY_FILES['roles/keeper.yaml']}description: The character keeps the light.\n`,
  });
  writeFileSync(join(run.folder, 'rolellm.config.yaml'), 'export: { formats: [cards] }\n');
  expect((await run.generate('--only', 'Keeper')).status).toBe(1);
  run.mend();
  const args = ['profile-build', '--roles', 'data/export/cards', '--data', 'again'];
  const again = await rolellm([...args, '--base-url', run.server.url, '--model', 'm'], run.folder);
  expect(again.status, again.stderr).toBe(0);
  const [keeper] = rowsOf<Profiled>(join(run.folder, 'again/profiles.jsonl'));
  expect(keeper?.categories).toContain('stubborn');
  expect(keeper?.description_second_person).not.toBe('The character keeps the light.');
});
