import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

describe('a flag that does not fit is one line that names it', () => {
  const tried = (args: readonly string[], env = {}) => rolellm(args, makeFolder(TINY_FILES), env);

  test.each(['--limit', '--concurrency', '--rpm', '--tpm'])('%s of nothing, or less, has one meaning', async (flag) => {
    for (const value of ['0', '-1', '-0', '1.5', 'many', '']) {
      const { status, stderr } = await tried(['generate', flag, value]);
      expect([status, stderr]).toEqual([2, expect.stringMatching(new RegExp(`${flag} .*whole number of 1 or more`))]);
    }
  });

  test.each([
    ['rocit', '--base'],
    ['rocit', '--tokenizer'],
    ['export', '--held-out'],
    ['export', '--format'],
    ['generate', '--model'],
    ['generate', '--data'],
    ['generate', '--only'],
    ['generate', '--roles'],
    ['generate', '--instructions'],
    ['generate', '--base-url'],
    ['eval', '--bench'],
    ['eval', '--rank'],
    ['eval', '--predictions'],
    ['eval', '--judge-model'],
  ])('%s %s ""', async (command, flag) => {
    const { status, stderr } = await tried([command, flag, '']);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^error: ${flag}: (?:must not be|is) empty`)),
    ]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['--judge', 'some', /^error: --judge: "some" is not a number of rows/],
    ['--judge', '-2', /^error: --judge: "-2" is not a number of rows/],
    ['--judge', '0', /^error: --judge: must be 1 or more/],
  ])('filter %s %s', async (flag, value, message) => {
    expect(await tried(['filter', flag, value])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(message),
    });
  });

  test('of an address, the variable is named where it gave it', async () => {
    const { stderr } = await tried(['generate'], { OPENAI_BASE_URL: 'nowhere' });
    expect(stderr).toMatch(/^error: OPENAI_BASE_URL: /);
  });

  test('of a settings file, the key and the line are named', async () => {
    const folder = makeFolder(TINY_FILES);
    writeFileSync(join(folder, 'my.yaml'), 'seed: 1\nrocit:\n  baseModel: ""\n');
    const { status, stderr } = await rolellm(['rocit', '--config', 'my.yaml'], folder);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: my\.yaml:3: "rocit\.baseModel": must not be empty/),
    ]);
  });
});

describe('the notice that no model is configured', () => {
  const countNotices = async (...more: string[]) => {
    const { stdout, stderr } = await rolellm(
      [...GENERATE.filter((flag) => flag !== '--quiet'), ...more],
      generatedFolder(),
    );
    return `${stdout}${stderr}`.match(/No model is configured/g)?.length;
  };

  test.each([[], ['--quiet'], ['--json'], ['--log-level', 'warn']])('stands once in a run %s', async (...flags) => {
    expect(await countNotices(...flags)).toBe(1);
  });
});

/** The words that a shell hands to `rolellm` when a line is pasted into it. */
function pasted(line: string): string[] {
  const { stdout } = spawnSync('bash', ['-c', `rolellm() { printf '%s\\0' "$@"; }; ${line}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

describe('the command for going on', () => {
  test('is the one that was typed, whatever is in its words', async () => {
    const server = await startChatServer(() => 'no JSON at all');
    const data = `Nora's "data" & $HOME \`x\` \\ 灯; (~)*`;
    const folder = makeFolder(TINY_FILES);
    const args = [...GENERATE, '--base-url', server.url, '--model', 'm', '--data', data, '--only', 'Nora'];
    const { status, stdout } = await rolellm(args, folder);
    expect(status).toBe(1);
    const [, line = ''] = /^Run the same command again to ask for what failed: (.*)$/m.exec(stdout) ?? [];
    expect(pasted(line)).toEqual(args);
  });

  test('names another budget once, wherever the first one stood', async () => {
    const server = await startChatServer();
    const folder = makeFolder({
      ...TINY_FILES,
      'rolellm.config.yaml': 'price: { prompt: 100000, completion: 100000 }\n',
    });
    const start = ['generate', '--base-url', server.url, '--model', 'm', '--roles', 'roles'];
    for (const budget of [['--budget', '2'], ['--budget=2']]) {
      const { status, stderr } = await rolellm([...start, ...budget, '--data', 'my data'], folder);
      expect(status).toBe(3);
      const [, line = ''] = /To go on: (.*)$/m.exec(stderr) ?? [];
      expect(pasted(line)).toEqual([...start, '--data', 'my data', '--budget', '4']);
    }
  });
});
