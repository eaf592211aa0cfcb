import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FolderStatus, RowDetail, RowPage } from '../../src/view/api.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { isSpecific, keptIn, refusedIn } from '../harness/samples.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';
import { startView } from '../harness/view.js';

const rowUrl = (id: string) => `/api/row?id=${encodeURIComponent(id)}`;

describe('the rows', () => {
  test('are those of the files, each with its fate, and can be chosen by role, stage, type, check and text', async () => {
    const folder = generatedFolder();
    const kept = keptIn(folder);
    const refused = refusedIn(folder);
    const { ask } = await startView(folder);
    const all = await ask<RowPage>('/api/rows?count=500');
    expect(all.total).toBe(kept.length + refused.length + 2);
    expect(new Set(all.rows.map(({ id }) => id)).size).toBe(all.total);
    const check = refused[0]?.check as string;
    const one = await ask<RowPage>(`/api/rows?check=${check}&role=Nora&count=500`);
    expect(one.rows.map(({ id }) => id)).toEqual(
      refused.filter((row) => row.check === check && row.role === 'Nora').map(({ id }) => id),
    );
    const found = await ask<RowPage>('/api/rows?q=herrings&stage=context-instruct&count=500');
    const text = ({ question, answer, evidence }: ReturnType<typeof keptIn>[number] & { evidence?: string }) =>
      `${question} ${answer} ${evidence}`;
    const expected = [...kept, ...refused].filter((row) => isSpecific(row) && text(row).includes('herrings'));
    expect(found.rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(found.total).toBeGreaterThan(0);
  });

  test('show the passage, the prompt and the reply that each came from', async () => {
    const folder = generatedFolder();
    const { ask } = await startView(folder);
    const { rows } = await ask<RowPage>('/api/rows?count=500');
    for (const { id, type, role, answer } of rows) {
      const { asked, whyNotAsked, passage } = await ask<RowDetail>(rowUrl(id));
      expect([id, whyNotAsked]).toEqual([id, '']);
      for (const { messages, replies } of asked) {
        expect(messages.length).toBeGreaterThan(0);
        expect(replies.length).toBeGreaterThan(0);
      }
      const contents = asked.flatMap(({ replies }) => replies.map(({ content }) => content)).join('\n');
      expect(contents).toContain(JSON.stringify(answer).slice(1, -1).slice(0, 30));
      if (type === 'script_based') expect(passage?.turns.some((turn) => turn.isOwn && turn.role === role)).toBe(true);
    }
  });

  test('come in while a run makes them, and replies as they come', async () => {
    const { url } = await startChatServer();
    const folder = makeFolder(TINY_FILES);
    const args = ['--base-url', url, '--model', 'm', '--rpm', '30', '--provider', 'openai'];
    const run = startRolellm([...GENERATE, ...args], folder);
    const until = async <Value>(look: () => Promise<Value | undefined>): Promise<Value> => {
      for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 100))) {
        const value = await look();
        if (value !== undefined) return value;
      }
      throw new Error('it did not come');
    };
    await until(async () => existsSync(join(folder, 'data')) || undefined);
    const { ask } = await startView(folder);
    const status = await until(async () => {
      const now = await ask<FolderStatus>('/api/status');
      return now.isRunning && now.stages.some(({ name, state }) => name === 'rolegpt' && state === 'running')
        ? now
        : undefined;
    });
    expect(status.stages.find(({ name }) => name === 'profile-build')).toMatchObject({ state: 'done', rows: 2 });
    const waiting = await ask<RowPage>('/api/rows?fate=waiting');
    expect(waiting.total).toBeGreaterThan(0);
    const replies = await until(async () => {
      const now = await ask<{ content: string; prompt: string }[]>('/api/replies?stage=rolegpt&count=5');
      return now.length > 0 ? now : undefined;
    });
    expect(replies[0]?.prompt).toMatch(/^rolegpt\./);
    run.child.kill('SIGKILL');
    await run.ended;
    expect((await ask<FolderStatus>('/api/status')).stages.find(({ name }) => name === 'rolegpt')?.state).toBe(
      'interrupted',
    );
  });

  test('a file that cannot be read is told in one line, and mending it is enough', async () => {
    const folder = generatedFolder();
    const filtered = join(folder, 'data/filtered.jsonl');
    const whole = readFileSync(filtered, 'utf8');
    writeFileSync(filtered, `${whole}{"id":1}\n`);
    const { ask } = await startView(folder);
    for (let look = 0; look < 3; look += 1) {
      expect(await ask<{ error: string }>('/api/status')).toEqual({
        error: expect.stringMatching(/filtered\.jsonl:\d+: this row is not valid/),
      });
    }
    writeFileSync(filtered, whole);
    expect((await ask<RowPage>('/api/rows')).total).toBeGreaterThan(0);
  });
});

describe('marks', () => {
  test('go to review.jsonl, show in the list, and the filter honours them', async () => {
    const folder = generatedFolder();
    const { url, ask, token } = await startView(folder);
    const { rows } = await ask<RowPage>('/api/rows?fate=kept&stage=rolegpt&count=1');
    const id = rows[0]?.id as string;
    const headers = { 'content-type': 'application/json', 'x-rolellm-token': await token() };
    const send = (body: unknown) =>
      fetch(new URL('/api/review', url), { method: 'POST', headers, body: JSON.stringify(body) });
    expect((await send({ id, mark: 'bad', note: 'too plain' })).status).toBe(200);
    expect((await ask<RowPage>('/api/rows?mark=bad')).rows.map((row) => row.id)).toEqual([id]);
    expect((await ask<RowDetail>(rowUrl(id))).row.note).toBe('too plain');
    await rolellm(['filter', '--quiet'], folder);
    expect((await ask<RowPage>('/api/rows?check=review')).rows).toMatchObject([{ id, fate: 'refused', mark: 'bad' }]);
    expect((await send({ id: 'nobody', mark: 'bad', note: '' })).status).toBe(404);
    expect((await send({ id, mark: 'worst', note: '' })).status).toBe(400);
    expect(rowsOf(join(folder, 'data/review.jsonl'))).toHaveLength(1);
  });

  test('a line that a crash tore off stays, is left out and stops nobody', async () => {
    const folder = generatedFolder();
    appendFileSync(join(folder, 'data/review.jsonl'), '{"id":');
    expect((await rolellm(['filter', '--quiet'], folder)).status).toBe(0);
    const { url, ask, token } = await startView(folder);
    const { rows } = await ask<RowPage>('/api/rows?fate=kept&stage=rolegpt&count=1');
    const order = { id: rows[0]?.id as string, mark: 'good', note: '' };
    const headers = { 'x-rolellm-token': await token() };
    const sent = await fetch(new URL('/api/review', url), { method: 'POST', headers, body: JSON.stringify(order) });
    expect(sent.status).toBe(200);
    const lines = readFileSync(join(folder, 'data/review.jsonl'), 'utf8').split('\n');
    expect([lines[0], JSON.parse(lines[1] ?? ''), lines[2]]).toEqual(['{"id":', { ...order, role: rows[0]?.role }, '']);
    expect((await ask<RowPage>('/api/rows?mark=good')).rows.map(({ id }) => id)).toEqual([order.id]);
  });

  test('an order that is no JSON or too large is refused and written nowhere', async () => {
    const folder = generatedFolder();
    const { url, token } = await startView(folder);
    const headers = { 'x-rolellm-token': await token() };
    const send = async (body: string) =>
      (await fetch(new URL('/api/review', url), { method: 'POST', headers, body })).status;
    expect(await send('{')).toBe(400);
    expect(await send(JSON.stringify({ id: 'x', mark: 'bad', note: 'x'.repeat(100_000) }))).toBe(413);
    expect(existsSync(join(folder, 'data/review.jsonl'))).toBe(false);
  });
});

describe('who may ask', () => {
  /** A request with a Host header of one's own, which fetch does not allow. */
  const statusFor = (url: string, path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const sent = request({ hostname, port, path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{}' : undefined);
    });

  test('only loopback names as Host, writes only with the token, paths only those that there are', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    const { port } = new URL(url);
    expect(await statusFor(url, '/api/rows', { host: `localhost:${port}` })).toBe(200);
    const others = [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost:${Number(port) + 1}`,
    ];
    for (const host of others) expect([host, await statusFor(url, '/api/rows', { host })]).toEqual([host, 403]);
    expect(await statusFor(url, '/api/review', {}, 'POST')).toBe(403);
    expect(await statusFor(url, '/api/review', { 'x-rolellm-token': 'a'.repeat(32) }, 'POST')).toBe(403);
    for (const path of [
      '/page/../../package.json',
      '/page/%2e%2e/%2e%2e/package.json',
      '/data/manifest.json',
      '/..%2f..%2fetc/passwd',
    ]) {
      expect([path, await statusFor(url, path, {})]).toEqual([path, 404]);
    }
    expect(await statusFor(url, '/api/replies?stage=../../manifest&count=1', {})).toBe(400);
  });

  test('nothing listens but on loopback, and the page may talk to its own server only', async () => {
    const folder = generatedFolder();
    const { url } = await startView(folder);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(headers.get('x-frame-options')).toBeTruthy();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('a folder that is not there, and a port that is taken, are one line; Ctrl-C ends it with 0', async () => {
  const folder = generatedFolder();
  const missing = await rolellm(['view', '--data', 'nowhere'], folder);
  expect([missing.status, missing.stderr]).toEqual([
    2,
    'error: nowhere: nothing was made in this folder yet. Run `rolellm generate`, or name another with --data.\n',
  ]);
  const { url, child, ended } = await startView(folder);
  const taken = await rolellm(['view', '--port', new URL(url).port], folder);
  expect([taken.status, taken.stderr]).toEqual([
    2,
    expect.stringMatching(/cannot listen on port \d+: another program uses it\. Name another with --port\./),
  ]);
  child.kill('SIGINT');
  expect((await ended).status).toBe(0);
});
