import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFiles } from '../store/find-files.js';
import { readNamedFile } from '../store/read-file.js';

const BUILT = new URL('../', import.meta.url);

/** The page's scripts by their paths on the server: nothing else can be asked for. Throws UserError where they are not built. */
export function readScripts(): ReadonlyMap<string, Buffer> {
  const page = fileURLToPath(new URL('page/', BUILT));
  const scripts = new Map(findFiles('*.js', page).map((file) => [`/page/${basename(file)}`, readNamedFile(file)]));
  scripts.set('/view/api.js', readNamedFile(fileURLToPath(new URL('view/api.js', BUILT))));
  return scripts;
}
