import { existsSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors.js';
import { Collapse, CopiedScript, Leak } from '../records.js';
import { writeFileAtomically } from './atomic.js';
import { readNamedFile } from './read-file.js';
import { zodMessage } from './zod-message.js';

const Count = z.int().min(0);

/** Samples of one role that were kept, by recipe, and that each check refused. */
export const RoleTally = z.object({
  kept: z.record(z.string(), Count),
  refused_by: z.record(z.string(), Count),
});
export type RoleTally = z.infer<typeof RoleTally>;

/** A path as records name it. */
export const asRecorded = (file: string): string => file.replaceAll('\\', '/');

/** The form of rows between the stages. It grows when rows of before can no longer be read. */
export const ROW_FORMAT = 2;

/** What is known of one stage of a run: an entry of manifest.json. */
export const StageRecord = z.strictObject({
  /** `interrupted` is not stored: it is a stage that says `running` while nobody holds the folder. */
  state: z.enum(['running', 'done', 'short']),
  /** The form of its rows; none was recorded for the first. */
  row_format: z.int().default(1),
  /** The model that was asked; null for stages that ask none. */
  model: z.string().nullable(),
  /** The settings that decide the stage's rows. */
  settings: z.record(z.string(), z.unknown()),
  /** The data folder as it was named: paths in it begin with that. */
  root: z.string().optional(),
  /** Those of them that flags or the environment gave: with them, the settings of now can be compared. */
  given: z.record(z.string(), z.unknown()).optional(),
  /** SHA-256 of the shipped texts that it used, above all prompts, and the version of the program. */
  texts: z.record(z.string(), z.string()).optional(),
  program: z.string().optional(),
  /** SHA-256 of each file that it read, and of each that it wrote. */
  inputs: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
  /** SHA-256 of its journal. */
  journal: z.string().optional(),
  /** Where `--only` named roles: which, and the outputs whose other rows were kept. */
  partial: z.object({ only: z.array(z.string()), before: z.record(z.string(), z.string()) }).optional(),
  /** Roles whose rows were kept although what they are made from has changed. */
  outdated: z.array(z.string()).optional(),
  /** Of a filter: what became of each role's answers. */
  roles: z.record(z.string(), RoleTally).optional().catch(undefined),
  /** Of an export, and of what was made beside it: which rows and splits it holds. */
  export_id: z.string().optional(),
  /** Requests: planned = done + failed + waiting. Nothing waits in a stage that came to its end. */
  planned: Count,
  done: Count,
  failed: Count,
  waiting: Count,
  /** Requests whose latest reply could not be used, by prompt and model, where there are any. */
  unusable: z.array(z.strictObject({ prompt: z.string(), model: z.string(), requests: Count })).optional(),
  /** Answers: entered = accepted + refused. Null where a stage judges none. */
  entered: Count.nullable(),
  accepted: Count.nullable(),
  refused: Count.nullable(),
  /** Rows in the stage's main file. */
  rows: Count,
  prompt_tokens: Count,
  /** Those of the prompt tokens that the provider had in its cache. */
  cached_tokens: Count,
  completion_tokens: Count,
  /** US dollars; null where no price is set. */
  cost: z.number().min(0).nullable(),
  /** What is missing and why, a line each. */
  missing: z.array(z.string()),
  /** What is fewer than was asked for and is not missing, a line each: the offline model gives what the script yields. */
  notes: z.array(z.string()).default([]),
  /** Of an export: rows that formats left out, a line each. */
  left_out: z.array(z.string()).optional(),
  /** Of an export: what its test questions share with what is trained on. */
  leaks: z.array(Leak).optional(),
  /** … and held-out roles that speak in training scenes of other roles, with how many of these there are. */
  partners: z.record(z.string(), Count).optional(),
  /** Of an export: whose scripts stand in it word for word. */
  copied: z.array(CopiedScript).optional(),
  /** Of a filter: whose answers, kept and refused, are few that come again and again. */
  collapses: z.array(Collapse).optional(),
  /** Of a filter: which checks abstained from the answers in a language, a line each. */
  abstained: z.array(z.string()).optional(),
});
export type StageRecord = z.infer<typeof StageRecord>;

const Manifest = z.strictObject({ version: z.literal(1), stages: z.record(z.string(), StageRecord) });
type Manifest = z.infer<typeof Manifest>;

/** Reads manifest.json; a folder without one has no stages yet. Throws UserError where it cannot be read. */
export function readManifest(file: string): Manifest {
  if (!existsSync(file)) return { version: 1, stages: {} };
  const advice = 'Delete the file: rolellm makes it again from the journal, without new calls.';
  let value: unknown;
  try {
    value = JSON.parse(readNamedFile(file).toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError('the manifest is not JSON', { file, advice });
  }
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`the manifest is not valid: ${zodMessage(parsed.error)}`, { file, advice });
}

/** Writes one stage's record, leaving the others as they are. */
export function recordStage(file: string, stage: string, record: StageRecord): void {
  const { stages } = readManifest(file);
  const manifest: Manifest = { version: 1, stages: { ...stages, [stage]: record } };
  writeFileAtomically(file, [`${JSON.stringify(Manifest.parse(manifest), null, 2)}\n`]);
}

/**
 * Throws UserError where one of these stages was made by an earlier version whose rows have another form: the run that made them
 * makes them again from the journal.
 */
export function checkRowFormat(file: string, names: readonly string[]): void {
  const { stages } = readManifest(file);
  const old = names.find((name) => stages[name] !== undefined && stages[name].row_format !== ROW_FORMAT);
  if (old === undefined) return;
  throw new UserError(`what ${old} made here has the form of an earlier version`, {
    file,
    advice: 'Run `rolellm generate` once: it makes the files again from the journal, without new calls.',
  });
}
