import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { TINY_FILES } from '../harness/tiny-role.js';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The part of the Hub's API that a dataset is sent through. `token` is the one that may write. */
async function startHub(token: string) {
  const files = new Map<string, Buffer>();
  const made: string[] = [];
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const { authorization = '' } = request.headers;
    if (authorization !== `Bearer ${token}`) return answer(403, { error: `${authorization} may not` });
    if (path === '/api/repos/create') {
      made.push(body);
      return answer(200, { url: 'x', id: 'x' });
    }
    if (path.includes('/preupload/')) {
      const asked = (JSON.parse(body) as { files: { path: string }[] }).files;
      return answer(200, { files: asked.map((file) => ({ path: file.path, uploadMode: 'regular' })) });
    }
    if (path.includes('/commit/')) {
      for (const line of body.split('\n').filter(Boolean)) {
        const { key, value } = JSON.parse(line) as { key: string; value: { path: string; content: string } };
        if (key === 'file') files.set(value.path, Buffer.from(value.content, 'base64'));
      }
      return answer(200, { commitOid: 'a'.repeat(40), commitUrl: 'http://hub/c', hookOutput: '' });
    }
    return answer(404, { error: 'there is none' });
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, files, made };
}

test('--push sends every file of the export to a dataset that it makes, private', async () => {
  const folder = generatedFolder();
  const hub = await startHub('hf_right');
  const env = { HF_TOKEN: 'hf_right', HF_ENDPOINT: hub.url };
  const { status, stderr } = await rolellm(['export', '--push', 'me/lamp', '--quiet'], folder, env);
  expect(status, stderr).toBe(0);
  expect(JSON.parse(hub.made[0] ?? '{}')).toMatchObject({
    name: 'lamp',
    organization: 'me',
    type: 'dataset',
    visibility: 'private',
  });
  const at = join(folder, 'data/export');
  const all = (readdirSync(at, { recursive: true }) as string[]).filter((path) => statSync(join(at, path)).isFile());
  expect([...hub.files.keys()].sort()).toEqual(all.sort());
  for (const [path, bytes] of hub.files) expect(bytes.equals(readFileSync(join(at, path))), path).toBe(true);
  expect(stderr).toContain('Uploaded to datasets/me/lamp');
});

test('--dry-run lists what it would send and needs no token; a refused token is one line without it', async () => {
  const folder = generatedFolder();
  const dry = await rolellm(['export', '--push', 'me/lamp', '--dry-run', '--quiet'], folder);
  expect(dry.status).toBe(0);
  expect(dry.stderr).toContain('Would upload to datasets/me/lamp');
  expect(dry.stderr).toContain('  messages/train.jsonl (');
  const none = await rolellm(['export', '--push', 'me/lamp', '--quiet'], folder, { HF_TOKEN: '' });
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('HF_TOKEN is not set')]);
  const hub = await startHub('hf_right');
  const env = { HF_TOKEN: 'hf_wrongwrongwrongwrong', HF_ENDPOINT: hub.url };
  const refused = await rolellm(['export', '--push', 'me/lamp', '--quiet'], folder, env);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/^error: the Hub did not accept the dataset: .*Check that HF_TOKEN may write/);
  expect(refused.stderr).not.toContain('wrongwrong');
  const wrong = await rolellm(['export', '--push', 'lamp', '--dry-run'], folder);
  expect(wrong.stderr).toContain('--push: "lamp" is not the name of a repository. Write OWNER/NAME.');
});

/** A recipe that takes the first lines of the script as they stand, and the first four a second time. */
const PASSAGES = `export default ({ z }) => ({
  recipes: [{
    name: 'passages', title: 'passages', prompts: {},
    kinds: { passage: { title: 'passage', isRoleSpecific: false } },
    row: z.strictObject({ id: z.string(), role: z.string(), language: z.string(), script: z.string(), turns: z.any() }),
    open: () => ({
      countUnits: () => 1,
      *units({ profile: { role, language, scripts: [script] }, lines }) {
        const turn = ({ role: by, content: text, line }) =>
          ({ by: by === role ? 'role' : 'user', speaker: null, text, trained: by === role, lines: [line, line] });
        const row = (id, from, to) => ({ id: role + id, role, language, script, turns: lines.slice(from, to).map(turn) });
        if (role === 'Keeper') yield { name: role, *work() { return [row('a', 0, 10), row('b', 10, 12), row('c', 8, 12)]; } };
      },
    }),
    samples: ({ id, role, language, script, turns }) => [{
      id, recipe: 'passages', kind: 'passage', role, language, turns, model: 'script', requests: [],
      system: 'You are on the tower.', segment: { script, from: 0, to: 11, lines: [1, 60] },
      rejected: null, confidence: null, category: null, source: null, raw_answer: null, grounding: null,
    }],
  }],
});\n`;

describe('samples that hold a script word for word', () => {
  async function open(licence = ''): Promise<{ folder: string; share: string }> {
    const folder = makeFolder({
      ...TINY_FILES,
      'roles/keeper.yaml': `${TINY_FILES['roles/keeper.yaml']}${licence}`,
      'passages.mjs': PASSAGES,
      'rolellm.config.yaml': 'plugins: [passages.mjs]\n',
    });
    await runToEnd(['generate', '--roles', 'roles', '--recipes', 'passages', '--quiet'], folder);
    const all = rowsOf(join(folder, 'data/dialogues.jsonl')).length;
    return { folder, share: `${Math.round((100 * 12) / all)} %` };
  }
  const push = (folder: string, ...flags: string[]) =>
    rolellm(['export', '--push', 'me/lamp', '--quiet', ...flags], folder, { HF_TOKEN: 'hf_right' });
  const cardOf = (folder: string) => readFileSync(join(folder, 'data/export/README.md'), 'utf8');

  test('are not pushed where their role has no licence: the role and the share of its script are named', async () => {
    const { folder, share } = await open();
    for (const flags of [[], ['--dry-run']]) {
      const { status, stderr } = await push(folder, ...flags);
      expect(status).toBe(2);
      expect(stderr).toContain(
        `error: --push: samples of roles without a licence hold their scripts word for word: Keeper (${share} of The Lamp). Nothing was uploaded.`,
      );
      expect(stderr).toContain('--allow-unlicensed');
    }
    expect(cardOf(folder)).toMatch(
      new RegExp(`\\| Keeper \\| The Lamp \\| 12 \\| \\d+ \\| ${share} \\| not stated \\|`),
    );
  });

  test('are pushed with --allow-unlicensed, and a warning says whose', async () => {
    const { folder, share } = await open();
    const { status, stderr } = await push(folder, '--allow-unlicensed', '--dry-run');
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`hold their scripts word for word: Keeper (${share} of The Lamp)`);
    expect(stderr).toContain('Would upload to datasets/me/lamp');
  });

  test('are pushed where the role has a licence, which the card names beside the share', async () => {
    const { folder, share } = await open('licence: CC0\n');
    const { status, stderr } = await push(folder, '--dry-run');
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('word for word')]);
    expect(cardOf(folder)).toMatch(new RegExp(`${share} \\| CC0 \\|`));
  });

  test('are not counted where no format of the export holds them', async () => {
    const { folder } = await open();
    rmSync(join(folder, 'data/export'), { recursive: true });
    const { status, stderr } = await push(folder, '--dry-run', '--format', 'cards');
    expect(status, stderr).toBe(0);
  });
});
