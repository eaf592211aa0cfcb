import { showControls } from '../text/show-controls.js';
import { redactSecrets } from './secrets.js';

/** A text as others may see it: without secrets, and with nothing in it that would steer a terminal. */
const asShown = (text: string) => showControls(redactSecrets(text));

/** Prints what a command gives: the only way to stdout, but for the scripts that shells load. */
export function printOut(text: string): void {
  process.stdout.write(asShown(text));
}

/** Prints what a command tells beside it: the only way to stderr, but for the line of progress, which is our own. */
export function printErr(text: string): void {
  process.stderr.write(asShown(text));
}
