import type { ListedRow } from '../view/api.js';
import { element } from './element.js';

/** What is said of a row; null takes it back. */
export type Mark = 'good' | 'bad' | null;

/** The buttons and the note with which a row is marked. */
export interface ReviewBar {
  element: HTMLElement;
  /** Shows the mark that stands now; the note stays as it is being written. */
  show(mark: Mark): void;
  note(): string;
  /** Whether the note is being written. */
  isWriting(): boolean;
  focusNote(): void;
}

/** What becomes of a row with this mark; nothing where that has happened, or nothing will. */
function outlook(mark: Mark, { fate, check }: Fate): string {
  if (mark === 'bad' && check !== 'review') return 'It will be refused when rolellm filter runs again.';
  if (mark === 'good' && fate !== 'kept') return 'It will be kept when rolellm filter runs again.';
  return '';
}

/** What the filter made of a row. */
export type Fate = Pick<ListedRow, 'fate' | 'check'>;

/** Makes the bar; `onMark` is told what was chosen, and again when the note of a marked row was changed. */
export function createReviewBar(
  { mark: before, note: noteBefore, ...fate }: Fate & Pick<ListedRow, 'mark' | 'note'>,
  onMark: (mark: Mark, note: string) => void,
): ReviewBar {
  let current: Mark = before === 'good' || before === 'bad' ? before : null;
  const text = element('input', {
    id: 'note',
    type: 'text',
    value: noteBefore,
    placeholder: 'Note: why',
    'aria-label': 'Note',
    maxlength: 10_000,
    autocomplete: 'off',
    'aria-keyshortcuts': 'n',
  });
  const note = () => text.value.trim();

  const button = (mark: 'good' | 'bad', key: string, label: string) =>
    element(
      'button',
      { type: 'button', class: `mark ${mark}`, 'aria-keyshortcuts': key, onclick: () => onMark(mark, note()) },
      label,
      element('kbd', {}, key),
    );
  const [good, bad] = [button('good', 'g', '▲ Good'), button('bad', 'b', '▼ Bad')];
  const takeBack = element(
    'button',
    { type: 'button', class: 'quiet', 'aria-keyshortcuts': 'u', onclick: () => onMark(null, '') },
    'Take back',
    element('kbd', {}, 'u'),
  );
  const hint = element('p', { class: 'hint', role: 'status' });
  text.addEventListener('change', () => {
    if (current !== null) onMark(current, note());
    else if (note() !== '') hint.textContent = 'A note is kept with a mark: g or b.';
  });

  function show(mark: Mark): void {
    current = mark;
    good.setAttribute('aria-pressed', String(mark === 'good'));
    bad.setAttribute('aria-pressed', String(mark === 'bad'));
    takeBack.disabled = mark === null;
    hint.textContent = outlook(mark, fate);
    if (mark === null && document.activeElement !== text) text.value = '';
  }

  show(current);
  text.value = noteBefore;
  return {
    element: element('div', { class: 'review' }, good, bad, takeBack, text, hint),
    show,
    note,
    isWriting: () => document.activeElement === text,
    focusNote: () => text.focus(),
  };
}
