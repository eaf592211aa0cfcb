import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suggest } from '../../src/cli/completion/suggest.js';
import { createProgram } from '../../src/cli/program/index.js';
import { makeFolder, PROJECT, rolellm } from '../harness/cli.js';

const program = createProgram(() => {});
const words = (before: string[], current = '') => suggest(program, before, current).words.map(({ word }) => word);
const paths = (before: string[], current = '') => suggest(program, before, current).paths;

test('every visible command is suggested, and every flag of each', () => {
  const commands = program.commands.filter((command) => !(command as unknown as { _hidden: boolean })._hidden);
  expect(words([])).toEqual([...commands.map((command) => command.name()), 'help']);
  for (const command of commands) {
    const flags = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    expect(words([command.name()], '--')).toEqual([...flags, '--help']);
  }
});

test('choices, paths and the place of a word follow from the flag before it', () => {
  expect(words(['generate', '--provider'])).toEqual(['openai', 'offline']);
  expect(words(['generate', '--provider'], 'of')).toEqual(['offline']);
  expect(words(['generate'], '--provider=of')).toEqual(['--provider=offline']);
  expect(words(['generate', '--provider', '='], 'of')).toEqual(['offline']);
  expect(words(['export', '--format', 'messages'], 'p')).toEqual(['parquet']);
  expect(words(['export', '--format', 'messages'], '--sp')).toEqual(['--split-by']);
  expect(words(['generate', '--plan'], '--pl')).toEqual(['--plan']);
  expect(words(['generate', '--seed', '1'])).toContain('--roles');
  expect(words(['generate', '--seed'])).toEqual([]);
  expect(words(['help'], 'ev')).toEqual(['eval']);
  expect(words(['completion'])).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  expect(words(['nonsense', '--nonsense', 'x'])).toContain('generate');
  expect(paths(['generate', '--roles', 'a'])).toBe('files');
  expect(paths(['eval', '--bench'])).toBe('folders');
  expect(paths(['init'])).toBe('folders');
  expect(paths(['generate', '--only'])).toBe('none');
});

/** A folder with a `rolellm` to be found in it, as after `npm install --global`. */
function makeInstalled(): string {
  const folder = makeFolder({
    rolellm: `#!/bin/sh\nexec '${process.execPath}' '${join(PROJECT, 'bin/rolellm.js')}' "$@"\n`,
    'my roles/a.yaml': '',
    'notes.txt': '',
  });
  chmodSync(join(folder, 'rolellm'), 0o755);
  return folder;
}

const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const run = (shell: string, args: string[], cwd: string) =>
  execFileSync(shell, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${cwd}:${process.env.PATH}`, HOME: cwd },
  })
    .split('\n')
    .filter(Boolean);

/** What bash offers for a line, as readline splits it. */
function completeInBash(cwd: string, ...line: string[]): string[] {
  const script = [
    'eval "$(rolellm completion bash)"; eval "$(rolellm completion bash)"',
    `COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))`,
    `_rolellm; printf "%s\\n" "\${COMPREPLY[@]}"`,
  ].join('\n');
  return run('bash', ['--norc', '-c', script, 'bash', 'rolellm', ...line], cwd);
}

test.runIf(isThere('bash'))('bash completes commands, flags, choices, files and folders', () => {
  const folder = makeInstalled();
  expect(completeInBash(folder, 'gen')).toEqual(['generate']);
  expect(completeInBash(folder, '')).toEqual(words([]));
  expect(completeInBash(folder, 'generate', '--prov')).toEqual(['--provider']);
  expect(completeInBash(folder, 'generate', '--provider', '')).toEqual(['openai', 'offline']);
  expect(completeInBash(folder, 'generate', '--provider', '=')).toEqual(['openai', 'offline']);
  expect(completeInBash(folder, 'generate', '--provider', '=', 'op')).toEqual(['openai']);
  expect(completeInBash(folder, 'generate', '--config', 'no')).toEqual(['notes.txt']);
  expect(completeInBash(folder, 'generate', '--data', '')).toEqual(['my roles']);
  expect(completeInBash(folder, 'generate', '--only', '$(touch harm)', '`touch harm`')).toEqual([]);
  expect(run('ls', [], folder)).not.toContain('harm');
});

test.skipIf(!isThere('zsh'))('zsh completes them with what they mean (skipped where there is no zsh)', () => {
  const folder = makeInstalled();
  const script = [
    'autoload -Uz compinit && compinit -D',
    'eval "$(rolellm completion zsh)"; eval "$(rolellm completion zsh)"',
    `_describe() { print -rl -- \${(P)argv[-1]} }; _files() { print -r -- "files $*" }`,
    'words=("$@"); CURRENT=$#words; print -r -- $_comps[rolellm]; _rolellm',
  ].join('\n');
  const complete = (...line: string[]) => run('zsh', ['-fc', script, 'zsh', 'rolellm', ...line], folder);
  expect(complete('gen')).toEqual(['_rolellm', 'generate:all stages, each resumed where it stopped']);
  expect(complete('generate', '--provider', 'o')).toEqual(['_rolellm', 'openai:', 'offline:']);
  expect(complete('generate', '--data', '')).toEqual(['_rolellm', 'files -/']);
  expect(complete('generate', '--config', '')).toEqual(['_rolellm', 'files ']);
  expect(complete('generate', '--only', '$(touch harm)', '')).toEqual(['_rolellm']);
  expect(run('ls', [], folder)).not.toContain('harm');
});

test.skipIf(!isThere('fish'))('fish completes them with what they mean (skipped where there is no fish)', () => {
  const folder = makeInstalled();
  const complete = (line: string) =>
    run('fish', ['--no-config', '-c', 'rolellm completion fish | source; complete -C $argv[1]', line], folder);
  expect(complete('rolellm gen')).toEqual(['generate\tall stages, each resumed where it stopped']);
  expect(complete('rolellm generate --provider ')).toEqual(['openai', 'offline']);
  expect(complete('rolellm generate --provider=of')).toEqual(['--provider=offline']);
  expect(complete('rolellm generate --config no')).toEqual(['notes.txt']);
  expect(complete('rolellm generate --data ')).toEqual(['my roles/\tDirectory']);
  expect(complete('rolellm generate --only "$(touch harm)" ')).toEqual([]);
  expect(run('ls', [], folder)).not.toContain('harm');
});

test('completion without a shell tells how to switch it on in each; an unknown one exits 2', async () => {
  const folder = makeFolder();
  const { status, stdout } = await rolellm(['completion'], folder);
  expect(status).toBe(0);
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) expect(stdout).toContain(`rolellm completion ${shell}`);
  const unknown = await rolellm(['completion', 'tcsh'], folder);
  expect(unknown.stderr).toContain('Allowed choices are bash, zsh, fish, powershell');
  expect(unknown.status).toBe(2);
});

test('the shipped script of every shell is what its command prints', async () => {
  for (const [shell, ending] of Object.entries({ bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'ps1' })) {
    const { stdout } = await rolellm(['completion', shell], makeFolder());
    expect(stdout).toBe(readFileSync(join(PROJECT, `completion/rolellm.${ending}`), 'utf8'));
  }
});
