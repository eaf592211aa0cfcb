// The roles of benches of RoleBench's size: the speakers with the most lines of the scripts in ../shared/corpus.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countSpeakers, openScript } from '../dist/readers/index.js';

export const CORPUS = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));

/** The speakers of all English plays, those with the most lines first. */
export async function findSpeakers() {
  const speakers = [];
  for (const folder of ['scripts/en', 'scripts/en-xml', 'dialogues']) {
    for (const name of readdirSync(join(CORPUS, folder)).filter((file) => /\.(?:txt|xml|csv)$/.test(file))) {
      const file = join(CORPUS, folder, name);
      const { lines } = await openScript(readFileSync(file), { file });
      for (const { speaker, lines: count } of countSpeakers(lines)) speakers.push({ speaker, count, file });
    }
  }
  return speakers.sort((a, b) => b.count - a.count);
}

/** A name that no other role has: Caesar speaks in two plays. */
export const roleName = ({ speaker, file }) =>
  `${speaker} of ${basename(file).replace(/\..*$/, '')} ${basename(file).split('.').at(-1)}`;
