import type { ListedRow, RowDetail } from '../view/api.js';
import { renderBody, renderHead, renderText } from './detail.js';
import { element } from './element.js';
import { createReviewBar, type Mark, type ReviewBar } from './review-bar.js';
import { askRow, attempt, sendReview } from './server.js';

/** What a row was made from is asked for after this pause, so that rows that are only passed cost no request. */
const PAUSE_MS = 200;

/** Where the chosen row is read and marked. */
export interface Reader {
  element: HTMLElement;
  /** Shows what the list knows of a row at once, and what it was made from when it comes. */
  open(row: ListedRow): void;
  /** Shows no row. */
  close(): void;
  /** The row that is shown. */
  row(): string | undefined;
  /** Marks a row, whichever is shown, and keeps its note. */
  mark(row: ListedRow, mark: Mark): void;
  /** Reads the shown row again, unless a note to it is being written. */
  reload(): Promise<void>;
  focusNote(): void;
}

/** What the reader tells. */
export interface ReaderEvents {
  onBack(): void;
  onMarked(id: string, mark: Mark, note: string): void;
  onError(error: Error): void;
}

/** The row that is shown: where it is marked, and the part that grows when more is known of it. */
interface Shown {
  id: string;
  bar: ReviewBar | undefined;
  body: HTMLElement;
}

/** Makes the reader. */
export function createReader({ onBack, onMarked, onError }: ReaderEvents): Reader {
  const back = element('button', { type: 'button', class: 'quiet back', onclick: onBack }, '‹ Rows');
  const hint = element('p', { class: 'hint' }, 'Choose a row: j and k go through them, ? shows all keys.');
  const article = element('article', { class: 'detail', 'aria-label': 'The chosen row', tabindex: -1 }, hint);
  let asking = new AbortController();
  let pause: number | undefined;
  let shown: Shown | undefined;

  const send = (id: string, mark: Mark, note: string) =>
    attempt(async () => {
      await sendReview({ id, mark, note });
      if (shown?.id === id) shown.bar?.show(mark);
      onMarked(id, mark, note);
    }, onError);

  /** What was asked for before is no longer wanted. */
  function giveUp(): AbortSignal {
    clearTimeout(pause);
    asking.abort();
    asking = new AbortController();
    return asking.signal;
  }

  function draw(row: ListedRow, parts: readonly HTMLElement[]): void {
    const bar =
      row.type === 'profile' ? undefined : createReviewBar(row, (mark, note) => void send(row.id, mark, note));
    const body = element('div', { class: 'body' }, ...parts);
    shown = { id: row.id, bar, body };
    article.replaceChildren(back, ...renderHead(row), ...(bar ? [bar.element] : []), body);
  }

  async function ask(id: string, signal: AbortSignal, show: (detail: RowDetail) => void): Promise<void> {
    await attempt(
      async () => show(await askRow(id, signal)),
      (error) => {
        // Choosing the row again asks again.
        if (shown?.id === id) shown = undefined;
        onError(error);
      },
    );
  }

  return {
    element: article,
    row: () => shown?.id,
    open(row) {
      const signal = giveUp();
      draw(row, renderText(row));
      article.scrollTop = 0;
      pause = setTimeout(
        () => void ask(row.id, signal, (detail) => shown?.body.replaceChildren(...renderBody(detail))),
        PAUSE_MS,
      );
    },
    close() {
      giveUp();
      shown = undefined;
      article.replaceChildren(hint);
    },
    mark(row, mark) {
      const note = shown?.id === row.id ? (shown.bar?.note() ?? '') : row.note;
      void send(row.id, mark, mark === null ? '' : note);
    },
    async reload() {
      if (!shown || shown.bar?.isWriting()) return;
      await ask(shown.id, giveUp(), (detail) => {
        const top = article.scrollTop;
        if (shown?.bar?.isWriting()) shown.body.replaceChildren(...renderBody(detail));
        else draw(detail.row, renderBody(detail));
        article.scrollTop = top;
      });
    },
    focusNote: () => shown?.bar?.focusNote(),
  };
}
