import type { StageReplies } from '../llm/reply-counts.js';
import { tellCollapse } from '../quality/tell-collapse.js';
import type { Collapse } from '../records.js';
import type { Explanation } from '../stages/filter/explain.js';
import { type JudgeTally, tellControls } from '../stages/judge/review.js';
import type { StageRecord } from '../store/manifest.js';
import { plainTable, renderFitting, trimLines } from './plain-table.js';
import type { RoleCounts } from './role-counts.js';

const orDash = (value: number | string | null) => (value === null ? '–' : String(value));

/** A stage with its state as it is now: `interrupted` where it says `running` and nobody works. */
export type ShownStage = [name: string, record: StageRecord, state: string];

/**
 * Stages with their counts: planned = done + failed + waiting, entered = accepted + refused. For a terminal of so many columns
 * without those that have nothing to tell, where it would be too wide.
 */
export function renderStages(stages: readonly ShownStage[], columns?: number): string {
  const head = [
    'stage',
    'state',
    'planned',
    'done',
    'failed',
    'waiting',
    'rows',
    'entered',
    'accepted',
    'refused',
    'cost',
  ];
  const rows = stages.map(([name, record, state]) => {
    const { planned, done, failed, waiting, entered, accepted, refused, cost } = record;
    const calls = record.model === null ? [null, null, null, null] : [planned, done, failed, waiting];
    const money = cost === null ? null : `$${cost.toFixed(4)}`;
    return [name, state, ...[...calls, record.rows, entered, accepted, refused, money].map(orDash)];
  });
  return renderFitting({ head, rows, rightAligned: [2, 3, 4, 5, 6, 7, 8, 9, 10] }, columns);
}

/** What became of the replies to each prompt; nothing where every one could be used as it came. See renderFitting for `columns`. */
export function renderReplies(replies: readonly StageReplies[], columns?: number): string[] {
  const isTold = replies.some((one) => one.unusable + one.cut_off + one.looped + one.thought > 0);
  if (!isTold) return [];
  const head = ['prompt', 'model', 'replies', 'unusable', 'cut off', 'looped', 'thought', 'asked again'];
  const rows = replies.map(({ prompt, model, ...counts }) => [
    prompt,
    model,
    ...[counts.replies, counts.unusable, counts.cut_off, counts.looped, counts.thought, counts.asked_again].map(String),
  ]);
  return [renderFitting({ head, rows, rightAligned: [2, 3, 4, 5, 6, 7] }, columns)];
}

/**
 * What stages have less of than was asked for: work that is missing, and what the offline model could not make of the script;
 * and checks that judged nothing.
 */
export function renderLacking(records: readonly Pick<StageRecord, 'missing' | 'notes' | 'abstained'>[]): string[] {
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [[title, ...[...new Set(lines)].map((line) => `  ${line}`)].join('\n')] : [];
  return [
    ...section(
      'Missing:',
      records.flatMap(({ missing }) => missing),
    ),
    ...section(
      'Fewer than asked for, because the offline model gives only what the script yields:',
      records.flatMap(({ notes }) => notes),
    ),
    ...section(
      'Checks that abstained, because the language has no signs for them:',
      records.flatMap(({ abstained }) => abstained ?? []),
    ),
  ];
}

/** Roles and models that are named at once; the report names all. */
const NAMED = 3;

/** Roles and models whose answers are few that come again and again, the worst first; nothing where there are none. */
export function renderCollapses(collapses: readonly Collapse[]): string[] {
  if (collapses.length === 0) return [];
  const worstFirst = [...collapses].sort((one, other) => one.distinct / one.answers - other.distinct / other.answers);
  const lines = worstFirst.slice(0, NAMED).map((one) => `  ${tellCollapse(one)}`);
  const more = collapses.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more: rolellm report names them`);
  return [['The same answers again and again:', ...lines].join('\n')];
}

/** A recipe, and what tables call its samples. */
type Titled = { name: string; title: string };

/** Roles with what was made for them and why answers were refused; see renderFitting for `columns`. */
export function renderRoles(roles: readonly RoleCounts[], recipes: readonly Titled[], columns?: number): string {
  const head = ['role', 'lines', ...recipes.map(({ title }) => title), 'refused', 'refused by'];
  const rows = roles.map(({ role, lines, kept, refused, refused_by }) => {
    const sorted = Object.entries(refused_by).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const why = sorted.map(([check, count]) => `${check} ${count}`).join(', ');
    return [role, ...[lines, ...recipes.map(({ name }) => kept[name] ?? 0), refused].map(String), why];
  });
  return renderFitting({ head, rows, rightAligned: head.slice(1, -1).map((_, k) => k + 1) }, columns);
}

/** Speakers of a script with how much they say. */
export function renderSpeakers(
  speakers: readonly { speaker: string; lines: number; words: number; firstLine: number }[],
): string {
  const table = plainTable(['speaker', 'lines', 'words', 'first at line'], [1, 2, 3]);
  for (const { speaker, lines, words, firstLine } of speakers) table.push([speaker, lines, words, firstLine]);
  return trimLines(table.toString());
}

/** What the filter would keep with other thresholds than those of now. */
export function renderThresholds({ kept, thresholds }: Explanation): string {
  const table = plainTable(['setting', 'now', 'if it were', 'kept', 'change'], [1, 2, 3, 4]);
  for (const { setting, value, alternatives } of thresholds) {
    for (const other of alternatives) {
      const change = other.kept - kept;
      table.push([`filter.${setting}`, value, other.value, other.kept, change > 0 ? `+${change}` : change]);
    }
  }
  return trimLines(table.toString());
}

/** The review beside the paper's. */
export function renderJudgeTally(tally: JudgeTally, recipes: readonly Titled[]): string {
  const { rows, steps, agreement, controls } = tally;
  const judged = recipes.filter(({ name }) => rows[name]);
  const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`);
  const head = ['review', ...judged.map(({ name, title }) => `${title} (${rows[name]})`), 'together', 'the paper'];
  const table = plainTable(
    head,
    head.slice(1).map((_, k) => k + 1),
  );
  for (const { name, shares, together, paper } of steps) {
    table.push([name, ...[...judged.map((recipe) => shares[recipe.name] ?? null), together, paper].map(percent)]);
  }
  const { answers, in_style, correct } = agreement;
  const notes = [
    `Each row was judged in two orders, which agree on ${percent(answers)} (answers), ${percent(in_style)} (style), ${percent(correct)} (correct).`,
    tellControls(controls),
  ];
  return `${trimLines(table.toString())}\n\n${notes.filter((note) => note !== undefined).join('\n')}`;
}
