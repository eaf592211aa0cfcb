import type { z } from 'zod';
import type { ChatReplies, ChatRequest } from '../llm/chat-model.js';
import type { FillCounts, FillEvents } from '../llm/executor.js';
import { assemble, type Unit } from '../llm/work.js';
import { hashFile } from '../store/atomic.js';
import { type Journal, openJournal } from '../store/journal.js';
import { writeRows } from '../store/jsonl.js';
import { asRecorded, readManifest, recordStage, type StageRecord } from '../store/manifest.js';
import { type Basis, beginRecord, hashFiles } from './basis.js';
import { type RunContext, StoppedByUser } from './context.js';
import { keepPrompts } from './keep-prompts.js';
import { countUnusable, type LastUnusable } from './last-unusable.js';
import { tellRepeated } from './repeated-calls.js';

/** A request without a usable reply. */
export interface ToldFailure {
  request: ChatRequest;
  /** Why the last reply could not be used, or the call failed. */
  reason: string;
  /** How many replies came, none of which can be used. */
  replies: number;
}

/** A unit of a stage. */
export interface StageUnit<Row> extends Unit<Row> {
  /** It gives the rows of an earlier run and asks nothing. */
  isKept?: boolean;
  /** What came out less than was asked for, beside failed requests, in a line that begins with the role; read after its work has ended. */
  lacks?(): string | readonly string[] | undefined;
  /** Tells what failed requests cost it, in lines that begin with the role; without it they are counted. */
  tellFailures?(failures: readonly ToldFailure[]): readonly string[];
  /** Nothing could be asked of it, so that what it lacks is missing whatever the model is. */
  cannotAsk?: boolean;
}

/** A stage that asks a model: its units plan and assemble, the rest is the same for all. */
export interface ModelStage<Row> {
  name: string;
  /** Its rows come from no model, whatever model the run has. */
  asksNothing?: boolean;
  basis: Basis;
  /** Where `--only` names roles: those that are kept, and the files that belong to the named ones alone. */
  kept?: { roles: readonly string[]; named?: readonly string[] };
  output: string;
  /** Other files that it has written before it asks. */
  beside?: readonly string[];
  schema: z.ZodType<Row>;
  /** Called several times, to plan, to fill and to assemble: must give the same units. */
  units(): Iterable<StageUnit<Row>>;
  /** How many units there are that ask, to tell how far it has come before all of them were looked at. */
  unitCount: number;
  /** Answers that it judged, where it judges some; read after assembling. */
  judged?(): { accepted: number; refused: number };
}

/** Least pause between two records of a stage that is running. */
const RECORD_EVERY_MS = 500;

/**
 * Runs a stage: asks for what its journal lacks, then assembles its rows from the journal and writes them. Returns its record.
 * Throws StoppedByUser where the run was stopped, UserError where asking on is useless: both leave the last rows as they were.
 */
export async function runModelStage<Row>(stage: ModelStage<Row>, context: RunContext): Promise<StageRecord> {
  const { data, model, log } = context;
  const earlier = readManifest(data.manifest).stages[stage.name];
  const record = beginRecord(stage.name, stage.basis, context, stage.asksNothing ? null : model.name, stage.kept);
  recordStage(data.manifest, stage.name, record);
  const journal = openJournal(data.journal(stage.name));
  const unusable = countUnusable(record, earlier, journal);
  const prompts = keepPrompts(data.prompts(stage.name), journal, (message) => log.warn(message));
  try {
    const repeated = tellRepeated({ earlier, record }, () => askingUnits(stage), journal);
    if (repeated !== undefined) log.warn(`${stage.name}: ${repeated}`);
    const reasons = await fillStage(stage, context, { journal, record, unusable, onAsk: prompts.onAsk });
    const assembleRows = () => assembleStage(stage, context, journal, { record, reasons, earlier, unusable });
    return await (context.atOnce ? context.atOnce(assembleRows) : assembleRows());
  } finally {
    prompts.close();
    await journal.close();
    log.debug(`${stage.name}: journal closed`);
  }
}

/** The units of a stage that ask. */
function* askingUnits<Row>(stage: ModelStage<Row>): Generator<Unit<Row>> {
  for (const unit of stage.units()) if (!unit.isKept) yield unit;
}

async function fillStage<Row>(
  stage: ModelStage<Row>,
  context: RunContext,
  {
    journal,
    record,
    unusable,
    onAsk,
  }: { journal: Journal; record: StageRecord; unusable: LastUnusable } & Required<Pick<FillEvents, 'onAsk'>>,
): Promise<Map<string, string>> {
  const { data, executor, log, stop, abort } = context;
  let opened = 0;
  let recorded = 0;
  let later: NodeJS.Timeout | undefined;

  function* units(): Generator<Unit<Row>> {
    opened = 0;
    for (const unit of askingUnits(stage)) {
      opened += 1;
      yield unit;
    }
  }

  function writeRecord(): void {
    clearTimeout(later);
    later = undefined;
    recorded = Date.now();
    recordStage(data.manifest, stage.name, record);
  }

  /** Nobody could catch what a timer throws: a disk that is full shows when the run itself writes next. */
  function writeLater(): void {
    try {
      writeRecord();
    } catch {}
  }

  function onCounts(counts: Readonly<FillCounts>): void {
    const { known, ...shown } = counts;
    Object.assign(record, shown);
    addTotals(record, journal);
    tellProgress(stage, record, context, { opened, known });
    if (Date.now() - recorded >= RECORD_EVERY_MS) writeRecord();
    else later ??= setTimeout(writeLater, RECORD_EVERY_MS);
  }

  try {
    const { reasons, counts } = await executor(stage.name, units, journal, {
      stop,
      abort,
      onAsk,
      onCounts,
      onFailure: (request, reason) => {
        unusable.note([request]);
        log.warn(`${stage.name}: ${request.prompt} failed: ${reason}`);
      },
      onReply: (requests, replies) => log.trace(traceLine(stage.name, requests, replies)),
    });
    if (!stop.aborted) return reasons;
    const of =
      opened < stage.unitCount ? `about ${estimateAll(stage, counts.planned, opened)}` : String(counts.planned);
    throw new StoppedByUser(`${stage.name}: ${counts.done} of ${of} requests are answered and kept`);
  } finally {
    addTotals(record, journal);
    writeRecord();
  }
}

/** A call as the log tells it: what stands in the slots stands in the messages. */
function traceLine(stage: string, requests: readonly ChatRequest[], replies: ChatReplies): string {
  return JSON.stringify({ stage, requests: requests.map(({ slots: _, ...told }) => told), replies });
}

/** What assembling needs beside the journal: the record, why requests failed, and what an earlier run recorded. */
interface Assembling {
  record: StageRecord;
  reasons: ReadonlyMap<string, string>;
  earlier: StageRecord | undefined;
  unusable: LastUnusable;
}

/** Lines of a record that are about these roles. */
function linesOf(roles: ReadonlySet<string>, lines: readonly string[] = []): string[] {
  return lines.filter((line) => [...roles].some((role) => line.startsWith(`${role}: `)));
}

function assembleStage<Row>(
  stage: ModelStage<Row>,
  context: RunContext,
  journal: Journal,
  { record, reasons, earlier, unusable }: Assembling,
): StageRecord {
  const { data, model, log } = context;
  const missing = new Map<string, { count: number; reason: string }>();
  const kept = new Set<string>();
  const told: string[] = [];
  const lacking: string[] = [];
  const unasked: string[] = [];
  Object.assign(record, { planned: 0, done: 0, failed: 0, waiting: 0 });
  unusable.restart();

  function* rows(): Generator<Row> {
    for (const unit of stage.units()) {
      const result = assemble(unit, journal, (id) => reasons.get(id) ?? 'was not asked');
      if (unit.isKept) kept.add(unit.name);
      (unit.cannotAsk ? unasked : lacking).push(...[unit.lacks?.() ?? []].flat());
      record.planned += result.planned;
      record.done += result.done;
      record.failed += result.failures.length;
      unusable.note(result.failures.map(({ request }) => request));
      if (unit.tellFailures) {
        const failures = result.failures.map((one) => ({ ...one, replies: journal.tries(one.request.id) }));
        told.push(...unit.tellFailures(failures));
      } else {
        for (const { reason } of result.failures) {
          const known = missing.get(unit.name);
          missing.set(unit.name, { count: (known?.count ?? 0) + 1, reason: known?.reason ?? reason });
        }
      }
      yield* result.rows;
    }
  }

  const written = writeRows(stage.output, stage.schema, rows());
  const judged = stage.judged?.();
  record.rows = written.rows;
  record.outputs = { [asRecorded(stage.output)]: written.sha256, ...hashFiles(stage.beside ?? []) };
  record.journal = hashFile(data.journal(stage.name));
  const failed = [...missing].map(
    ([name, { count, reason }]) => `${name}: ${count} requests failed, the first because ${reason}`,
  );
  record.missing = [...failed, ...told, ...unasked, ...linesOf(kept, earlier?.missing)];
  record.notes = linesOf(kept, earlier?.notes);
  // What a script yields without a model, or with the offline one, is all there is: fewer than asked for is no work that is left to do.
  record[stage.asksNothing || model.name === 'offline' ? 'notes' : 'missing'].push(...lacking);
  record.state = record.missing.length > 0 ? 'short' : 'done';
  if (judged) {
    Object.assign(record, { entered: judged.accepted + judged.refused, ...judged });
  }
  addTotals(record, journal);
  recordStage(data.manifest, stage.name, record);
  tellProgress(stage, record, context);
  const answered = stage.asksNothing ? '' : `, ${record.done} of ${record.planned} requests answered`;
  log.info(`${stage.name}: ${record.rows} rows${answered}`);
  return record;
}

function addTotals(record: StageRecord, journal: Journal): void {
  const { replies, unpriced, prompt_tokens, cached_tokens, completion_tokens, cost } = journal.totals();
  const isPriced = replies > unpriced;
  Object.assign(record, { prompt_tokens, cached_tokens, completion_tokens, cost: isPriced ? cost : null });
}

/** What all units plan together, where `opened` of them planned so many. */
function estimateAll({ unitCount }: { unitCount: number }, planned: number, opened: number): number {
  return Math.round((planned / Math.max(1, opened)) * unitCount);
}

/** `seen` is how many units were looked at so far, and what an earlier run had answered; without it the stage is over. */
function tellProgress(
  { name, unitCount }: Pick<ModelStage<unknown>, 'name' | 'unitCount'>,
  { planned, done, failed, cost }: StageRecord,
  { onProgress }: RunContext,
  seen?: { opened: number; known: number },
): void {
  const { opened, known } = seen ?? { opened: unitCount, known: 0 };
  const isEstimate = opened > 0 && opened < unitCount;
  const all = isEstimate ? estimateAll({ unitCount }, planned, opened) : planned;
  const fresh = done - known;
  onProgress?.({ stage: name, of: 'requests', planned: all, isEstimate, done, fresh, failed, cost, isOver: !seen });
}
