import { createLogUpdate } from 'log-update';

/** A terminal on which lines are printed above one that changes. */
export interface Screen {
  print(text: string): void;
  /** Shows a line below what was printed, in the place of the last one; undefined takes it away. */
  show(line: string | undefined): void;
}

/** A screen on a terminal. The cursor stays to be seen, so that a process that is killed leaves nothing hidden. */
export function createScreen(terminal: NodeJS.WritableStream): Screen {
  const update = createLogUpdate(terminal, { showCursor: true });
  let shown: string | undefined;
  return {
    print(text) {
      if (shown !== undefined) update.clear();
      terminal.write(text);
      if (shown !== undefined) update(shown);
    },
    show(line) {
      if (line === undefined) update.clear();
      else update(line);
      shown = line;
    },
  };
}
