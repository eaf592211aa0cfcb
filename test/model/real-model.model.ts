import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Profile, Sample } from '../../src/records.js';
import type { SceneResults } from '../../src/stages/eval/continue-scenes.js';
import type { JournalEntry } from '../../src/store/journal.js';
import type { StageRecord } from '../../src/store/manifest.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { type RecordingServer, startRecordingServer } from './recording-server.js';

const url = inject('modelUrl');
const ROLES = join(PROJECT, 'scripts/real-model/roles');

/** What keeps a run short. That prompts fit a window of 4,096 tokens is for the program to see to. */
const SETTINGS = `
concurrency: 4
tries: 2
timeoutSeconds: 1800
profile: { catchphrases: 3, sampling: { max_tokens: 160 } }
contextInstruct: { questionsPerCall: 1, questionsPerSegment: 1, candidateCap: 2, sampling: { max_tokens: 220 } }
rolegpt: { responses: 2, sampling: { max_tokens: 60 } }
eval: { resamples: 100, sampling: { max_tokens: 120 } }
`;
const STAGES = ['profile-build', 'context-instruct', 'rolegpt'];

/** A folder with roles; of those that are `open` the model writes what may be missing without losing the role. */
function folderOf(written: readonly string[], open: readonly string[] = []): string {
  const roleFile = (name: string) =>
    readFileSync(join(ROLES, `${name}.yaml`), 'utf8').replace('../../..', PROJECT.replaceAll('\\', '/'));
  const isWritten = (paragraph: string) => !/^(?:description_second_person|catchphrases|categories):/.test(paragraph);
  const half = (name: string) =>
    roleFile(name)
      .split(/\n(?=\w+:)/)
      .filter(isWritten)
      .join('\n');
  return makeFolder({
    'rolellm.config.yaml': SETTINGS,
    ...Object.fromEntries(written.map((name) => [`roles/${name}.yaml`, roleFile(name)])),
    ...Object.fromEntries(open.map((name) => [`roles/${name}.yaml`, half(name)])),
  });
}

const generate = (server: RecordingServer, limit = 2) => [
  'generate',
  '--roles',
  'roles',
  '--limit',
  String(limit),
  '--model',
  'm',
  '--base-url',
  server.url,
];

const recordsOf = (folder: string): Record<string, StageRecord> =>
  (JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8')) as { stages: Record<string, StageRecord> })
    .stages;

const journalOf = (folder: string, stage: string): JournalEntry[] => {
  const file = join(folder, `data/calls/${stage}.jsonl`);
  return existsSync(file) ? rowsOf<JournalEntry>(file) : [];
};

/** Every request is done, failed or waiting; every answer accepted or refused; every row is there; every reply is counted. */
function expectCountsToAddUp(folder: string): void {
  const records = recordsOf(folder);
  for (const [stage, record] of Object.entries(records)) {
    expect(record.planned, stage).toBe(record.done + record.failed + record.waiting);
    expect(record.waiting, stage).toBe(0);
    if (record.entered !== null) expect(record.entered, stage).toBe(Number(record.accepted) + Number(record.refused));
  }
  const lines = (name: string) => rowsOf(join(folder, `data/${name}.jsonl`)).length;
  const { filter } = records;
  expect(lines('filtered')).toBe(filter?.accepted);
  expect(lines('rejected')).toBe(filter?.refused);
  for (const stage of STAGES) {
    const answered = new Set(journalOf(folder, stage).flatMap(({ ids }) => ids));
    const { done, failed } = records[stage] as StageRecord;
    // What failed was answered too, but with nothing that could be used.
    expect(answered.size, stage).toBe(done + failed);
  }
}

/** No reply is longer than was allowed, however much it loops. */
function expectNothingTooLong({ seen }: RecordingServer): void {
  for (const { asked, replies, completion_tokens } of seen)
    expect(completion_tokens).toBeLessThanOrEqual(asked.max_tokens * Math.max(1, replies));
}

/** No reply is too long, and no request is asked more often than it may be in so many runs. */
function expectNothingWithoutEnd(server: RecordingServer, folder: string, runs: number): void {
  expectNothingTooLong(server);
  const times = new Map<string, number>();
  for (const { ids } of STAGES.flatMap((stage) => journalOf(folder, stage)))
    for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  expect(Math.max(...times.values())).toBeLessThanOrEqual(2 * runs);
}

const ended = async (args: readonly string[], folder: string) => {
  const run = await rolellm(args, folder);
  // Something may be missing: that is for the model to say. Nothing else may end the run.
  expect([0, 1], run.stderr).toContain(run.status);
  return run;
};

describe.skipIf(url === '')('a model of 135 million parameters', () => {
  test('answers doctor', async () => {
    const { status, stdout, stderr } = await rolellm(
      ['doctor', '--roles', ROLES, '--model', 'm', '--base-url', url],
      makeFolder(),
    );
    expect(status, stdout + stderr).toBe(0);
  });

  test('runs the whole pipeline for two English roles and a French one: every reply is read or counted, and what was answered is never asked again after SIGKILL', async () => {
    const server = await startRecordingServer(url);
    const rough = folderOf(['hamlet'], ['algernon', 'sganarelle']);
    const { child, ended: killed } = startRolellm(generate(server), rough);
    onTestFinished(() => void child.kill('SIGKILL'));
    await server.answered(8);
    child.kill('SIGKILL');
    expect((await killed).signal).toBe('SIGKILL');
    const before = server.seen.length;
    const kept = STAGES.flatMap((stage) => journalOf(rough, stage)).length;
    expect(kept).toBeGreaterThan(0);
    await ended(generate(server), rough);

    // The calls in flight at the kill may come again, and no others.
    const bodies = server.seen.map(({ body }) => body);
    const again = bodies.length - new Set(bodies).size;
    expect(again).toBeLessThanOrEqual(before - kept);
    expectCountsToAddUp(rough);
    expectNothingWithoutEnd(server, rough, 2);

    // `n`: several samples in one call, each in its place.
    expect(
      server.seen.filter(({ asked, replies }) => Number(asked.n) > 1 && replies === asked.n).length,
    ).toBeGreaterThan(0);
    for (const { generated } of rowsOf<{ generated: unknown[] }>(join(rough, 'data/rolegpt.jsonl')))
      expect(generated).toHaveLength(2);

    const profiles = rowsOf<Profile>(join(rough, 'data/profiles.jsonl'));
    expect(profiles.length).toBeGreaterThan(0);
    const samples = ['filtered', 'rejected'].flatMap((name) => rowsOf<Sample>(join(rough, `data/${name}.jsonl`)));
    expect(new Set(samples.map(({ language }) => language))).toEqual(new Set(['en', 'fr']));

    // From the journal alone: a server that says nothing adds nothing, and every file comes out byte for byte.
    const silent = await startRecordingServer(url, { isEmpty: true });
    const calm = folderOf(['hamlet'], ['algernon', 'sganarelle']);
    cpSync(join(rough, 'data/calls'), join(calm, 'data/calls'), { recursive: true });
    await ended(generate(silent), calm);
    const unusable = Object.values(recordsOf(rough)).reduce((sum, { failed }) => sum + failed, 0);
    expect(silent.seen.length).toBeLessThanOrEqual(2 * unusable);
    for (const name of ['profiles', 'scenes', 'context-instruct', 'rolegpt', 'filtered', 'rejected']) {
      const file = `data/${name}.jsonl`;
      expect(readFileSync(join(calm, file), 'utf8'), file).toBe(readFileSync(join(rough, file), 'utf8'));
    }
    const rowsIn = (folder: string) =>
      Object.entries(fingerprint(join(folder, 'data/export'))).filter(([path]) => path.endsWith('.jsonl'));
    expect(rowsIn(calm)).toEqual(rowsIn(rough));
  });

  test('is asked without json_schema where its server takes none, and every reply is read or counted', async () => {
    const server = await startRecordingServer(url, { refusesSchemas: true });
    const folder = folderOf(['sherlock-holmes']);
    await ended(generate(server), folder);
    expect(server.seen.length).toBeGreaterThan(0);
    expect(server.seen.filter(({ asked }) => asked.response_format)).toEqual([]);
    expectCountsToAddUp(folder);
    expectNothingWithoutEnd(server, folder, 1);
  });

  test('continues a held-out scene, and every turn is scored or counted as unanswered', async () => {
    const server = await startRecordingServer(url);
    const folder = folderOf(['algernon']);
    await ended([...generate(server), '--recipes', 'scenes'], folder);
    const evaluate = ['eval', '--scenes', '--limit', '1', '--name', 'small', '--model', 'm', '--base-url', server.url];
    await ended(evaluate, folder);
    const { planned, done, failed, rows } = recordsOf(folder)['eval-turns'] as StageRecord;
    expect(planned).toBeGreaterThan(0);
    expect(planned).toBe(done + failed);
    expect(rows).toBe(done);
    expectNothingTooLong(server);
    // Where no turn was answered there is nothing to score.
    if (rows === 0) return;
    const results = JSON.parse(readFileSync(join(folder, 'data/eval/small/scene-scores.json'), 'utf8')) as SceneResults;
    const scored = Object.values(results.languages).reduce((sum, { all }) => sum + all.turns, 0);
    expect([results.scenes, scored, results.unanswered]).toEqual([1, rows, failed]);
  });
});
