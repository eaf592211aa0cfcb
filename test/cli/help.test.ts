import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program/index.js';
import { makeFolder, PROJECT, rolellm } from '../harness/cli.js';

/** The program, whose commands do nothing. */
function createIdleProgram(): Command {
  const program = createProgram(() => {});
  for (const command of program.commands) command.action(() => {}).exitOverride();
  return program;
}

/** What --help prints of a command, 80 columns wide. */
function helpOf(command: Command): string {
  let help = '';
  const width = () => 80;
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: width });
  command.outputHelp();
  return help;
}

/** A line as a shell splits it: at spaces, and no quotes stand in our examples. */
const wordsOf = (line: string) => line.trim().split(/\s+/).slice(1);
const examplesOf = (help: string) => [...help.matchAll(/^ {2}rolellm (?:.*[^ ])$/gm)].map(([line]) => line);

const names = createIdleProgram()
  .createHelp()
  .visibleCommands(createIdleProgram())
  .map((command) => command.name())
  .filter((name) => name !== 'help');

test.each(names)('%s has examples in its help, and the program accepts each of them', (name) => {
  const command = createIdleProgram().commands.find((other) => other.name() === name) as Command;
  const help = helpOf(command);
  expect(help).toContain('\nExamples:\n');
  const examples = examplesOf(help);
  expect(examples.length).toBeGreaterThan(0);
  for (const line of examples) {
    expect(line).toMatch(new RegExp(`^ {2}rolellm ${name}\\b`));
    expect(line).not.toMatch(/["'|>$]/);
    const parse = () => createIdleProgram().parse(wordsOf(line), { from: 'user' });
    expect(parse, line).not.toThrow();
  }
  for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

test('an example with a flag that does not exist is found out', () => {
  const program = createIdleProgram();
  for (const command of program.commands) command.configureOutput({ writeErr: () => {} });
  const parse = () => program.parse(wordsOf('  rolellm generate --rolls my-roles/'), { from: 'user' });
  expect(parse).toThrow(CommanderError);
});

test('the steps that the first page of help shows can be typed', () => {
  const help = helpOf(createIdleProgram());
  for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  const lines = examplesOf(help).map((line) => line.trim().split(/ {2,}| && /)[0] as string);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines[0]).toContain('init');
  for (const line of lines) createIdleProgram().parse(wordsOf(line), { from: 'user' });
});

test('rolellm alone prints its help and exits 2; an unknown command is told with the nearest', async () => {
  const folder = makeFolder();
  const alone = await rolellm([], folder);
  expect(alone.stderr).toContain('Usage: rolellm');
  expect(alone).toMatchObject({ status: 2, stdout: '' });
  const wrong = await rolellm(['generat'], folder);
  expect(wrong.stderr).toContain('(Did you mean generate?)');
  expect(wrong.status).toBe(2);
});

/** The packages that a file of the program and those that it imports need before anything is run. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const named = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^;]*?from\s+'([^']+)'/gm)];
  return new Set(
    named.flatMap(([, from = '']) => {
      if (from.startsWith('.')) return [...packagesOf(resolve(dirname(file), from), seen)];
      return from.startsWith('node:') ? [] : [from];
    }),
  );
}

test('help needs the parser of flags and no other package, so that it is quick', () => {
  expect([...packagesOf(join(PROJECT, 'dist/cli/main.js'))]).toEqual(['commander']);
});
