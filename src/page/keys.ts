import { element } from './element.js';

/** What each key does, as the help shows it. */
const HELP: readonly [keys: string, what: string][] = [
  ['j, ↓', 'next row'],
  ['k, ↑', 'row before'],
  ['Page Down, Page Up', 'ten rows on, ten back'],
  ['Home, End', 'first row, last row'],
  ['g', 'mark the row good: it stays whatever the checks say'],
  ['b', 'mark it bad: the filter refuses it'],
  ['u', 'take the mark back'],
  ['n', 'write a note'],
  ['/', 'search'],
  ['Esc', 'leave a field, close the row or this help'],
  ['?', 'this help'],
];

/** What keys do. */
export interface Actions {
  step(rows: number): void;
  mark(mark: 'good' | 'bad' | null): void;
  note(): void;
  search(): void;
  leave(): void;
  help(): void;
}

const TO_THE_END = Number.MAX_SAFE_INTEGER;

const KEYS: Record<string, (actions: Actions) => void> = {
  j: ({ step }) => step(1),
  ArrowDown: ({ step }) => step(1),
  k: ({ step }) => step(-1),
  ArrowUp: ({ step }) => step(-1),
  PageDown: ({ step }) => step(10),
  PageUp: ({ step }) => step(-10),
  Home: ({ step }) => step(-TO_THE_END),
  End: ({ step }) => step(TO_THE_END),
  g: ({ mark }) => mark('good'),
  b: ({ mark }) => mark('bad'),
  u: ({ mark }) => mark(null),
  n: ({ note }) => note(),
  '/': ({ search }) => search(),
  '?': ({ help }) => help(),
};

/** Listens to the keyboard. In a field keys write, and only Esc and Enter leave it. */
export function listenToKeys(actions: Actions): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    const isField = target.matches('input, select, textarea');
    if (event.key === 'Escape' || (isField && event.key === 'Enter')) {
      // A browser would empty the search, which stays chosen.
      if (isField) event.preventDefault();
      if (isField) target.blur();
      else actions.leave();
      return;
    }
    const action = isField || document.querySelector('dialog[open]') ? undefined : KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    action(actions);
  });
}

/** The help that `?` opens. */
export function createHelp(): HTMLDialogElement {
  const rows = HELP.map(([keys, what]) =>
    element('tr', {}, element('th', { scope: 'row' }, keys), element('td', {}, what)),
  );
  const close = element('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Close');
  const dialog = element(
    'dialog',
    { 'aria-label': 'Keys' },
    element('h2', {}, 'Keys'),
    element('table', {}, element('tbody', {}, ...rows)),
    close,
  );
  return dialog;
}
