import type { ListedRow } from '../view/api.js';
import { element } from './element.js';

/** Height of a row in pixels, as in the style sheet. */
const ROW = 76;
/** The tallest element that every browser draws; longer lists scroll faster. */
const TALLEST = 15_000_000;
/** Rows that are asked for together. */
const PAGE = 100;

/** A list of any length of which only what is on screen is in the page. */
export interface RowList {
  element: HTMLElement;
  /** Begins anew: so many rows, and those that are known already. */
  reset(total: number, from: number, rows: readonly ListedRow[]): void;
  /** Rows have come, asked for by `load`. */
  fill(from: number, rows: readonly ListedRow[]): void;
  /** Chooses a row, and scrolls to it unless told otherwise; -1 chooses none. */
  select(number: number, scrolls?: boolean): void;
  selected(): number;
  rowAt(number: number): ListedRow | undefined;
  /** Number of a row that is there; undefined where it is not. */
  numberOf(id: string): number | undefined;
  /** Rows asked for from here on did not come: they are asked for again when they are on screen again. */
  forget(from: number): void;
  /** Puts a changed row in the place of the one with its number. */
  replace(number: number, row: ListedRow): void;
}

const FATES: Record<string, string> = { kept: '✓ kept', waiting: '… not filtered yet', '': '' };
const MARKS: Record<string, string> = { good: '▲ good', bad: '▼ bad' };

function renderRow(row: ListedRow | undefined, number: number, total: number, isSelected: boolean): HTMLElement {
  const place = { id: `row-${number}`, role: 'option', 'aria-posinset': number + 1, 'aria-setsize': total };
  const properties = { ...place, class: 'row', 'aria-selected': String(isSelected), 'data-number': number };
  if (!row) return element('div', properties, element('span', { class: 'meta' }, '…'));
  const fate = row.fate === 'refused' ? `✕ ${row.check}` : (FATES[row.fate] ?? row.fate);
  const mark = row.mark === '' ? undefined : element('span', { class: `mark ${row.mark}` }, MARKS[row.mark]);
  return element(
    'div',
    properties,
    element(
      'span',
      { class: 'meta' },
      element('b', {}, row.role),
      element('span', {}, row.type.replaceAll('_', '-')),
      element('span', { class: `fate ${row.fate}` }, fate),
      mark,
    ),
    element('span', { class: 'question' }, row.question),
    element('span', { class: 'answer' }, row.answer),
  );
}

/** Makes the list. `load` is asked for rows that come on screen, `onSelect` is told which row was chosen. */
export function createRowList(
  load: (from: number, count: number) => void,
  onSelect: (number: number) => void,
): RowList {
  const window_ = element('div', { class: 'window' });
  const space = element('div', { class: 'space' }, window_);
  const scroller = element('div', { class: 'scroller', role: 'listbox', tabindex: 0, 'aria-label': 'Rows' }, space);
  let total = 0;
  let chosen = -1;
  let rows = new Map<number, ListedRow>();
  let asked = new Set<number>();
  let isDrawing = false;

  const height = () => Math.min(total * ROW, TALLEST);
  const visible = () => Math.ceil(scroller.clientHeight / ROW) + 1;
  const isScaled = () => total * ROW > TALLEST;

  /** Number of the first row on screen, with its part that is scrolled away. */
  function firstOnScreen(): number {
    if (!isScaled()) return scroller.scrollTop / ROW;
    const most = total - scroller.clientHeight / ROW;
    return (scroller.scrollTop / Math.max(1, height() - scroller.clientHeight)) * most;
  }

  function scrollTopOf(first: number): number {
    if (!isScaled()) return first * ROW;
    return (first / (total - scroller.clientHeight / ROW)) * (height() - scroller.clientHeight);
  }

  function askFor(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
      if (asked.has(page) || rows.has(page * PAGE)) continue;
      asked.add(page);
      load(page * PAGE, PAGE);
    }
  }

  function draw(): void {
    isDrawing = false;
    const first = firstOnScreen();
    const from = Math.max(0, Math.floor(first));
    const to = Math.min(total, from + visible());
    askFor(from, to);
    const shown = Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
    window_.style.transform = `translateY(${scroller.scrollTop - (first - from) * ROW}px)`;
    window_.replaceChildren(...shown.map((number) => renderRow(rows.get(number), number, total, number === chosen)));
    if (chosen >= from && chosen < to) scroller.setAttribute('aria-activedescendant', `row-${chosen}`);
    else scroller.removeAttribute('aria-activedescendant');
  }

  /** Draws before the next frame, once however often it is asked to. */
  function drawSoon(): void {
    if (!isDrawing) requestAnimationFrame(draw);
    isDrawing = true;
  }

  function fill(from: number, found: readonly ListedRow[]): void {
    for (const [k, row] of found.entries()) rows.set(from + k, row);
    drawSoon();
  }

  scroller.addEventListener('scroll', drawSoon, { passive: true });
  new ResizeObserver(drawSoon).observe(scroller);
  window_.addEventListener('click', (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.row');
    if (row) onSelect(Number(row.dataset.number));
  });

  return {
    element: scroller,
    fill,
    reset(count, from, found) {
      total = count;
      rows = new Map();
      asked = new Set();
      space.style.height = `${height()}px`;
      fill(from, found);
    },
    select(number, scrolls = true) {
      chosen = number;
      if (!scrolls) return drawSoon();
      const first = firstOnScreen();
      const fits = scroller.clientHeight / ROW;
      if (number >= 0 && number < first) scroller.scrollTop = scrollTopOf(number);
      else if (number + 1 > first + fits) scroller.scrollTop = scrollTopOf(number + 1 - fits);
      drawSoon();
    },
    selected: () => chosen,
    rowAt: (number) => rows.get(number),
    numberOf: (id) => [...rows].find(([, row]) => row.id === id)?.[0],
    forget: (from) => void asked.delete(from / PAGE),
    replace(number, row) {
      rows.set(number, row);
      drawSoon();
    },
  };
}
