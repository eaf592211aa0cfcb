import { type Choice, choiceOf, hashOf } from './choice.js';
import { element, thousands } from './element.js';
import { createFilters } from './filters.js';
import { createHelp, listenToKeys } from './keys.js';
import { createLive } from './live.js';
import { createReader } from './reader.js';
import type { Mark } from './review-bar.js';
import { createRowList } from './row-list.js';
import { askRows, attempt } from './server.js';

/** Rows that come with a new choice: more than fit on a screen. */
const FIRST_ROWS = 100;

let choice: Choice = choiceOf(location.hash);
let total = 0;
let listed = new AbortController();
/** A row that was marked and has to be gone on from where it no longer belongs to what is chosen. */
let justMarked: string | undefined;

const count = element('p', { role: 'status' });
const clear = element(
  'button',
  { type: 'button', class: 'quiet', hidden: true, onclick: () => choose({}) },
  'Clear all',
);
const nothing = element('p', { class: 'hint', hidden: true });
const help = createHelp();
const filters = createFilters(choice, choose);
const list = createRowList(loadMore, (number) => select(number));
const reader = createReader({ onBack: showList, onMarked: showMark, onError: tellError });
const live = createLive(() => void refresh(true));

/** Another choice of rows: from the fields, or none. */
function choose(next: Choice): void {
  choice = next;
  history.replaceState(null, '', `#${hashOf(choice)}`);
  if (choice.q === undefined) filters.search.value = '';
  list.element.scrollTo(0, 0);
  void refresh(false);
}

/** What goes wrong is told on the page. */
function tellError(error: Error): void {
  live.tell(error.message);
}

/** Chooses anew. `keepsPlace` where the files or marks have changed and not the choice. */
function refresh(keepsPlace: boolean): Promise<void> {
  listed.abort();
  listed = new AbortController();
  const { signal } = listed;
  return attempt(async () => {
    const from = keepsPlace ? Math.floor(Math.max(0, list.selected()) / FIRST_ROWS) * FIRST_ROWS : 0;
    const page = await askRows(choice, from, FIRST_ROWS, signal);
    total = page.total;
    count.textContent = `${thousands(total)} ${total === 1 ? 'row' : 'rows'}`;
    const isAll = Object.keys(choice).length === 0;
    clear.hidden = isAll;
    nothing.hidden = total > 0;
    nothing.textContent = isAll ? 'Nothing was made in this folder yet: run rolellm generate.' : 'No rows match.';
    filters.show(choice, page.facets);
    list.reset(total, page.from, page.rows);
    if (total === 0) closeReader();
    else if (keepsPlace) keepPlace();
    else startAtTop();
  }, tellError);
}

/** Another choice: the row that is read stays where it is among the first rows chosen now. */
function startAtTop(): void {
  const id = reader.row();
  const number = id === undefined ? undefined : list.numberOf(id);
  if (number === undefined) closeReader();
  else list.select(number, false);
}

function closeReader(): void {
  list.select(-1, false);
  document.body.classList.remove('reading');
  reader.close();
}

/** The row that is read stays chosen. Where it was marked and is no longer among those wanted, the one in its place is next. */
function keepPlace(): void {
  const id = reader.row();
  const number = id === undefined ? undefined : list.numberOf(id);
  const wasMarked = id !== undefined && id === justMarked;
  justMarked = undefined;
  if (number === undefined && wasMarked && total > 0) select(list.selected());
  else list.select(number ?? -1, false);
  // Its fate may be another now.
  if (!wasMarked) void reader.reload();
}

function loadMore(from: number, rows: number): void {
  const { signal } = listed;
  void attempt(async () => {
    try {
      list.fill(from, (await askRows(choice, from, rows, signal)).rows);
      // The chosen row may be one that was not there yet.
      if (list.selected() >= from && list.selected() < from + rows) openChosen();
    } catch (thrown) {
      list.forget(from);
      throw thrown;
    }
  }, tellError);
}

function showList(): void {
  document.body.classList.remove('reading');
  list.element.focus();
}

/** Chooses the row with this number, and opens it as soon as it is there. */
function select(number: number): void {
  const wanted = Math.min(Math.max(0, number), total - 1);
  if (wanted < 0) return;
  list.select(wanted);
  document.body.classList.add('reading');
  openChosen();
}

function openChosen(): void {
  const row = list.rowAt(list.selected());
  if (row && row.id !== reader.row()) reader.open(row);
}

/** A mark was written down: the list shows it, and the counts follow. */
function showMark(id: string, mark: Mark, note: string): void {
  const number = list.numberOf(id);
  const row = number === undefined ? undefined : list.rowAt(number);
  if (number !== undefined && row) list.replace(number, { ...row, mark: mark ?? '', note });
  justMarked = id;
  live.tell(undefined);
  void live.look();
}

/** Marks the chosen row, whether its text is there yet or not. */
function markChosen(mark: Mark): void {
  const row = list.rowAt(list.selected());
  if (row && row.type !== 'profile') reader.mark(row, mark);
}

listenToKeys({
  step: (rows) => select(list.selected() + rows),
  mark: markChosen,
  note: reader.focusNote,
  search: () => filters.search.select(),
  leave: showList,
  help: () => help.showModal(),
});

document.body.append(
  element(
    'header',
    {},
    element('h1', {}, document.title.replace(/ – rolellm$/, '')),
    live.status,
    element(
      'button',
      { type: 'button', class: 'quiet', onclick: () => help.showModal() },
      'Keys',
      element('kbd', {}, '?'),
    ),
  ),
  filters.element,
  live.replies,
  element(
    'main',
    {},
    element(
      'section',
      { class: 'list', 'aria-label': 'List' },
      element('div', { class: 'count' }, count, clear),
      nothing,
      list.element,
    ),
    reader.element,
  ),
  help,
);
window.addEventListener('hashchange', () => {
  choice = choiceOf(location.hash);
  filters.search.value = choice.q ?? '';
  void refresh(false);
});
void refresh(false);
void live.look();
list.element.focus();
