import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, PROJECT } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const npm = (args: string[], cwd: string) =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NO_COLOR: '1' },
  });

/** Puts a packed tarball into a folder as npm would: with what it depends on, and with nothing that only its tests need. */
function installFromHere(tarball: string, folder: string): void {
  const lock = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  const needed = Object.entries(lock.packages).filter(
    ([path, { dev }]) => /^node_modules\/[^/]+(\/[^/]+)?$/.test(path) && !dev,
  );
  for (const [path] of needed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(PROJECT, path), join(folder, path), 'junction');
  }
  const home = join(folder, 'node_modules/rolellm');
  mkdirSync(home);
  execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { bin: { rolellm: string } };
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(join('../rolellm', bin.rolellm), join(folder, 'node_modules/.bin/rolellm'));
}

/** `npm run test:install` lets npm itself install the package, which takes longer. */
const LETS_NPM_INSTALL = process.env.INSTALL_WITH_NPM === '1';

test('packed and installed in another folder, the command runs and the library can be imported', () => {
  const [packed, user] = [
    makeFolder(),
    makeFolder({ ...TINY_FILES, 'package.json': '{"type":"module","private":true}' }),
  ];
  npm(['pack', '--ignore-scripts', '--pack-destination', packed], PROJECT);
  const [tarball] = readdirSync(packed) as [string];
  if (LETS_NPM_INSTALL) {
    npm(['install', '--no-audit', '--no-fund', '--prefer-offline', join(packed, tarball)], user);
  } else installFromHere(join(packed, tarball), user);

  const args = ['rolellm', 'generate', '--roles', 'roles', '--per-role', '2', '--limit', '2', '--json'];
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...env } = process.env;
  const summary = execFileSync('npx', ['--no-install', ...args], {
    cwd: user,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(summary)).toMatchObject({ model: 'offline', missing: [] });

  const installed = (...words: string[]) =>
    execFileSync('npx', ['--no-install', 'rolellm', ...words], { cwd: user, env });
  const home = join(user, 'node_modules/rolellm');
  for (const page of ['README.md', 'README.zh-CN.md', 'docs/how-it-works.md', 'docs/cost-and-faults.md']) {
    const linked = [...readFileSync(join(home, page), 'utf8').matchAll(/\]\(([^):\s#]+)(?:#[^)]*)?\)/g)];
    const missing = linked
      .map(([, path]) => join(home, dirname(page), path as string))
      .filter((path) => !existsSync(path));
    expect(linked.length, page).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  }

  const queue = ['work', '--queue', 'redis://127.0.0.1:1/0', '--base-url', 'http://127.0.0.1:1/v1', '--model', 'm'];
  const refused = spawnSync('npx', ['--no-install', 'rolellm', ...queue], { cwd: user, env, encoding: 'utf8' });
  expect(refused).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error: .*not installed\. Install them.*: npm install bullmq@6 ioredis@6\.?\n$/),
  });

  installed('init', 'first');
  expect(readdirSync(join(user, 'first'))).toContain('rolellm.config.yaml');
  expect(installed('completion', 'zsh').toString()).toContain('#compdef rolellm');

  writeFileSync(
    join(user, 'own.mjs'),
    "import { checkAnswer, rowChecks, readScript, offlineModel, profileBuild } from 'rolellm';\nconsole.log([typeof checkAnswer, rowChecks.length > 5, typeof readScript, offlineModel.name, typeof profileBuild].join());\n",
  );
  expect(execFileSync(process.execPath, ['own.mjs'], { cwd: user, encoding: 'utf8' }).trim()).toBe(
    'function,true,function,offline,function',
  );
});

/** What a process writes at its end: the milliseconds of processor time that it took. A busy machine does not make them more. */
const TELLS_TIME = `data:text/javascript,process.on("exit",()=>process.stderr.write(String((process.cpuUsage().user+process.cpuUsage().system)/1e3)))`;

test('--help takes at most 150 ms of processor time more than `node -e 0`, at the median of five', () => {
  const time = (args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', TELLS_TIME, ...args], { encoding: 'utf8' });
    expect(status).toBe(0);
    return Number(stderr);
  };
  const median = (args: string[]) => Array.from({ length: 5 }, () => time(args)).sort((a, b) => a - b)[2] as number;
  expect(median([join(PROJECT, 'bin/rolellm.js'), '--help']) - median(['-e', '0'])).toBeLessThan(150);
});
