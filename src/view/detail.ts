import { Profile, type Sample, type Segment } from '../records.js';
import type { JournalEntry } from '../store/journal.js';
import type { JournalReader } from '../store/journal-reader.js';
import type { AskedPrompt } from '../store/prompt-log.js';
import type { Asked, RawReply, RowDetail } from './api.js';
import type { ViewedFolder } from './folder.js';
import type { FoundRow } from './sources.js';

const TAKEN_FROM_SCRIPT = 'No model was asked: it was taken from the script.';
const NOT_KEPT = 'The prompt was not kept: an earlier version asked for this row, or the file of prompts is lost.';

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
  const { requests } = found.whole as { requests: readonly string[] };
  if (requests.length === 0 && found.type !== 'profile')
    return nothing((found.whole as Sample).segment ? TAKEN_FROM_SCRIPT : 'No model was asked.');
  const prompts = folder.asked(found.stage);
  const journal = folder.journal(found.stage);
  const asked = requests.map((id) => toAsked(id, prompts.find(id), journal));
  return { asked, whyNotAsked: asked.every(({ prompt }) => prompt !== null) ? '' : NOT_KEPT };
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

/** A request as it was kept when it was asked, with every reply to it: replies stay where the prompt is lost. */
function toAsked(id: string, kept: AskedPrompt | undefined, journal: JournalReader): Asked {
  const { prompt, messages, sampling } = kept ?? { prompt: null, messages: [], sampling: {} };
  return { prompt, messages, sampling, replies: journal.entriesOf(id).map((one) => toReply(one, id)) };
}
