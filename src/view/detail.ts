import type { ChatRequest } from '../llm/chat-model.js';
import type { Answers } from '../llm/work.js';
import { Answer, Instruction, Profile, type Segment } from '../records.js';
import { type TraceContext, traceCandidate, traceProfile, traceResponse } from '../stages/trace/index.js';
import { findKept, requestsOf, type TracedRequest } from '../stages/trace/kept.js';
import type { JournalEntry } from '../store/journal.js';
import type { JournalReader } from '../store/journal-reader.js';
import { readRows } from '../store/jsonl.js';
import { readManifest } from '../store/manifest.js';
import type { Asked, RawReply, RowDetail } from './api.js';
import type { ViewedFolder } from './folder.js';
import type { FoundRow } from './sources.js';

const CHANGED =
  'The prompt was not kept, and cannot be made again: a prompt, a setting, the profile or the script has changed since.';

/** Everything about one row: the passage and the prompt that it came from, the replies as they came, and its fate. */
export function describeRow(id: string, folder: ViewedFolder): RowDetail | undefined {
  const known = folder.find(id);
  if (!known) return undefined;
  const { row, found } = known;
  const { asked, whyNotAsked } = traceRow(found, folder);
  return {
    row,
    whole: found.whole,
    evidence: found.evidence,
    passage: passageOf(found, folder),
    asked,
    whyNotAsked,
    verdicts: [...folder.verdictsOf(id)],
  };
}

function passageOf({ role, whole }: FoundRow, { linesOf }: ViewedFolder): RowDetail['passage'] {
  const { segment } = whole as { segment?: Segment | null };
  if (!segment) return null;
  const { script, from, to, lines } = segment;
  const turns = linesOf([script])
    .filter(({ diag_id }) => diag_id >= from && diag_id <= to)
    .map((line) => ({ role: line.role, content: line.content, line: line.line, isOwn: line.role === role }));
  return { script, from: lines[0], to: lines[1], turns };
}

/** The requests that a row came from, with every reply to them. */
function traceRow(found: FoundRow, folder: ViewedFolder): Pick<RowDetail, 'asked' | 'whyNotAsked'> {
  const nothing = (whyNotAsked: string) => ({ asked: [], whyNotAsked });
  if (found.type === 'profile' && Profile.parse(found.whole).model === null)
    return nothing('Written by hand: no model was asked.');
  const journal = folder.journal(found.stage);
  const kept = lookUp(found, folder, journal);
  const requests = kept.length > 0 ? kept : planAgain(found, folder, journal);
  if (requests.length === 0) return nothing(CHANGED);
  return { asked: requests.map((request) => toAsked(request, journal)), whyNotAsked: '' };
}

/** The requests as they were kept when they were asked. */
function lookUp({ type, stage, whole }: FoundRow, { asked }: ViewedFolder, journal: JournalReader): TracedRequest[] {
  const prompts = asked(stage);
  const ids =
    type === 'profile'
      ? Profile.parse(whole).requests
      : requestsOf(Answer.parse(pickAnswer(whole)), prompts, answersOf(journal));
  return findKept(ids, prompts);
}

/** The requests as they would be made today: for folders from before prompts were kept, or where that file is lost. */
function planAgain(found: FoundRow, folder: ViewedFolder, journal: JournalReader): TracedRequest[] {
  const { type, stage, whole } = found;
  const { data, prompts, linesOf } = folder;
  const profile = profileOf(found, folder);
  const record = readManifest(data.manifest).stages[stage];
  if (!profile || !record) return [];
  const context: TraceContext = { profile, lines: linesOf(profile.scripts), prompts, record };
  const answers = answersOf(journal);
  if (type === 'profile') {
    const requests = traceProfile(context, answers);
    // One without a reply was never asked: it is another than the one that the profile came from.
    return requests.every(({ id }) => answers.get(id)) ? requests.map(toTraced) : [];
  }
  const answer = Answer.parse(pickAnswer(whole));
  const request =
    stage === 'rolegpt'
      ? traceResponse(answer, readRows(data.instructions, Instruction), context, answers)
      : traceCandidate(answer, context);
  return request ? [toTraced(request)] : [];
}

const toTraced = ({ id, prompt, messages, sampling }: ChatRequest): TracedRequest => ({
  id,
  prompt,
  messages,
  sampling: { ...sampling },
});

function profileOf({ role, whole, type }: FoundRow, { data }: ViewedFolder): Profile | undefined {
  if (type === 'profile') return Profile.parse(whole);
  for (const profile of readRows(data.profiles, Profile)) if (profile.role === role) return profile;
  return undefined;
}

/** A refused answer without what the check added. */
function pickAnswer(whole: unknown): unknown {
  const { check: _, evidence: __, ...answer } = whole as Record<string, unknown>;
  return answer;
}

function answersOf(journal: JournalReader): Answers {
  return {
    get(id) {
      const entry = journal.entriesOf(id).at(-1);
      return entry && contentFor(entry, id);
    },
  };
}

function contentFor(entry: JournalEntry, id: string): { content: string; finish_reason: string } {
  const at = entry.ids.indexOf(id);
  return { content: entry.contents[at] ?? '', finish_reason: entry.finish_reasons[at] ?? '' };
}

/** An entry of the journal as a reply to one of its requests. */
export function toReply(entry: JournalEntry, id: string): RawReply {
  const { model, usage, cost } = entry;
  const { prompt_tokens, completion_tokens } = usage;
  return { ...contentFor(entry, id), model, prompt_tokens, completion_tokens, cost };
}

function toAsked({ id, prompt, messages, sampling }: TracedRequest, journal: JournalReader): Asked {
  const replies = journal.entriesOf(id).map((one) => toReply(one, id));
  return { prompt, messages: [...messages], sampling: { ...sampling }, replies };
}
