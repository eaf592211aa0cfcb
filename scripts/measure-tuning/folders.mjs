/** What is measured with: the folder of real RoleBench rows, and role files for the scripts. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HERE = import.meta.dirname;
export const REPOSITORY = resolve(HERE, '../..');
export const SHARED = resolve(REPOSITORY, '../shared');

const read = (name) => JSON.parse(readFileSync(join(HERE, name), 'utf8'));
const toYaml = (values) =>
  Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

/** What is not there of what the rows are made from. */
export const missingFiles = () =>
  [join(SHARED, 'rolebench/rolebench-eng'), join(SHARED, 'corpus/scripts')].filter((path) => !existsSync(path));

/** The released rows with our descriptions of their ten roles. */
export function writeBench(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(SHARED, 'rolebench/rolebench-eng'), join(folder, 'rolebench-eng'), { recursive: true, mode: 0 });
  mkdirSync(join(folder, 'profiles-eng'));
  writeFileSync(join(folder, 'profiles-eng/desc.json'), JSON.stringify(read('descriptions.json'), null, 2));
}

/** A role file for each script. Descriptions are ours, so that no model is asked. */
export function writeRoles(folder) {
  mkdirSync(folder, { recursive: true });
  const known = read('descriptions.json');
  for (const [name, { script, ...facts }] of Object.entries(read('scripts.json'))) {
    const description = facts.description ?? known[name];
    const places = [join(SHARED, 'corpus', script), join(REPOSITORY, script)];
    const role = {
      name,
      language: 'en',
      ...facts,
      script: places.find((path) => existsSync(path)),
      description,
      description_second_person: description,
      catchphrases: [],
      categories: [],
    };
    writeFileSync(join(folder, `${name.replaceAll(/\W+/g, '-')}.yaml`), toYaml(role));
  }
}
