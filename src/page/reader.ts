import type { RowDetail } from '../view/api.js';
import { renderDetail } from './detail.js';
import { element } from './element.js';
import { createReviewBar, type Mark, type ReviewBar } from './review-bar.js';
import { askRow, attempt, sendReview } from './server.js';

/** Where the chosen row is read and marked. */
export interface Reader {
  element: HTMLElement;
  /** Opens a row; one that is on its way is given up. */
  open(id: string): Promise<void>;
  /** The row that is shown or on its way. */
  row(): string | undefined;
  /** Marks a row, whichever is shown, and keeps its note. */
  mark(id: string, mark: Mark): Promise<void>;
  /** Reads the shown row again, unless a note to it is being written. */
  reload(): Promise<void>;
  focusNote(): void;
}

/** What the reader tells. */
export interface ReaderEvents {
  onBack(): void;
  onMarked(id: string, mark: Mark): void;
  onError(error: Error): void;
}

/** Makes the reader. */
export function createReader({ onBack, onMarked, onError }: ReaderEvents): Reader {
  const back = element('button', { type: 'button', class: 'quiet back', onclick: onBack }, '‹ Rows');
  const hint = element('p', { class: 'hint' }, 'Choose a row: j and k go through them, ? shows all keys.');
  const article = element('article', { class: 'detail', 'aria-label': 'The chosen row', tabindex: -1 }, hint);
  let opening = new AbortController();
  let wanted: string | undefined;
  let current: { id: string; bar: ReviewBar | undefined } | undefined;

  const send = (id: string, mark: Mark, note: string) =>
    attempt(async () => {
      await sendReview({ id, mark, note });
      if (current?.id === id) current.bar?.show(mark);
      onMarked(id, mark);
    }, onError);

  function show(detail: RowDetail): void {
    const { id, type } = detail.row;
    const bar =
      type === 'profile'
        ? undefined
        : createReviewBar(detail.row, detail.note, (said, note) => void send(id, said, note));
    current = { id, bar };
    article.replaceChildren(back, ...renderDetail(detail, bar?.element));
    article.scrollTop = 0;
  }

  return {
    element: article,
    row: () => wanted,
    open(id) {
      opening.abort();
      opening = new AbortController();
      wanted = id;
      current = undefined;
      const { signal } = opening;
      return attempt(
        async () => show(await askRow(id, signal)),
        (error) => {
          // It may be asked for again.
          wanted = undefined;
          onError(error);
        },
      );
    },
    mark: (id, mark) =>
      attempt(async () => {
        // A row that was not read yet may have a note from before.
        const note = current?.id === id ? current.bar?.note() : (await askRow(id)).note;
        if (note !== undefined) await send(id, mark, mark === null ? '' : note);
      }, onError),
    async reload() {
      if (!current || current.bar?.isWriting()) return;
      const { id } = current;
      const top = article.scrollTop;
      await attempt(async () => {
        const detail = await askRow(id);
        if (current?.id !== id || current.bar?.isWriting()) return;
        show(detail);
        article.scrollTop = top;
      }, onError);
    },
    focusNote: () => current?.bar?.focusNote(),
  };
}
