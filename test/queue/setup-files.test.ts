import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { createProgram } from '../../src/cli/program/index.js';
import { PROJECT } from '../harness/cli.js';

const read = (file: string) => readFileSync(join(PROJECT, 'docs/queue', file), 'utf8');

/** The only document of a file. */
function readYaml(file: string): unknown {
  const document = parseDocument(read(file));
  expect([document.errors, document.warnings]).toEqual([[], []]);
  return document.toJS();
}

interface Container {
  command?: string | string[];
}

/** The words behind `rolellm` of a command in these files. */
const wordsOf = (command: string | string[]) =>
  (typeof command === 'string' ? command.split(/\s+/) : command).filter(Boolean).slice(1);

/** Throws where the program does not know a flag of a command. */
function parse(words: readonly string[]): void {
  const program = createProgram(() => {});
  const command = program.commands.find((one) => one.name() === words[0]);
  if (!command) throw new Error(`no command ${words[0]}`);
  const known = new Set(command.options.flatMap(({ long }) => long ?? []));
  for (const word of words)
    if (word.startsWith('--') && !known.has(word)) throw new Error(`${words[0]} has no ${word}`);
}

test('docker-compose.yml is YAML with Redis, a run and workers', () => {
  const { services } = readYaml('docker-compose.yml') as {
    services: Record<string, Container & { depends_on?: string[] }>;
  };
  expect(Object.keys(services)).toEqual(['redis', 'run', 'worker']);
  expect(String(services.redis?.command)).toContain('--maxmemory-policy noeviction');
  for (const name of ['run', 'worker']) parse(wordsOf(services[name]?.command ?? ''));
});

test('kubernetes.yaml is a Job of workers', () => {
  const job = readYaml('kubernetes.yaml') as {
    kind: string;
    spec: { template: { spec: { containers: Container[] } } };
  };
  expect(job.kind).toBe('Job');
  const [container] = job.spec.template.spec.containers;
  parse(wordsOf(container?.command ?? ''));
});

test('slurm.sh is a shell script of an array', () => {
  expect(spawnSync('bash', ['-n'], { input: read('slurm.sh') }).status).toBe(0);
  expect(read('slurm.sh')).toMatch(/^#SBATCH --array=/m);
  for (const [, words] of read('slurm.sh').matchAll(/^(?:# {2})?\s*rolellm ([^&\n]+)/gm))
    parse((words as string).split(/\s+/));
});
