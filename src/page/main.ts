import type { ListedRow, RowDetail } from '../view/api.js';
import { type Choice, choiceOf, hashOf } from './choice.js';
import { renderDetail } from './detail.js';
import { element, thousands } from './element.js';
import { createFilters } from './filters.js';
import { createHelp, listenToKeys } from './keys.js';
import { createLive } from './live.js';
import { createRowList } from './row-list.js';
import { askRow, askRows, isAborted, sendReview } from './server.js';

/** Rows that come with a new choice: more than fit on a screen. */
const FIRST_ROWS = 100;

let choice: Choice = choiceOf(location.hash);
let total = 0;
let listed = new AbortController();
let opened = new AbortController();
let open: RowDetail | undefined;

const count = element('p', { role: 'status' });
const clear = element(
  'button',
  { type: 'button', class: 'quiet', hidden: true, onclick: () => choose({}) },
  'Clear all',
);
const article = element('article', { class: 'detail', 'aria-label': 'The chosen row', tabindex: -1 });
const back = element('button', { type: 'button', class: 'quiet back', onclick: () => showList() }, '‹ Rows');
const hint = element('p', { class: 'hint' }, 'Choose a row: j and k go through them, ? shows all keys.');
const help = createHelp();
const filters = createFilters(choice, choose);
const list = createRowList(loadMore, (number) => select(number));
const live = createLive(() => void refresh(true));

/** Another choice of rows: from the fields, or none. */
function choose(next: Choice): void {
  choice = next;
  history.replaceState(null, '', `#${hashOf(choice)}`);
  if (choice.q === undefined) filters.search.value = '';
  list.element.scrollTo(0, 0);
  void refresh(false);
}

/** Runs what asks the server; what goes wrong is told on the page. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    if (!isAborted(thrown)) live.tell((thrown as Error).message);
  }
}

/** Chooses anew. `keepsPlace` where the files have changed and not the choice: the chosen row stays chosen. */
function refresh(keepsPlace: boolean): Promise<void> {
  listed.abort();
  listed = new AbortController();
  const { signal } = listed;
  return attempt(async () => {
    const from = keepsPlace ? Math.max(0, Math.floor(Math.max(0, list.selected()) / FIRST_ROWS) * FIRST_ROWS) : 0;
    const page = await askRows(choice, from, FIRST_ROWS, signal);
    total = page.total;
    count.textContent = `${thousands(total)} ${total === 1 ? 'row' : 'rows'}`;
    clear.hidden = Object.keys(choice).length === 0;
    filters.show(choice, page.facets);
    list.reset(total, page.from, page.rows);
    const isSame = keepsPlace && list.rowAt(list.selected())?.id === open?.row.id;
    if (!isSame) list.select(-1);
  });
}

function loadMore(from: number, rows: number): void {
  const { signal } = listed;
  void attempt(async () => list.fill(from, (await askRows(choice, from, rows, signal)).rows));
}

function showList(): void {
  document.body.classList.remove('reading');
  list.element.focus();
}

/** Opens the row with this number as soon as it is there. */
function select(number: number): void {
  const wanted = Math.min(Math.max(0, number), total - 1);
  if (wanted < 0) return;
  list.select(wanted);
  document.body.classList.add('reading');
  const row = list.rowAt(wanted);
  if (row) void openRow(row.id, false);
  else setTimeout(() => list.selected() === wanted && select(wanted), 30);
}

function openRow(id: string, keepsScroll: boolean): Promise<void> {
  opened.abort();
  opened = new AbortController();
  const { signal } = opened;
  return attempt(async () => {
    open = await askRow(id, signal);
    article.replaceChildren(back, ...renderDetail(open, (mark, note) => void markRow(mark, note)));
    if (!keepsScroll) article.scrollTop = 0;
  });
}

/** Marks the open row. */
function markRow(mark: 'good' | 'bad' | null, note: string): Promise<void> {
  return attempt(async () => {
    if (!open || open.row.type === 'profile') return;
    const { id } = open.row;
    await sendReview({ id, mark, note });
    const row: ListedRow = { ...open.row, mark: mark ?? '' };
    if (list.rowAt(list.selected())?.id === id) list.replace(list.selected(), row);
    await Promise.all([openRow(id, true), live.look()]);
  });
}

function noteField(): HTMLInputElement | null {
  return article.querySelector<HTMLInputElement>('#note');
}

listenToKeys({
  step: (rows) => select(list.selected() + rows),
  mark: (mark) => void markRow(mark, mark === null ? '' : (noteField()?.value.trim() ?? '')),
  note: () => noteField()?.focus(),
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
      list.element,
    ),
    article,
  ),
  help,
);
article.append(hint);
window.addEventListener('hashchange', () => {
  choice = choiceOf(location.hash);
  filters.search.value = choice.q ?? '';
  void refresh(false);
});
void refresh(false);
void live.look();
list.element.focus();
