import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isSameSpeaker, readScript } from '../../src/readers/index.js';
import { RoleFile } from '../../src/records.js';

const folder = new URL('../../profiles/', import.meta.url).pathname;
const roleFiles = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('the shipped roles', () => {
  test('are at least five and speak both languages', () => {
    const languages = roleFiles.map((name) => RoleFile.parse(parse(readFileSync(join(folder, name), 'utf8'))).language);
    expect(languages.length).toBeGreaterThanOrEqual(5);
    expect(new Set(languages)).toEqual(new Set(['en', 'zh']));
  });

  test('carry no mention of a distributor whose trade mark has terms', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'utf8'), name).not.toMatch(/gutenberg/i);
    }
  });

  test.each(roleFiles)('%s names scripts in which the role speaks at least 30 lines', (name) => {
    const role = RoleFile.parse(parse(readFileSync(join(folder, name), 'utf8')));
    const names = [role.name, ...role.aliases];
    const own = (role.script ?? []).flatMap((script) => {
      const options = { file: script, language: role.language, narrator: role.narrator };
      const { lines } = readScript(readFileSync(join(folder, script)), options);
      return lines.filter(({ speaker }) => speaker !== null && names.some((own) => isSameSpeaker(speaker, own)));
    });
    expect(own.length).toBeGreaterThanOrEqual(30);
  });
});
