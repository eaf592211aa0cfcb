// Puts rolellm among the clone's own commands, so that `npx rolellm` finds it at once: npx would otherwise build a link of its own
// in npm's cache, and one that is interrupted while it does stays broken.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url));
if (process.platform !== 'win32') {
  mkdirSync(folder, { recursive: true });
  rmSync(`${folder}rolellm`, { force: true });
  symlinkSync('../../bin/rolellm.js', `${folder}rolellm`);
}
